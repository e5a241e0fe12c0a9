/**
 * The box can be seen and written in before the page's script is read: it stands in the HTML, and the script, which draws the page around it, begins
 * when it is painted. A bundle of its own, before that script.
 */

import type { Notice } from '../shared/protocol.ts';
import { type EditorApi, remembered, rememberTyped } from './editorApi.ts';

/** The editor gives it once. */
declare function acquireVsCodeApi(): EditorApi;

/** Milliseconds after which the script begins in any case: what is not seen is not painted. */
const longestWait = 100;

/**
 * Begins when the first frame is painted, which the host is told: until then it leaves the processor to the page. Hands on what came meanwhile: what
 * the host says, the focus, and Enter; what is typed the editor keeps, as the page may be taken away before it has begun.
 * @param begin is given what the editor would give
 */
export function whenPainted(begin: (acquire: () => EditorApi) => void): void {
  const editor = acquireVsCodeApi();
  const box = document.querySelector('textarea');
  const messages: MessageEvent<unknown>[] = [];
  let entered = false;
  let begun = false;

  function onMessage(event: MessageEvent<unknown>): void {
    messages.push(event);
  }
  function onFocus(): void {
    box?.focus({ preventScroll: true });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    entered = true;
  }
  function onInput(): void {
    if (box) rememberTyped(editor, box.value);
  }
  function start(): void {
    if (begun) return;
    begun = true;
    removeEventListener('message', onMessage);
    removeEventListener('focus', onFocus);
    box?.removeEventListener('keydown', onKeyDown);
    box?.removeEventListener('input', onInput);
    editor.postMessage({ type: 'painted' } satisfies Notice);
    begin(() => editor);
    for (const { data, origin } of messages) dispatchEvent(new MessageEvent('message', { data, origin }));
    if (entered) box?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  }

  if (box) box.value = remembered(editor).typed ?? '';
  addEventListener('message', onMessage);
  addEventListener('focus', onFocus);
  box?.addEventListener('keydown', onKeyDown);
  box?.addEventListener('input', onInput);
  if (document.hasFocus()) onFocus();
  // A task that is asked for in a frame runs when that frame is painted.
  const painted = new MessageChannel();
  painted.port1.onmessage = start;
  requestAnimationFrame(() => painted.port2.postMessage(null));
  setTimeout(start, longestWait);
}
