/** Classes for the styles of code. The page's policy has no inline styles, so they are rules of a style sheet that is made here. */
import type { TokenStyle } from '../shared/codeColors.ts';

const sheet = new CSSStyleSheet();
const classes = new Map<string, string>();

/** The class of each style; null for those that look like text without any. */
export function tokenClasses(styles: readonly TokenStyle[]): (string | null)[] {
  const foreground = getComputedStyle(document.body).getPropertyValue('--vscode-editor-foreground').trim().toLowerCase();
  return styles.map((style) => classOf(style.color?.toLowerCase() === foreground ? { ...style, color: null } : style));
}

function classOf(style: TokenStyle): string | null {
  const rule = ruleOf(style);
  if (rule === '') return null;
  const known = classes.get(rule);
  if (known !== undefined) return known;
  if (classes.size === 0) document.adoptedStyleSheets.push(sheet);
  const name = `token-${classes.size + 1}`;
  classes.set(rule, name);
  sheet.insertRule(`.${name} { ${rule} }`);
  return name;
}

function ruleOf({ color, italic, bold, underline, strikethrough }: TokenStyle): string {
  const lines = [underline ? 'underline' : '', strikethrough ? 'line-through' : ''].filter((line) => line !== '').join(' ');
  return [
    // The host is trusted; a colour is all the same nothing but a colour.
    color !== null && /^#[0-9a-f]{3,8}$/i.test(color) ? `color: ${color};` : '',
    italic ? 'font-style: italic;' : '',
    bold ? 'font-weight: bold;' : '',
    lines === '' ? '' : `text-decoration: ${lines};`,
  ].join('');
}
