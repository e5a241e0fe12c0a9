/** The commands of a shell block, made fit for a terminal's prompt. */

export type TerminalText =
  | { readonly kind: 'nothing' }
  /** One line, to be put at the prompt as it is. */
  | { readonly kind: 'line'; readonly line: string }
  /** Lines that cannot be joined to one without changing what they mean, or not so that one can read it. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] };

/** UTF-16 units; what is longer cannot be read at a prompt. */
const longestJoined = 400;
const mostJoined = 8;

/**
 * What of a block goes to the prompt. Never a line break, which would run what is before it, and never a control character: a tab completes, an
 * escape is a key. Marks that change the direction of text could show another command than the one that runs.
 */
export function terminalText(text: string, language: string): TerminalText {
  const lines = withoutPrompts(text.split(/\r\n|[\n\r\u2028\u2029]/), language.toLowerCase())
    .map(withoutControls)
    .filter((line) => line.trim() !== '');
  const [only] = lines;
  if (only === undefined) return { kind: 'nothing' };
  if (lines.length === 1) return { kind: 'line', line: only.trim() };
  const joined = /^(?:powershell|pwsh|ps1|bat|batch|cmd)$/i.test(language) ? null : join(lines);
  return joined === null ? { kind: 'lines', lines } : { kind: 'line', line: joined };
}

/** A line without what a terminal would not show as it is, halves of characters and invisible letters among it; a tab is a space. */
export function withoutControls(line: string): string {
  return line
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\u2029\u180e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu, '');
}

/** A session has the prompt before each command, and output between them. */
function withoutPrompts(lines: readonly string[], language: string): string[] {
  const prompt = /^(?:[\w.@~:/\\ -]*[$%]|[#>]|PS [^>]*>|[A-Z]:\\[^>]*>)\s+(?=\S)/;
  const isSession = /session|console/.test(language);
  const written = lines.map((line) => line.trimStart()).filter((line) => line !== '');
  const withPrompt = written.filter((line) => prompt.test(line) && (isSession || /^[$%]\s/.test(line)));
  if (withPrompt.length === 0 || (!isSession && withPrompt.length < written.length)) return [...lines];
  return withPrompt.map((line) => line.replace(prompt, ''));
}

/**
 * Commands of a POSIX shell as one line, each run only if the one before it went well. Null where a line is not a whole, simple command: what
 * is quoted, nested or commented goes on over lines, and joined it would be something else.
 */
function join(lines: readonly string[]): string | null {
  const commands: string[] = [];
  let open = '';
  for (const raw of lines) {
    const line = raw.trim();
    if (open === '' && line.startsWith('#')) continue;
    const whole = open === '' ? line : `${open} ${line}`;
    const [, continued] = /^(.*[^\\])\\$/.exec(whole) ?? [];
    if (continued !== undefined) open = continued.trimEnd();
    else if (/(?:\|\||&&|\|)$/.test(whole)) open = whole;
    else {
      commands.push(whole.replace(/;$/, ''));
      open = '';
    }
  }
  if (open !== '' || commands.length === 0 || commands.length > mostJoined || !commands.every(isSimple)) return null;
  const joined = commands.join(' && ');
  return joined.length <= longestJoined ? joined : null;
}

const keyword =
  /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|select|function|begin|end|switch|set|trap|exit|return|[{}()])(?:\s|;|$)/;

/** Whether a line is a command, or several, that ends with it. */
function isSimple(line: string): boolean {
  if (keyword.test(line) || /<<|[;&|{(\\]$|^[|&)}]|\(\)\s*\{?/.test(line)) return false;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '\\' && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'" || character === '`') quote = character;
    // The rest of the line is a comment, and so would be what is joined to it.
    else if (character === '#' && /\s/.test(line[at - 1] ?? '')) return false;
  }
  return quote === '' && balanced(line);
}

function balanced(line: string): boolean {
  const count = (character: string) => line.split(character).length;
  return count('(') === count(')') && count('{') === count('}');
}
