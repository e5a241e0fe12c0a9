/** A turn that is to be shown once its conversation is there: what a search was opened at. */
import { signal } from '@preact/signals';

export const pendingTarget = signal<string | null>(null);

export function takeTarget(): string {
  const target = pendingTarget.value ?? '';
  pendingTarget.value = null;
  return target;
}
