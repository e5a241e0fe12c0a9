import { resolve } from 'node:path';
import { API } from 'typescript/unstable/sync';

/** The names in each union of `sdkSurface.ts`, by the union's own, as the TypeScript compiler reads them from the installed SDK. */
export function readSurface(): ReadonlyMap<string, readonly string[]> {
  const api = new API({ cwd: resolve('.') });
  try {
    const file = resolve('test/unit/wholeApi/sdkSurface.ts');
    const project = api.updateSnapshot({ openFiles: [file] }).getDefaultProjectForFile(file);
    const source = project?.program.getSourceFile(file);
    const module = source && project?.checker.getSymbolAtLocation(source);
    if (!project || !module) throw new Error('The compiler did not read the surface of the SDK.');
    const unions = project.checker.getExportsOfModule(module);
    return new Map(unions.map((symbol) => [symbol.name, namesIn(project.checker.getDeclaredTypeOfSymbol(symbol))]));
  } finally {
    api.close();
  }
}

type CompilerType = ReturnType<ReturnType<ReturnType<API['updateSnapshot']>['getProjects']>[number]['checker']['getDeclaredTypeOfSymbol']>;

function namesIn(type: CompilerType): string[] {
  const types = type.isUnionType() ? type.getTypes() : [type];
  return types.map((each) => {
    if (!each.isStringLiteralType()) throw new Error('The surface of the SDK has something that is not a name.');
    return each.value;
  });
}
