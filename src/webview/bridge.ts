/** The page's side of the protocol: requests that are answered, notices that are not, updates in order. */

import type { PictureFile } from '../shared/attachmentViews.ts';
import { isCount, isObject, isString, type JsonObject, oneOf } from '../shared/json.ts';
import type { RequestName, Requests } from '../shared/pageRequests.ts';
import type { HostMessage, Notice, Update } from '../shared/protocol.ts';
import { type EditorApi, type PageState, remembered, rememberTyped } from './editorApi.ts';
import { UpdateQueue } from './updateQueue.ts';

declare function acquireVsCodeApi(): EditorApi;

/** What the host may ask the page to show, or to do for a command. */
const shown = [
  ...(['composer', 'history', 'conversation', 'find', 'instructions', 'usage'] as const),
  ...(['addPrompt', 'writeAnswer', 'startAnswer'] as const),
];

/** A budget holds what was asked for: the header says why. */
export class HeldByBudget extends Error {}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Milliseconds in which updates are taken in at a time: what the browser then does for a frame takes about as long, and on a machine that is busy
 * with the stream both take twice as long (row 2 of `npm run bench`).
 */
const slice = 12;

/** While more waits, so many are done between two frames, and none in them: a frame costs the browser as much as a slice costs Parley. */
const slicesUnseen = 3;

export interface BridgeListener {
  /** Several updates, in their order. */
  onUpdates(updates: readonly Update[]): void;
  /** All that came for this frame was handed over, and will be painted. */
  onFrame(): void;
  onPictures(conversationId: string, files: readonly PictureFile[]): void;
  onCopyPicture(hash: string): void;
  onShow(what: Extract<HostMessage, { type: 'show' }>['what']): void;
}

/** Talks to the host. Updates are handed over before a frame, and those that ask for it are acknowledged when that frame is painted: that is the flow control. */
export class Bridge {
  readonly #editor = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  readonly #listener: BridgeListener;
  /** A message to itself is a task, and a task that is asked for in a frame runs when that frame is painted. */
  readonly #painted = new MessageChannel();
  /** Here it lets others have their turn before there is more work, keys among them. */
  readonly #later = new MessageChannel();
  #nextId = 1;
  /** The last update taken in; null until the first snapshot and while a gap is being closed. */
  #seq: number | null = null;
  readonly #arrived = new UpdateQueue();
  /** Answers that came after updates which are not painted yet: what is said in order is done in order. */
  #answers: (() => void)[] = [];
  /** Whether a frame, or more work before it, was asked for. */
  #scheduled = false;
  /** The last seq that was taken in since the last frame and is to be acknowledged. */
  #takenIn: number | null = null;
  /** How many slices of work were done since the last frame. */
  #unseen = 0;

  constructor(listener: BridgeListener) {
    this.#listener = listener;
    this.#painted.port1.onmessage = ({ data }: MessageEvent<number>) => this.notify({ type: 'ack', seq: data });
    this.#later.port1.onmessage = () => this.#goOn();
    addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#receive(data));
  }

