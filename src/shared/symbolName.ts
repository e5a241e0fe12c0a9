/** A name in code as answers write it: `foo`, `foo(a)`, `Foo.bar`, `ns::Type`, `Foo#bar`, `this.foo`, `#private`, `List<T>`. */
export interface SymbolName {
  /** The last of its names. A `#` that it begins with is part of it. */
  readonly name: string;
  /** The name before it, which is that of what it belongs to; null where none is said, and for `this`. */
  readonly owner: string | null;
}

/** How the workspace calls a symbol. */
export interface SymbolLabel {
  /** With what it belongs to and with its parameters, where the language writes it so. */
  readonly name: string;
  readonly container: string;
}

/** UTF-16 units. */
const longest = 200;
/** Shorter ones are in every workspace, and mean nothing in particular. */
const shortest = 3;
/** Of one question about them. */
export const mostSymbolNames = 100;

const identifier = '#?[\\p{ID_Start}$_][\\p{ID_Continue}$]*';
const separator = '(?:\\??\\.|::|->|#)';
const path = `${identifier}(?:${separator}${identifier})*`;
/** A path with type arguments, brackets of an array, arguments. */
const whole = new RegExp(`^@?(${path})(?:<[^()]*>)?(?:\\[\\])?(?:\\([^()]*\\))?$`, 'u');
const names = new RegExp(`(?:^|${separator})(${identifier})`, 'gu');
const color = /^#[\da-f]{3,8}$/i;
const itself: ReadonlySet<string> = new Set(['this', 'self', 'super', '$this', 'cls', 'Self']);

/** What languages say by themselves: such a word is no name by itself. */
const words: ReadonlySet<string> = new Set(
  (
    'abstract and any array assert async await bigint bool boolean break byte case catch char class cls const constructor continue crate ' +
    'def default defer del delete double elif else elseif end enum except export extends extern False false final finally float from for ' +
    'func function global goto if impl implements import Infinity instanceof int interface internal lambda let long mod mut NaN namespace ' +
    'native never new nil None nonlocal not null number object package pass private protected public raise readonly return self Self short ' +
    'signed sizeof static str string String struct super switch symbol sync then this throw throws trait transient true True try type ' +
    'typedef typeof undefined union unknown unless unsafe unsigned until use using var virtual void volatile where while with yield'
  ).split(' '),
);

/** Reads a word of an answer as a symbol's name; null where it is none: a keyword, a literal, a command, more than one word. */
export function readSymbolName(text: string): SymbolName | null {
  if (text.length > longest || color.test(text)) return null;
  const read = namesIn(text);
  const name = read?.at(-1) ?? '';
  const before = read?.at(-2);
  const owner = before === undefined || itself.has(before) ? null : before;
  if (name.replace('#', '').length < shortest || (owner === null && words.has(name))) return null;
  return { name, owner };
}

/** The shortest way to write it: what is asked for, once for all ways to write it. */
export function symbolText({ name, owner }: SymbolName): string {
  return owner === null ? name : `${owner}.${name}`;
}

/** Whether a symbol has exactly that name; and where its owner is said, whether it is that one's. */
export function isNamed({ name, container }: SymbolLabel, wanted: SymbolName): boolean {
  const own = namesIn(name.replace(/\(.*$/su, ''));
  if (!own || own.at(-1) !== wanted.name) return false;
  return wanted.owner === null || (own.at(-2) ?? lastName(container)) === wanted.owner;
}

function namesIn(text: string): readonly string[] | null {
  const [, written] = whole.exec(text) ?? [];
  return written === undefined ? null : [...written.matchAll(names)].map(([, name = '']) => name);
}

/** A container may be a path or a sentence of its own: its last name counts. */
function lastName(container: string): string | undefined {
  return container.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)?.at(-1);
}
