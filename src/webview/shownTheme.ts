/** The editor's theme, which it tells its webviews by attributes of the body. */
import type { ShownTheme, ThemeType } from '../shared/codeColors.ts';

const types: Readonly<Record<string, ThemeType>> = {
  'vscode-light': 'vs',
  'vscode-dark': 'vs-dark',
  'vscode-high-contrast': 'hc-black',
  'vscode-high-contrast-light': 'hc-light',
};

export function shownTheme(): ShownTheme {
  const { vscodeThemeId = '', vscodeThemeKind = '' } = document.body.dataset;
  return { id: vscodeThemeId, type: types[vscodeThemeKind] ?? 'vs-dark' };
}

/** Calls back when the editor has told its theme anew: it does so when another is shown, also for a look, and when its colours are changed. */
export function onThemeTold(callback: () => void): void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributeFilter: ['data-vscode-theme-id', 'data-vscode-theme-kind'] });
}
