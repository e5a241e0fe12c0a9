/** Makes SQLite slow in this thread, as a disk does that is busy with other things: commits above all, which wait for it. */
import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Milliseconds of a commit; all other statements take a tenth of it. */
const commit = Number(process.env['PARLEY_SLOW_COMMIT'] ?? 50);
const nobody = new Int32Array(new SharedArrayBuffer(4));

function holdUp(sql: string): void {
  Atomics.wait(nobody, 0, 0, /^\s*commit/i.test(sql) ? commit : commit / 10);
}

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  holdUp(sql);
  exec.call(this, sql);
};

for (const name of ['run', 'get', 'all', 'iterate'] as const) {
  const original: (this: StatementSync, ...args: never) => unknown = StatementSync.prototype[name];
  Object.assign(StatementSync.prototype, {
    [name](this: StatementSync, ...args: never): unknown {
      holdUp(this.sourceSQL);
      return Reflect.apply(original, this, args);
    },
  });
}
