/** Which script is for which request: first come, first served, past those that do not match. */
import type { Script } from './script.ts';
import type { SimRequest } from './simRequest.ts';

export class ScriptQueue {
  #entries: { readonly script: Script; left: number }[] = [];

  add(scripts: readonly Script[]): void {
    this.#entries.push(...scripts.map((script) => ({ script, left: script.times ?? 1 })));
  }

  /** The script for a request; it stays in the queue until it is used. */
  find(request: SimRequest): Script | undefined {
    return this.#entries.find(({ script }) => {
      const endpoint = script.endpoint ?? 'messages';
      return (endpoint === 'any' || endpoint === request.endpoint) && (script.match?.(request) ?? true);
    })?.script;
  }

  use(script: Script | undefined): void {
    const entry = this.#entries.find((each) => each.script === script);
    if (entry) entry.left -= 1;
    this.#entries = this.#entries.filter(({ left }) => left > 0);
  }

  clear(): void {
    this.#entries = [];
  }
}
