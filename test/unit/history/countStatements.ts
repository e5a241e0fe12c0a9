import { StatementSync } from 'node:sqlite';

/** How many statements are carried out by `action`, in this thread. */
export function countStatements(action: () => void): number {
  let count = 0;
  const methods = ['run', 'get', 'all', 'iterate'] as const;
  const originals = methods.map((method) => [method, StatementSync.prototype[method]] as const);
  for (const [method, original] of originals) {
    Object.defineProperty(StatementSync.prototype, method, {
      configurable: true,
      writable: true,
      value(this: StatementSync, ...args: unknown[]) {
        count++;
        return Reflect.apply(original, this, args);
      },
    });
  }
  try {
    action();
  } finally {
    for (const [method, original] of originals) {
      Object.defineProperty(StatementSync.prototype, method, { configurable: true, writable: true, value: original });
    }
  }
  return count;
}
