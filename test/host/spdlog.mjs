/**
 * Stands in for the editor's log writer, which is a native addon: building it needs a compiler, and without one the editor's logs, Parley's
 * among them, would silently be lost. The same functions, the same lines in the same files; no rotation, as no test writes that much.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

export class Logger {
  #file;
  #level = 2;
  #plain = false;

  /** @param {string} _type @param {string} _name @param {string} file */
  constructor(_type, _name, file) {
    this.#file = file;
  }

  /** @param {number} level @param {string} message */
  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, -1);
    appendFileSync(this.#file, this.#plain ? message : `${time} [${names[level]}] ${message}\n`);
  }

  /** @param {string} message */
  trace = (message) => this.#write(0, message);
  /** @param {string} message */
  debug = (message) => this.#write(1, message);
  /** @param {string} message */
  info = (message) => this.#write(2, message);
  /** @param {string} message */
  warn = (message) => this.#write(3, message);
  /** @param {string} message */
  error = (message) => this.#write(4, message);
  /** @param {string} message */
  critical = (message) => this.#write(5, message);

  getLevel() {
    return this.#level;
  }
  /** @param {number} level */
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.#plain = true;
  }
  flush() {}
  drop() {}
}

/** @param {string} name @param {string} file */
export async function createRotatingLogger(name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

export const createAsyncRotatingLogger = createRotatingLogger;
export const version = 1;
export function setLevel() {}
export function setFlushOn() {}
