import type { Placed } from './edges.ts';
import { isImport } from './identity.ts';
import { isNewUnit } from './newUnits.ts';
import type { Range, Search } from './search.ts';
import type { Segment, Unit } from './segments.ts';

/**
 * The place of a segment of which the file has nothing, where a mark says that the rest of the file is before or behind it: new imports
 * go before the first one, new declarations to the end.
 */
export function placeAtEnds({ code, file, work }: Search, segment: Segment, units: readonly Unit[], range: Range): Placed | null {
  const search = { code, file, work };
  const joint = { parent: -1, neighbor: -1, isFree: true, isMarked: true };
  if (units.length === 0 || !units.every((unit) => code.indent(unit.head) === 0 && isNewUnit(search, unit, joint))) return null;
  const at = (line: number, blankBefore: boolean): Placed => ({
    code: { from: segment.first, to: segment.last },
    file: { from: line, to: line - 1 },
    pairs: [],
    score: 1,
    isDoubtful: false,
    blankBefore,
    blankAfter: false,
  });
  if (!segment.followsElision && segment.precedesElision && range.from === 0) {
    if (!units.every(({ head }) => isImport(code.identity(head)))) return null;
    work.spend(file.length);
    const first = file.trimmed.findIndex((_, line) => file.parent(line) < 0 && isImport(file.identity(line)));
    return first < 0 ? null : at(first, false);
  }
  if (!segment.followsElision || segment.precedesElision) return null;
  const kinds = new Set(units.map(({ head }) => kindOf(code.text(head))));
  const isHome = (line: number) => line >= range.from && file.indent(line) === 0 && kinds.has(kindOf(file.text(line)));
  if (kinds.has(null) || !file.trimmed.some((_, line) => isHome(line))) return null;
  const last = file.trimmed.findLastIndex((text) => text !== '');
  return at(last + 1, code.isBlank(segment.first - 1));
}

/** The word that begins a declaration of a file's outermost level. */
function kindOf(text: string): string | null {
  const [, kind] =
    /^(?:(?:export|default|async|public|pub|abstract|declare)\s+)*(function|class|interface|type|enum|const|def|func|fn|struct|impl|trait|module)\b/.exec(
      text,
    ) ?? [];
  return kind ?? null;
}
