/** Answers as HTML: by the page's own Markdown, written into a document that is none. */
import { translator } from '../shared/l10n.ts';
import type { PrintedText } from '../shared/print.ts';
import { mostMarks, withMarks } from '../webview/markdown/citationMark.ts';
import { MarkdownView } from '../webview/markdown/markdownView.ts';
import { contentOf } from './htmlText.ts';
import { SmallElement } from './smallDom.ts';

const t = translator({});

/** The HTML of an answer's text. A link leads to the web or nowhere, a picture is not loaded, a formula is its TeX. `installSmallDom` comes first. */
export function printMarkdown({ parts }: PrintedText): string {
  // Numbered through the answer, as they are listed below it.
  let citations = 0;
  const text = parts.map((part) => {
    const numbers = part.citations.map(() => ++citations);
    return withMarks(
      part.text,
      numbers.filter((number) => number < mostMarks),
    );
  });
  const container = document.createElement('div');
  const view = new MarkdownView(container, {
    t,
    headingShift: 3,
    onLink: () => {},
    citations: { name: (number) => (number <= citations ? String(number) : null), show: () => {} },
  });
  view.append(text.join(''));
  view.finish();
  // What the browser would make is of the class that stands for it here.
  const made: unknown = container;
  return made instanceof SmallElement ? contentOf(made) : '';
}
