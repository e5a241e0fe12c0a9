/** The floor: what comes is appended to one text node, once a frame. */
import { listen } from './page.ts';

let root: HTMLElement | undefined;
let text = new Text();
let pending = '';
let frame = 0;

listen({
  begin(reply) {
    root = reply;
    text = new Text();
    reply.append(text);
  },
  append(more) {
    pending += more;
    if (frame === 0) frame = requestAnimationFrame(paint);
  },
});

function paint(): void {
  frame = 0;
  text.appendData(pending);
  pending = '';
  if (root) root.scrollTop = root.scrollHeight;
}
