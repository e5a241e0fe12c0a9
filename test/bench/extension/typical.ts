/** A page as most are written: at each piece the whole text is parsed, cleaned, set and coloured again. */
import purify from 'dompurify';
import highlighter from 'highlight.js/lib/common';
import { marked } from 'marked';
import { listen } from './page.ts';

let root: HTMLElement | undefined;
let text = '';

listen({
  begin(reply) {
    root = reply;
    text = '';
  },
  append(more) {
    if (!root) return;
    text += more;
    root.innerHTML = purify.sanitize(marked.parse(text, { async: false }));
    for (const code of root.querySelectorAll<HTMLElement>('pre code')) highlighter.highlightElement(code);
    root.scrollTop = root.scrollHeight;
  },
});
