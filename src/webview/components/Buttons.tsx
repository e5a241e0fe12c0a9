import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyConfirmation } from '../announcer.ts';
import { tell } from '../host.ts';
import { t } from '../words.ts';
import { Icon } from './Icon.tsx';

interface IconButtonProps {
  readonly icon: string;
  readonly name: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly class?: string;
  readonly tabIndex?: number;
}

/** A button that is an icon, with a name for everybody else. */
export function IconButton({ icon, name, onClick, disabled = false, class: className = '', tabIndex = 0 }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${className}`}
      aria-label={name}
      title={name}
      disabled={disabled}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Copies, and shows for a moment that it has. */
export function CopyButton({ name, copy }: { readonly name: string; readonly copy: () => Promise<unknown> }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copyConfirmation);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton icon={copied ? 'check' : 'copy'} name={name} onClick={() => void copy().then(() => setCopied(true), tell)} />
      <span class="sr-only" role="status">
        {copied ? t('Copied') : ''}
      </span>
    </>
  );
}

interface LinkButtonProps {
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}

/** A button that looks like a link. */
export function LinkButton({ onClick, disabled = false, children }: LinkButtonProps) {
  return (
    <button type="button" class="link-button" disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
