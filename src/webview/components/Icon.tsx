import type { ComponentChildren } from 'preact';

/** A codicon; it says nothing to a screen reader. */
export function Icon({ name }: { readonly name: string }) {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}

interface IconButtonProps {
  readonly icon: string;
  readonly name: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly class?: string;
}

/** A button that is an icon, with a name for everybody else. */
export function IconButton({ icon, name, onClick, disabled = false, class: className = '' }: IconButtonProps) {
  return (
    <button type="button" class={`icon-button ${className}`} aria-label={name} title={name} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

export function LinkButton({ onClick, children }: { readonly onClick: () => void; readonly children: ComponentChildren }) {
  return (
    <button type="button" class="link-button" onClick={onClick}>
      {children}
    </button>
  );
}
