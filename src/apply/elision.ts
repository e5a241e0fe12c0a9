/** Marks that stand for code which is left out: “// ... existing code ...”, “# …”, “<!-- rest of the file -->”, a bare “...”. */

/** The comment's text, for a line that is nothing but one comment. */
const commentForms: readonly RegExp[] = [
  /^\{\s*\/\*+\s*(.*?)\s*\*+\/\s*\}$/,
  /^\/\*+\s*(.*?)\s*\*+\/$/,
  /^<!--+\s*(.*?)\s*--+>$/,
  /^\(\*\s*(.*?)\s*\*\)$/,
  /^(?:\/\/+|#+|--+|;+|%+|')\s*(.*?)$/,
];

const dots = '(?:\\.{3,}|…)';
/** Words that say what is left out, in a comment that may do without dots. */
const phrase = new RegExp(
  [
    /^(?:the )?(?:rest|remainder) of (?:the |your |this )?[\w .'/-]{1,60}$/,
    /^(?:all )?(?:the |your )?(?:existing|previous|remaining|unchanged|original|other) (?:[\w/-]+ ){0,3}(?:code|content|imports?|exports?|methods?|functions?|class(?:es)?|members?|fields?|propert(?:y|ies)|props|styles?|rules?|logic|implementation|lines|routes?|tests?|cases|handlers?|types?|declarations?|elements?|items|entries|options|settings|columns)$/,
    /^[\w ,'/-]{1,60} (?:(?:is|are|remains?|stays?) )?(?:unchanged|the same|as (?:before|is)|omitted|same as (?:before|above))$/,
    /^(?:unchanged|same as (?:before|above)|as before|no changes?|omitted|snip)$/,
    /^keep (?:the )?(?:existing|rest|other|remaining)\b[\w ,'/-]{0,60}$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
const onlyDots = new RegExp(`^[[({<]?\\s*${dots}\\s*[\\])}>]?$`);
const startsWithDots = new RegExp(`^[[({<]?\\s*${dots}\\s*[^.…]`);
const endsWithDots = new RegExp(`${dots}\\s*[\\])}>]?$`);
/** What ends in dots is a mark only if it speaks of code: “// Loading...” is not one. */
const aboutCode =
  /\b(?:existing|rest|remaining|unchanged|other|same|previous|more|code|omitted|snip|etc|methods?|functions?|imports?|here|as before)\b/i;

/** @param line a line of code without the white space around it */
export function isElision(line: string): boolean {
  if (line.length > 200 || !/^[/#\-;%'{<(.[…]/.test(line)) return false;
  if (onlyDots.test(line)) return true;
  const text = commentText(line)?.trim();
  if (text === undefined) return /^\.\.\.\s/.test(line) && endsWithDots.test(line) && aboutCode.test(line);
  if (text === '') return false;
  if (onlyDots.test(text)) return true;
  if (startsWithDots.test(text)) return true;
  if (endsWithDots.test(text)) return aboutCode.test(text);
  return phrase.test(text.replace(/[.!:]$/, '').replace(/^[[(](.*)[\])]$/, '$1'));
}

/** Code on whose line a part is left out, as in `run() { … }`: what it stands for cannot be told by lines. */
export function hasInnerElision(line: string): boolean {
  if (line.length > 2000) return false;
  if (new RegExp(`[{(\\[]\\s*(?:/\\*\\s*)?${dots}\\s*(?:\\*/\\s*)?[})\\]]`).test(line)) return true;
  const [, comment] = /\/\*\s*(.*?)\s*\*\//.exec(line) ?? /\s(?:\/\/|#)\s*(.*)$/.exec(line) ?? [];
  return comment !== undefined && (onlyDots.test(comment) || (/^(?:\.\.\.|…)/.test(comment) && aboutCode.test(comment)));
}

function commentText(line: string): string | undefined {
  for (const form of commentForms) {
    const found = form.exec(line);
    if (found) return found[1];
  }
  return undefined;
}
