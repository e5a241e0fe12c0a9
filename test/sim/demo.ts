import type { Script } from './script.ts';
import type { AcceptedRequest } from './validate.ts';
/** TODO */
export function demoScript(_request: AcceptedRequest): Script {
  return { reply: { text: "This is Parley's local simulator, not Claude." } };
}
