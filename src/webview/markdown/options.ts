import type { Translate } from '../../shared/l10n.ts';
import type { Formula } from './mathSyntax.ts';

/** Where a click on a link goes. Made by `resolveLink`, handed to `onLink` as it is. */
export interface LinkTarget {
  /** What the element's `href` says and the host is asked to open. */
  readonly href: string;
  /** For the tooltip, before what the answer says there. */
  readonly title?: string;
}

/** A code block in the page. Its element is `role=figure`; `text()` is exact at any time, open or closed. */
export interface CodeBlockView {
  readonly element: HTMLElement;
  /** Buttons go here. */
  readonly actions: HTMLElement;
  /** The `<code>` element. Its text is split over elements once the block is long: see `codeText.ts`. */
  readonly code: HTMLElement;
  /** The first word of the fence's info string, as written; empty when there is none. */
  readonly language: string;
  /** The whole info string, unescaped. */
  readonly info: string;
  readonly lineCount: number;
  /** True once no more text can come. */
  readonly closed: boolean;
  /** The content, lines ended by `\n` but for the last. O(length): for actions, not for deltas. */
  text(): string;
}

/** How marks are shown: as buttons. */
export interface CitationOptions {
  /** A button's name; null where nothing has that number. */
  name(number: number): string | null;
  /** Called with each new button. Its attributes may not be replaced; it may go again, and another come for it. */
  show(button: HTMLElement, number: number): void;
}

export interface MarkdownOptions {
  readonly t: Translate;
  /** A click on a link. The view itself never navigates. */
  readonly onLink: (target: LinkTarget) => void;
  /** Which links can be clicked; null shows the link's text alone. Default: `webLink`, that is http, https and mailto. */
  readonly resolveLink?: (href: string) => LinkTarget | null;
  /** Where a click on code in a line leads; null where it is code alone, as all of it is by default. */
  readonly resolveCode?: (text: string) => LinkTarget | null;
  /** Called when a code block opens: the place to add buttons. */
  readonly decorateCode?: (block: CodeBlockView) => void;
  /** Called when a code block's text is complete: the place to highlight it. */
  readonly onCodeClosed?: (block: CodeBlockView) => void;
  /**
   * Called when a formula is closed. Its element shows how it is written; what is in it may be replaced, its attributes may not. A formula in a
   * paragraph that is still arriving may go again, and another element come for it.
   */
  readonly onMath?: (element: HTMLElement, formula: Formula) => void;
  /** What is cited (`citationMark`). Default: nothing, and marks are not shown. */
  readonly citations?: CitationOptions;
  /** Added to the level of every heading, so that an answer's do not outrank the page's. Default 0. */
  readonly headingShift?: number;
}
