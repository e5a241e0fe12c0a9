import * as vscode from 'vscode';
import type { Session } from '../chat/session.ts';
import { takeDropped } from '../context/files.ts';
import { TerminalOutput } from '../context/terminalOutput.ts';
import type { MentionEntry, MentionGroup } from '../mentions/entry.ts';
import { fillPrompt, type PromptFile } from '../mentions/promptFiles.ts';
import type { ContextItem } from '../shared/context.ts';
import type { MentionGroupView, MentionView } from '../shared/mentionView.ts';
import { chooseFiles, choosePart } from './choosePart.ts';
import { documentOr } from './documentFiles.ts';
import type { LastEditor } from './lastEditor.ts';
import { mayRead } from './mayRead.ts';
import { maySend } from './maySend.ts';
import { MentionSearch } from './mentionSearch.ts';
import type { MentionSources } from './mentionSources.ts';
import { type PictureTaker, takePicture } from './pictureFiles.ts';
import { PromptSearch } from './promptFiles.ts';
import { SymbolMentions } from './symbolMentions.ts';
import { mentionedFile, takeMention } from './takeMention.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

type Sign = '@' | '/';

/** One search of the list behind `@`: it is told in parts, and asked for again until it is whole. */
interface Running {
  readonly query: string;
  groups: readonly MentionGroup[];
  isWhole: boolean;
}

/** What the message box can name: the lists behind `@` and `/`, and what becomes of an entry that is chosen. */
export class Mentions implements vscode.Disposable {
  readonly #sources: MentionSources;
  readonly #search: MentionSearch;
  readonly #prompts = new PromptSearch();
  /** Never cancelled: a later search supersedes an earlier one. */
  readonly #source = new vscode.CancellationTokenSource();
  #running: Running | null = null;

  constructor(lastEditor: LastEditor) {
    const [files, symbols, terminal] = [new WorkspaceFiles(), new SymbolMentions(), new TerminalOutput()];
    this.#sources = { files, symbols, terminal, editor: () => lastEditor.get() };
    this.#search = new MentionSearch(this.#sources);
  }

  /** The workspace's files, without those that are left out. */
  get files(): WorkspaceFiles {
    return this.#sources.files;
  }

  dispose(): void {
    this.#source.dispose();
    this.#search.dispose();
    this.#sources.files.dispose();
    this.#sources.terminal.dispose();
  }

  /** What is known of a list by now. */
  async list(sign: Sign, query: string): Promise<readonly MentionGroupView[]> {
    return sign === '@' ? this.#contexts(query).map(groupView) : [await this.#promptGroup(query)];
  }

  /** Adds what an entry names to the prompt that is being typed. Resolves to what is to stand in the place of its name; null: nothing was added. */
  async choose(session: Session, sign: Sign, id: string, taker: PictureTaker): Promise<string | null> {
    if (sign === '/') return this.#choosePrompt(session, id);
    this.#search.close();
    const file = mentionedFile(id, this.#sources);
    const picture = file && (await takePicture(file));
    if (picture) {
      const chosen = await choosePart(picture);
      if (chosen) taker.takePictures(session.id, [chosen]);
      return chosen ? '' : null;
    }
    const take = () => takeMention(id, this.#sources);
    const { document, text } = file ? await documentOr(file, take) : { text: await take() };
    if (document) {
      const chosen = await choosePart(document);
      return chosen && (await taker.takeDocuments(session, [chosen])) ? '' : null;
    }
    const items = await choosePart(text);
    return items && (await add(session, items)) ? '' : null;
  }

  /** Adds files and folders that were dropped. */
  async addUris(session: Session, uris: readonly string[], taker: PictureTaker): Promise<void> {
    const { items, pictures, documents } = await chooseFiles(await mayRead(uris.flatMap((uri) => readUri(uri) ?? [])));
    if (pictures.length > 0) taker.takePictures(session.id, pictures);
    await taker.takeDocuments(session, documents);
    await add(session, items);
  }

  /** Adds the text of a file that was dropped from outside of the editor. */
  async addText(session: Session, name: string, text: string): Promise<void> {
    await add(session, (await choosePart(takeDropped(name, text))) ?? []);
  }

  #contexts(query: string): readonly MentionGroup[] {
    const before = this.#running;
    if (before?.query === query) {
      // Told whole once: the next time it is asked for anew.
      if (before.isWhole) this.#running = null;
      return before.groups;
    }
    const running: Running = { query, groups: [], isWhole: false };
    this.#running = running;
    const report = (groups: readonly MentionGroup[]) => {
      running.groups = groups;
    };
    // The first report comes before this returns. What goes wrong is told in the groups.
    void this.#search.search(query, this.#source.token, report).then((groups) => {
      report(groups);
      running.isWhole = true;
    });
    return running.groups;
  }

  async #promptGroup(query: string): Promise<MentionGroupView> {
    const found = await this.#prompts.search(query);
    const entries = found.map(({ id, name, title, description, problem, nameRanges }): MentionView => {
      const detail = problem ?? description ?? title;
      return { id, kind: 'prompt', label: name, detail, ranges: nameRanges };
    });
    return { title: vscode.l10n.t('Prompts'), entries, others: [], loading: false, note: null };
  }

  async #choosePrompt(session: Session, id: string): Promise<string | null> {
    const prompt = this.#prompts.resolve(id);
    if (typeof prompt === 'string') {
      void vscode.window.showInformationMessage(prompt);
      return null;
    }
    const values = await askForArguments(prompt);
    if (!values) return null;
    // A model has its price, and a workspace's files may be anybody's.
    if (prompt.model !== null && vscode.workspace.isTrusted) await session.choices.chooseModel(prompt.model);
    return fillPrompt(prompt.text, values);
  }
}

function groupView({ title, entries, others, pending, notice }: MentionGroup): MentionGroupView {
  return { title, entries: entries.map(entryView), others: others.map(entryView), loading: pending, note: notice };
}

function entryView({ id, kind, label, detail, labelRanges }: MentionEntry): MentionView {
  return { id, kind, label, detail, ranges: labelRanges };
}

async function add(session: Session, items: readonly ContextItem[]): Promise<boolean> {
  if (items.length === 0 || !(await maySend(items))) return false;
  await session.draft.addContext(items);
  return true;
}

/** What the user gives for a prompt's placeholders; undefined where they gave up. */
async function askForArguments(prompt: PromptFile): Promise<ReadonlyMap<string, string> | undefined> {
  const values = new Map<string, string>();
  for (const { name, description } of prompt.arguments) {
    const value = await vscode.window.showInputBox({ title: prompt.title, prompt: description ?? name, ignoreFocusOut: true });
    if (value === undefined) return undefined;
    values.set(name, value);
  }
  return values;
}

function readUri(text: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(text, true);
  } catch {
    return undefined;
  }
}
