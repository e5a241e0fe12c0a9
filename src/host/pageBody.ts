import type { Boot } from '../shared/protocol.ts';

/** What the page's body is made of. */
export interface PageParts {
  readonly nonce: string;
  readonly boot: Boot;
  /** The scripts `firstPaint.js` and `webview.js`. */
  readonly firstPaint: string;
  readonly script: string;
  /** The accessible name of the box, in the user's language. */
  readonly boxName: string;
}

/**
 * What stands in the page's body: the box that one writes in, as the page's script draws it, and that script. The box is seen before the script is
 * read, which takes it over as it is, with what is typed in it.
 */
export function pageBody({ nonce, boot, firstPaint, script, boxName }: PageParts): string {
  const name = escapeHtml(boxName);
  return `<div id="parley-root" data-testid="parley" data-boot="${escapeHtml(JSON.stringify(boot))}"><main class="app">
<div class="conversation"><div class="turn-list-holder" hidden></div><div class="composer-frame"><div class="composer">
<textarea rows="1" aria-label="${name}" placeholder="${name}"></textarea><div class="composer-bar"></div>
</div></div></div></main></div>
<script nonce="${nonce}">${firstPaint}
firstPaint.whenPainted((acquireVsCodeApi) => {
${script}
});</script>`;
}

/** A text as it can stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
