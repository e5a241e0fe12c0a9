import { posix } from 'node:path';

/** A folder of the workspace: its URI's path, and what it is called. */
export interface Folder {
  readonly path: string;
  readonly name: string;
}

/** Where a path that was written may lead below a folder, as paths of URIs; never out of it. */
export function pathsBelow({ path, name }: Folder, written: string): string[] {
  const slashed = written.replaceAll('\\', '/');
  // Another machine's.
  if (slashed.startsWith('//')) return [];
  const relative = slashed.startsWith(`${name}/`) ? [slashed, slashed.slice(name.length + 1)] : [slashed];
  const absolute = /^[a-z]:\//i.test(slashed) ? [`/${slashed}`] : posix.isAbsolute(slashed) ? [slashed] : [];
  const paths = [...relative.map((each) => posix.join(path, each)), ...absolute].map((each) => posix.normalize(each));
  const root = `${path.replace(/\/$/, '')}/`;
  return paths.filter((each) => sameDrive(each).startsWith(sameDrive(root))).map((each) => root + each.slice(root.length));
}

/** Whether a path has a name that leads out of its folder, as any system writes paths. */
export function goesUp(path: string): boolean {
  return path.split(/[/\\]/).includes('..');
}

/** Windows writes a drive's letter as it likes. */
function sameDrive(path: string): string {
  return path.replace(/^\/[a-z]:/i, (drive) => drive.toLowerCase());
}
