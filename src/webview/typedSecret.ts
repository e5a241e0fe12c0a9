/** What looks like a secret in the message box, so that it is named before it is sent: pasted text goes there, and so do prompts of files. */
import { signal } from '@preact/signals';
import { type SecretText, secretByText } from '../shared/secrets.ts';
import { whenIdle } from './whenIdle.ts';

export interface TypedSecret {
  readonly what: SecretText;
  /** Counts from 1. */
  readonly line: number;
}

/** Null where nothing looks so. */
export const typedSecret = signal<TypedSecret | null>(null);

/** UTF-16 units that are looked at, from the beginning: some milliseconds. */
const longest = 200_000;
/** Milliseconds after which it is looked even if the page is never idle. */
const longestWait = 500;

let takeBack = () => {};

/** To be called with each change of the text. Looks soon; at once where there is nothing to look at. */
export function lookForSecret(text: () => string): void {
  takeBack();
  takeBack = whenIdle(() => {
    const found = secretByText(text().slice(0, longest));
    const before = typedSecret.peek();
    if (found?.kind !== 'text') typedSecret.value = null;
    // It is not said again at each key.
    else if (before?.what !== found.what || before.line !== found.line) typedSecret.value = { what: found.what, line: found.line };
  }, longestWait);
}