  /**
   * Asks the host; rejects with a sentence for the user.
   * @param conversationId the conversation that it is about
   * @param transfer buffers of the parameters that are given away instead of copied
   */
  request<Name extends RequestName>(
    name: Name,
    params: Requests[Name]['params'],
    conversationId: string | null,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<Requests[Name]['result']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#editor.postMessage({ type: 'request', id, conversationId, name, params }, transfer);
    });
  }

  notify(notice: Notice): void {
    this.#editor.postMessage(notice);
  }

  /** What the editor gives back to a page that it makes again. */
  remember(state: PageState): void {
    this.#editor.setState(state);
  }

  /** The host cannot keep it yet. */
  rememberTyped(typed: string): void {
    rememberTyped(this.#editor, typed);
  }

  /** What the page before this one remembered. */
  remembered(): Partial<PageState> {
    return remembered(this.#editor);
  }

  #receive(data: unknown): void {
    if (!isObject(data)) return;
    switch (data['type']) {
      case 'update': {
        const update = readUpdate(data['update']);
        if (isCount(data['seq']) && update) this.#takeUpdate(data['seq'], update, data['ack'] === true);
        return;
      }
      case 'result':
      case 'failure':
        this.#settle(data);
        return;
      case 'pictures': {
        const { conversationId, files } = data;
        if (isString(conversationId) && Array.isArray(files)) this.#listener.onPictures(conversationId, files.flatMap(readFile));
        return;
      }
      case 'copyPicture':
        if (isString(data['hash'])) this.#listener.onCopyPicture(data['hash']);
        return;
      case 'show': {
        const what = oneOf(shown, data['what']);
        if (what) this.#listener.onShow(what);
        return;
      }
    }
  }

  #settle(data: JsonObject): void {
    const { id } = data;
    const waiting = isCount(id) ? this.#waiting.get(id) : undefined;
    if (!waiting || !isCount(id)) return;
    this.#waiting.delete(id);
    const answer = () => {
      if (data['type'] === 'result') waiting.resolve(data['value'] as never);
      else if (data['held'] === true) waiting.reject(new HeldByBudget());
      else waiting.reject(new Error(isString(data['sentence']) ? data['sentence'] : ''));
    };
    if (!this.#scheduled) answer();
    else this.#answers.push(answer);
  }

  #takeUpdate(seq: number, update: Update, ack: boolean): void {
    if (update.type !== 'snapshot' && (this.#seq === null || seq !== this.#seq + 1)) {
      // Something is missing. Ask once; what comes before the snapshot is in the snapshot.
      if (this.#seq !== null) this.notify({ type: 'resync' });
      this.#seq = null;
      return;
    }
    this.#seq = seq;
    this.#arrived.add(ack ? seq : null, update);
    if (!this.#scheduled) this.#nextFrame();
  }

  #nextFrame(): void {
    this.#scheduled = true;
    requestAnimationFrame(() => this.#frame());
  }

  /** Takes in what has arrived and shows it, at once where that is all, else after some more of it. Where enough was taken in before, only shows that. */
  #frame(): void {
    const isEnough = this.#unseen === slicesUnseen;
    try {
      if (!isEnough) this.#takeIn();
    } finally {
      if (isEnough || this.#arrived.isEmpty) this.#show();
      else this.#later.port2.postMessage(null);
    }
  }

  /** Takes in more of what has arrived before the next frame. */
  #goOn(): void {
    if (this.#arrived.isEmpty || this.#unseen === slicesUnseen) {
      this.#nextFrame();
      return;
    }
    this.#unseen++;
    // Another task asks for the frame: the browser counts the one that does as part of it.
    this.#later.port2.postMessage(null);
    this.#takeIn();
  }

  #takeIn(): void {
    const end = performance.now() + slice;
    while (!this.#arrived.isEmpty) {
      const { updates, seq } = this.#arrived.take();
      // What cannot be drawn must not hold up what comes after it.
      this.#takenIn = seq ?? this.#takenIn;
      this.#listener.onUpdates(updates);
      if (performance.now() >= end) return;
    }
  }

  #show(): void {
    const seq = this.#takenIn;
    this.#takenIn = null;
    this.#unseen = 0;
    try {
      this.#listener.onFrame();
    } finally {
      this.#scheduled = !this.#arrived.isEmpty;
      if (this.#scheduled) this.#later.port2.postMessage(null);
      else for (const answer of this.#answers.splice(0)) answer();
      if (seq !== null) this.#painted.port2.postMessage(seq);
    }
  }
}

function readFile(raw: unknown): PictureFile[] {
  if (!isObject(raw)) return [];
  const { name, bytes } = raw;
  return isString(name) && bytes instanceof ArrayBuffer ? [{ name, bytes }] : [];
}

/** The host is trusted with the shape of its updates, both sides being built from the same types; a page of another version is not. */
function readUpdate(raw: unknown): Update | undefined {
  if (!isObject(raw) || !oneOf(['snapshot', 'header', 'turn', 'delta'], raw['type'])) return undefined;
  return raw as unknown as Update;
}
