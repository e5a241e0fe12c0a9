import { useLayoutEffect, useRef } from 'preact/hooks';
import { readFileLink } from '../../shared/fileLink.ts';
import { readFileMention } from '../../shared/fileMention.ts';
import { codeColors } from '../codeColors.ts';
import { addCodeTools, finishCodeTools } from '../codeTools.ts';
import { ask, host } from '../host.ts';
import { liveText } from '../liveText.ts';
import { MarkdownView } from '../markdown/markdownView.ts';
import type { CodeBlockView, LinkTarget } from '../markdown/options.ts';
import { webLink } from '../markdown/uri.ts';
import { MathRenderer } from '../math/mathRenderer.ts';
import { symbolLinks } from '../symbolLinks.ts';
import { t } from '../words.ts';

interface TextBlockProps {
  readonly messageId: string;
  readonly index: number;
  readonly text: string;
  /** Whether more text may come. */
  readonly open: boolean;
}

interface Island {
  readonly view: MarkdownView;
  /** Names the code blocks, in their order, by the same name whenever they are drawn. */
  readonly codeKeys: Map<CodeBlockView, string>;
  /** UTF-16 units of the text. */
  shown: number;
  finished: boolean;
}

/** A block of Markdown: an island that takes what streams by itself, outside of what Preact draws. */
export function TextBlock({ messageId, index, text, open }: TextBlockProps) {
  const container = useRef<HTMLDivElement>(null);
  const island = useRef<Island | null>(null);

  // Before the paint: a turn must have its height when the place of the reader is looked for.
  useLayoutEffect(() => {
    if (!container.current) return;
    const math = new MathRenderer();
    const codeKeys = new Map<CodeBlockView, string>();
    /** Whether what comes now is seen while it comes. */
    let live = false;
    const view = new MarkdownView(container.current, {
      t,
      headingShift: 2,
      resolveLink,
      resolveCode,
      onLink: ({ href }) => ask(host.request('openLink', { url: href })),
      onCopy: (block) => ask(copyCode(block)),
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
    });
    const state: Island = { view, codeKeys, shown: text.length, finished: false };
    island.current = state;
    // First what the turn came with, then what has come since: registering brings that.
    view.append(text);
    live = open;
    const unregister = liveText.register(messageId, index, {
      append(more) {
        // Stopped here already: the host's word on the turn brings what came meanwhile.
        if (state.finished) return;
        state.shown += more.length;
        view.append(more);
      },
      catchUp(whole) {
        if (!state.finished && whole.length > state.shown) this.append(whole.slice(state.shown));
      },
    });
    return () => {
      unregister();
      view.dispose();
      math.dispose();
      island.current = null;
    };
  }, [messageId, index]);

  useLayoutEffect(() => {
    const state = island.current;
    if (!state) return;
    // A text that is still open may be older than what has streamed past it; then there is nothing to do.
    if (open && text.length <= state.shown) return;
    // What is shown is a beginning of the whole, so that the whole brings the rest.
    if (text.length > state.shown && !state.finished) state.view.append(text.slice(state.shown));
    else if (text.length !== state.shown) {
      state.codeKeys.clear();
      state.view.set(text);
    }
    state.shown = text.length;
    state.finished = !open;
    if (open) return;
    state.view.finish();
    if (container.current) symbolLinks.add(container.current);
  }, [text, open, messageId, index]);

  return <div class="md" ref={container} />;
}

/** The web, mail, and files of the workspace; nothing else can be clicked. */
function resolveLink(href: string): LinkTarget | null {
  return webLink(href) ?? (readFileLink(href) ? { href } : null);
}

/** Code that names a file of the workspace, as `src/a.ts:10` does. */
function resolveCode(text: string): LinkTarget | null {
  return readFileMention(text) ? { href: text } : null;
}

/** Milliseconds for which the button says that it has copied. */
const confirmation = 1500;

async function copyCode(block: CodeBlockView): Promise<void> {
  await host.request('copyText', { text: block.text() });
  const icon = block.actions.querySelector('.codicon-copy');
  icon?.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => icon?.classList.replace('codicon-check', 'codicon-copy'), confirmation);
}
