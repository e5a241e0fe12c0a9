import * as vscode from 'vscode';
import type { Session } from '../chat/session.ts';
import { selectionPart, spotIn } from '../context/code.ts';
import { isTooLong } from '../context/limits.ts';
import { type ContextItem, isSameContext } from '../shared/context.ts';
import { looksSecret } from './maySend.ts';
import type { Surfaces } from './surfaces.ts';

/** Of the one item that follows, in whatever conversation. */
export const followedId = 'followed-selection';

/** Milliseconds of quiet after which a selection is taken. */
const quiet = 200;

/**
 * Keeps what is selected in the editor with the prompt that is being typed, while the setting is on and a page is seen. A selection that
 * would be asked about or refused does not ride along unasked.
 */
export class EditorFollower implements vscode.Disposable {
  readonly #surfaces: Surfaces;
  readonly #isOn: () => boolean;
  readonly #disposables: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(surfaces: Surfaces, isOn: () => boolean) {
    this.#surfaces = surfaces;
    this.#isOn = isOn;
    const soon = () => this.#soon();
    this.#disposables = [vscode.window.onDidChangeTextEditorSelection(soon), vscode.window.onDidChangeActiveTextEditor(soon)];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#disposables) each.dispose();
  }

  /** Takes what is selected now; nothing goes along where it is off. */
  async update(): Promise<void> {
    const surface = this.#surfaces.visible;
    const session = surface?.isLive ? surface.session : undefined;
    if (session) await follow(session, this.#isOn() ? selected() : undefined);
  }

  #soon(): void {
    if (!this.#isOn()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.update(), quiet);
  }
}

async function follow(session: Session, item: ContextItem | undefined): Promise<void> {
  const { context } = session.conversation.draft;
  const followed = context.find(({ id }) => id === followedId);
  const isThere = item !== undefined && context.some((each) => each.id !== followedId && isSameContext(each, item));
  if (!item || isThere) {
    if (followed) await session.draft.removeContext(followedId);
  } else if (!followed) await session.draft.addContext([{ ...item, id: followedId }]);
  else if (!isSameContext(followed, item)) await session.draft.replaceContext(followedId, item);
}

/** The first selection of the active editor, unless it is one to be asked about. */
function selected(): ContextItem | undefined {
  const editor = vscode.window.activeTextEditor;
  const [range] = editor ? spotIn(editor).selections : [];
  if (!editor || !range) return undefined;
  const { item } = selectionPart(editor.document, range);
  if (isTooLong(item.text) || looksSecret(item)) return undefined;
  return { ...item, note: vscode.l10n.t('Follows what is selected in the editor') };
}
