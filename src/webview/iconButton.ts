/** A button that is seen as an icon of the editor's, by the icon's name. */
export function iconButton(icon: string, name: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `codicon codicon-${icon}`;
  button.title = name;
  button.setAttribute('aria-label', name);
  return button;
}
