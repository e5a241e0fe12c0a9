import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CitationView } from '../../shared/turnView.ts';
import { bindCitation, citationName, type TurnCitation } from '../citations.ts';
import { codeColors } from '../codeColors.ts';
import { addCodeTools, finishCodeTools, listenForCodeTools } from '../codeTools.ts';
import { ask, host } from '../host.ts';
import { liveText } from '../liveText.ts';
import { mostMarks, withMarks } from '../markdown/citationMark.ts';
import { MarkdownView } from '../markdown/markdownView.ts';
import type { CodeBlockView } from '../markdown/options.ts';
import { MathRenderer } from '../math/mathRenderer.ts';
import { symbolLinks } from '../symbolLinks.ts';
import { resolveCode, resolveLink } from '../textLinks.ts';
import { t } from '../words.ts';

/** A block of the API's; where it cites, it begins a new one, also within a sentence. */
export interface TextPart {
  readonly text: string;
  readonly citations?: readonly CitationView[];
}

interface TextBlockProps {
  readonly messageId: string;
  /** The number of the first part among the turn's blocks; those of the others follow. */
  readonly index: number;
  /** One text in all, however many blocks it came in. */
  readonly parts: readonly TextPart[];
  /** How many citations the turn has before it. */
  readonly citations: number;
  /** Whether more text may come, at the end of the last part. */
  readonly open: boolean;
}

interface Island {
  readonly view: MarkdownView;
  /** Names the code blocks, in their order, by the same name whenever they are drawn. */
  readonly codeKeys: Map<CodeBlockView, string>;
  /** By the numbers of their marks. */
  readonly citations: Map<number, TurnCitation>;
  /** What is shown of each part: UTF-16 units of its text, and citations. */
  shown: ShownPart[];
  finished: boolean;
}

interface ShownPart {
  length: number;
  citations: number;
}

/** A text in Markdown: an island that takes what streams by itself, outside of what Preact draws. */
export function TextBlock({ messageId, index, parts, citations: citationsBefore, open }: TextBlockProps) {
  const container = useRef<HTMLDivElement>(null);
  const island = useRef<Island | null>(null);

  // Before the paint: a turn must have its height when the place of the reader is looked for.
  useLayoutEffect(() => {
    if (!container.current) return;
    listenForCodeTools(container.current);
    const math = new MathRenderer();
    const codeKeys = new Map<CodeBlockView, string>();
    const citations = new Map<number, TurnCitation>();
    /** Whether what comes now is seen while it comes. */
    let live = false;
    const view = new MarkdownView(container.current, {
      t,
      headingShift: 2,
      resolveLink,
      resolveCode,
      onLink: ({ href }) => ask(host.request('openLink', { url: href })),
      onMath: (element, formula) => math.add(element, formula),
      decorateCode(block) {
        const key = `${messageId}/${index}/${codeKeys.size}`;
        codeKeys.set(block, key);
        addCodeTools(block, key);
      },
      onCodeClosed(block) {
        codeColors.add(block);
        finishCodeTools(block, codeKeys.get(block) ?? '', live);
      },
      citations: {
        name(number) {
          const citation = citations.get(number);
          return citation ? citationName(number, citation.view) : null;
        },
        show(button, number) {
          const citation = citations.get(number);
          if (citation) bindCitation(button, citation);
        },
      },
    });
    const state: Island = { view, codeKeys, citations, shown: [], finished: false };
    island.current = state;
    // First what the turn came with, then what has come since: registering brings that.
    show(state);
    if (open) for (const stretch of container.current.children) stretch.classList.add('md-by-sections');
    live = open;
    return () => {
      view.dispose();
      math.dispose();
      island.current = null;
    };
  }, [messageId, index]);

  // The last part takes what streams.
  const last = parts.length - 1;
  useLayoutEffect(() => {
    const state = island.current;
    if (!state) return;
    // Before the registering, which brings what comes after it.
    show(state);
    return liveText.register(messageId, index + last, {
      append(more) {
        // Stopped here already: the host's word on the turn brings what came meanwhile.
        if (state.finished) return;
        const part = shownPart(state, last);
        part.length += more.length;
        state.view.take(more);
      },
      show: () => state.view.flush(),
      catchUp(whole) {
        const { length } = shownPart(state, last);
        if (!state.finished && whole.length > length) this.append(whole.slice(length));
      },
    });
  }, [messageId, index, last]);

  useLayoutEffect(() => {
    const state = island.current;
    if (!state) return;
    show(state);
    if (open || state.finished) return;
    state.finished = true;
    state.view.finish();
    if (container.current) symbolLinks.add(container.current);
  });

  /** Shows of the parts what is not shown yet. */
  function show(state: Island): void {
    // It goes on: what its end was taken for may be only its middle.
    if (open && state.finished) {
      startAnew(state);
      return;
    }
    const missing = addition(state);
    if (missing === '') return;
    if (missing !== null && !state.finished) {
      state.view.append(missing);
      return;
    }
    // It is not what is there with more at its end.
    startAnew(state);
  }

  function startAnew(state: Island): void {
    state.codeKeys.clear();
    state.shown = [];
    state.finished = false;
    state.view.set(addition(state) ?? '');
  }

  /** What is to come at the end of what is shown, which it notes as shown; null where it does not go there. */
  function addition(state: Island): string | null {
    let added = '';
    let number = citationsBefore;
    for (const [at, { text, citations = [] }] of parts.entries()) {
      const isOpen = open && at === last;
      const part = shownPart(state, at);
      const numbers = citations.map((_, n) => number + n + 1);
      number += citations.length;
      // A text that is still open may be older than what has streamed past it; then there is nothing to do.
      if (isOpen && text.length <= part.length) continue;
      if (text.length < part.length || citations.length < part.citations) return null;
      const more = text.slice(part.length);
      const cites = !isOpen && citations.length > part.citations;
      const marked = cites
        ? withMarks(
            text,
            numbers.filter((each) => each < mostMarks),
          )
        : text;
      // What is shown has to be the beginning, and nothing may be shown that comes after it.
      const isBeginning = part.citations === 0 && (!cites || marked.startsWith(text.slice(0, part.length)));
      const goesLast = state.shown.length <= at + 1;
      if ((more !== '' || cites) && !(isBeginning && goesLast)) return null;
      if (cites) {
        for (const [n, each] of numbers.entries()) {
          const view = citations[n];
          if (view) state.citations.set(each, { messageId, block: index + at, at: n, view });
        }
      }
      added += marked.slice(part.length);
      part.length = text.length;
      if (cites) part.citations = citations.length;
    }
    return added;
  }

  return <div class="md" ref={container} />;
}

function shownPart(state: Island, at: number): ShownPart {
  while (state.shown.length <= at) state.shown.push({ length: 0, citations: 0 });
  return state.shown[at] ?? { length: 0, citations: 0 };
}
