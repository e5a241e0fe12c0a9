import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { format } from 'node:util';
import { root } from './paths.mjs';
import { outputMark } from './runMocha.mjs';

/** What the editor has printed: only the tests' own lines are shown, the rest is for when something went wrong. */
export class EditorLog {
  #folder;
  #map;
  /** @type {string[]} */
  #rest = [];

  /** @param {string} index the bundle that starts the tests, which are beside it */
  constructor(index) {
    this.#folder = dirname(index);
    this.#map = new SourceMap(JSON.parse(readFileSync(join(this.#folder, 'tests.js.map'), 'utf8')));
  }

  /** @param {string} type @param {unknown[]} args */
  add = (type, [first, ...rest]) => {
    if (first === outputMark) console.log(this.#withSources(format(...rest)));
    else this.#rest.push(`[${type}] ${format(first, ...rest).slice(0, 2000)}`);
  };

  /** The last lines that were not shown. */
  tail() {
    return this.#rest.slice(-30).join('\n');
  }

  /** The extension host makes its own stack traces, which know nothing of source maps. @param {string} text */
  #withSources(text) {
    return text.replaceAll(/[^\s(]*tests\.js:(\d+):(\d+)/g, (place, line, column) => {
      const entry = this.#map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in entry)) return place;
      return `${relative(root, resolve(this.#folder, entry.originalSource))}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
  }
}
