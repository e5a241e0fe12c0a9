/**
 * What a line declares, as far as it can be told without the language's grammar. Two lines of the same identity are versions of the same
 * thing, however else they differ.
 */

const modifiers =
  /^(?:(?:export|default|public|private|protected|internal|static|async|abstract|final|override|readonly|declare|pub(?:\([^)]*\))?|unsafe|extern(?: "C")?|const(?= (?:async )?fn\b)|virtual|inline|sealed|partial|open|suspend|synchronized|native|data(?= class\b))\s+)+/;

const notNames = new Set(
  'if for while switch catch return function with else do try case when unless until elif new throw await yield typeof delete in of and or not assert print raise except finally default require super match loop foreach lock using fixed import from export sizeof defer go select'.split(
    ' ',
  ),
);

type Rule = readonly [pattern: RegExp, identity: (found: RegExpExecArray) => string | null];

const rules: readonly Rule[] = [
  [/^import\b.*?['"]([^'"]+)['"]/, ([, from]) => `import ${from}`],
  [/^from\s+(\S+)\s+import\b/, ([, from]) => `import ${from}`],
  [/^import\s+(?:static\s+)?([\w.*/]+)\s*(?:as\s+\w+\s*)?;?$/, ([, from]) => `import ${from}`],
  [/^use\s+([\w:]+)/, ([, path]) => `import ${path}`],
  [/^using\s+([\w.]+)\s*;/, ([, path]) => `import ${path}`],
  [/^#include\s+(\S+)/, ([, path]) => `import ${path}`],
  [/^(?:const|let|var)\s+\{.*\}\s*=\s*require\(\s*['"]([^'"]+)/, ([, from]) => `import ${from}`],
  [/^export\s+(?:\*|\{.*\})\s*from\s*['"]([^'"]+)/, ([, from]) => `re-export ${from}`],
  [/^(?:describe|context|suite|it|test|specify)(?:\.\w+)*\(\s*(['"`])(.*?)\1/, ([, , title]) => `test ${title}`],
  [/^func\s+(?:\(\s*\w*\s*\*?(\w+)[^)]*\)\s*)?(\w+)/, ([, on = '', name]) => `declared ${on}.${name}`],
  [/^impl\b(?:<[^>]*>)?\s*([^{]+?)\s*(?:\{|where\b|$)/, ([, what]) => `impl ${what}`],
  [
    /^(?:class|interface|enum|struct|trait|type|namespace|module|record|object|protocol|package|union|mod)\s+([\w$.]+)/,
    ([, name]) => `type ${name}`,
  ],
  [/^(?:function\s*\*?|def|fn|fun|sub|proc|macro_rules!|macro)\s+([\w$.!?]+)/, ([, name]) => `declared .${name}`],
  [/^(?:const|let|var|val|static|local|my)\s+(?:mut\s+)?([\w$]+)\s*(?:[:=;,]|$)/, ([, name]) => `declared .${name}`],
  [/^([A-Za-z_]\w*)\s*:=/, ([, name]) => `declared .${name}`],
  [/^<([\w-]+)\b[^>]*\bid=["']([^"']+)/, ([, tag, id]) => `element ${tag}#${id}`],
  [/^["']([^"']+)["']\s*:(?:\s|$)/, ([, key]) => `key ${key}`],
  [/^([\w$.@/-]+)\??:(?:\s|$)/, ([, key = '']) => (notNames.has(key) ? null : `key ${key}`)],
  [/^(?:-\s+)?([\w.-]+):\s/, ([, key]) => `key ${key}`],
  [/^((?:this\.|self\.|[\w.]+\.)?[A-Za-z_$][\w$-]*)(?:\s*:\s*[\w<>[\]., |]+)?\s*=(?![=>~])/, ([, name]) => `set ${name}`],
  [
    /^(?:get\s+|set\s+|\*\s*)?(#?[A-Za-z_$][\w$]*)\s*(?:<[^>()]*>)?\([^'"`;]*\)\s*(?::\s*[^={};]+)?\{$/,
    ([, name = '']) => (notNames.has(name) ? null : `declared .${name}`),
  ],
  [
    /^([A-Za-z_][\w<>[\],.?*&:]*)(?:\s+[\w<>[\],.?*&:]+)*\s+[*&]*(~?\w+)\s*\([^;'"`=]*(?:\)[\w\s,:]*\{?|,)$/,
    ([, type = '', name = '']) => (notNames.has(type) || notNames.has(name) ? null : `declared .${name}`),
  ],
  [/^([.#&*:][^{};]*|@[\w-]+[^{};]*|[a-z][\w-]*(?:[\s>+~,.:#[][^{};()=]*)?)\{$/, ([, selector]) => `selector ${selector?.trim()}`],
];

/** @param line without the white space around it. */
export function identityOf(line: string, isMarkdown: boolean): string | null {
  const start = line.slice(0, 240).trimEnd();
  if (isMarkdown) {
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(start) ?? [];
    return heading ? `heading ${heading.toLowerCase()}` : null;
  }
  const bare = start.replace(/\s*(?:\/\/|#)\s.*$/, '');
  const text = /^export\s+(?:\*|\{)/.test(bare) ? bare : bare.replace(modifiers, '');
  for (const [pattern, identity] of rules) {
    const found = pattern.exec(text);
    const name = found && identity(found);
    if (name) return name;
  }
  return null;
}

/** Identities of which a file has any number, one below the other. */
export function isImport(identity: string | null): boolean {
  return identity !== null && /^import /.test(identity);
}

/** The last word of an identity: every line of that identity has it. */
export function nameIn(identity: string): string {
  return identity.match(/[\p{L}\p{N}_$-]+/gu)?.at(-1) ?? '';
}
