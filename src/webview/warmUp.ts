/** The code that draws answers, run while the page has nothing to do: the browser translates what has run often into faster code. */
import { addCodeTools, finishCodeTools } from './codeTools.ts';
import { MarkdownView } from './markdown/markdownView.ts';
import { resolveCode, resolveLink } from './textLinks.ts';
import { whenIdle } from './whenIdle.ts';
import { t } from './words.ts';

/** How often the text is drawn: after that there is little to gain. */
const times = 120;
/** UTF-16 units that are drawn at once, as when they stream. */
const piece = 64;
/** Milliseconds: a page that is never idle has the next one drawn after that. */
const longestWait = 10_000;

/** Has something of each kind that answers have a lot of. */
const text = `## A heading

Words with \`code\`, **weight**, *stress* and a [link](https://example.org/), in a paragraph that goes
on in a second line; \`src/names.ts:10\` & others.

- one thing
- another one, **with weight**
  1. within it

\`\`\`ts
const value = 1;
\`\`\`

| a | b |
| - | -: |
| \`x\` | 1 |

> What was said.

`;

/** Draws a text out of sight, again and again, each time that nothing else is to be done. When it is done is marked as `warm`. To be called once. */
export function warmUp(): void {
  let left = times;
  const work = (timeLeft: () => number) => {
    do {
      draw();
      left--;
    } while (left > 0 && timeLeft() > 2);
    if (left > 0) whenIdle(work, longestWait);
    else performance.mark('warm');
  };
  whenIdle(work, longestWait);
}

function draw(): void {
  const view = new MarkdownView(document.createElement('div'), {
    t,
    headingShift: 2,
    resolveLink,
    resolveCode,
    onLink() {},
    decorateCode: (block) => addCodeTools(block, ''),
    onCodeClosed: (block) => finishCodeTools(block, '', false),
  });
  for (let at = 0; at < text.length; at += piece) view.append(text.slice(at, at + piece));
  view.finish();
  view.dispose();
}
