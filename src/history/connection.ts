import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** An open database with its prepared statements: each SQL text is compiled once. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Carries out a statement; returns how many rows it changed. */
  run(sql: string, ...parameters: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...parameters).changes);
  }

  get(sql: string, ...parameters: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...parameters);
  }

  all(sql: string, ...parameters: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...parameters);
  }

  /** Rows one by one. The statement is one's own, so that the same SQL can be used while this is read. */
  iterate(sql: string, ...parameters: SQLInputValue[]): Iterable<Row> {
    return this.#database.prepare(sql).iterate(...parameters);
  }

  /** Carries out statements that have no parameters and no result. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** The single value of a pragma or an aggregate; null where there is none. */
  value(sql: string, ...parameters: SQLInputValue[]): SQLOutputValue {
    return Object.values(this.get(sql, ...parameters) ?? {})[0] ?? null;
  }

  /**
   * Carries out `action` whole or not at all. The lock is taken at once, so that it waits its turn for other processes here and not
   * half way, where waiting is not possible.
   */
  transaction<T>(action: () => T): T {
    this.#prepare('BEGIN IMMEDIATE').run();
    try {
      const result = action();
      this.#prepare('COMMIT').run();
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Closes the database; what is wrong with it by now is no longer of interest. */
  close(): void {
    this.#statements.clear();
    try {
      this.#database.close();
    } catch {
      // It is let go of either way.
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #rollBack(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself; the error that led here is the one to tell.
    }
  }
}
