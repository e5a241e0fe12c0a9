/** What a budget held, so that it can be asked for again. */
let again: (() => void) | null = null;

/** What to do once the user lets it begin; instead of what was held before. */
export function whenAllowed(action: () => void): void {
  again = action;
}

/** What was held; null where it was not asked for by this page, as with the queue. It is handed out once. */
export function takeHeld(): (() => void) | null {
  const action = again;
  again = null;
  return action;
}
