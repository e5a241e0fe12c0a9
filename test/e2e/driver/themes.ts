/** The editor's four kinds of themes, one of each. */
export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

export const themeKinds: readonly ThemeKind[] = ['light', 'dark', 'highContrast', 'highContrastLight'];

/** As the setting `workbench.colorTheme` has it, and the class that the workbench gets. */
export const themes: Readonly<Record<ThemeKind, { readonly name: string; readonly className: string }>> = {
  light: { name: 'Light 2026', className: 'vs' },
  dark: { name: 'Dark 2026', className: 'vs-dark' },
  highContrast: { name: 'Default High Contrast', className: 'hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', className: 'hc-light' },
};
