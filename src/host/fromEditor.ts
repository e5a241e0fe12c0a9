/** From the editor to the chat: each command takes what it is about, then opens the view and asks, or adds to what is being typed. */
import * as vscode from 'vscode';
import { readChangesWanted, takeChanges } from '../context/changes.ts';
import { type Code, codeAround, type Spot, spotIn, spotOf, takeCode } from '../context/code.ts';
import { shownFile } from '../context/openEditors.ts';
import { documentFields } from '../context/place.ts';
import { problemsItem } from '../context/problems.ts';
import { importsItems, surroundings } from '../context/surroundings.ts';
import { refused, takenTexts } from '../context/taken.ts';
import { takeTerminalSelection } from '../context/terminal.ts';
import { builtInPrompt, type PromptName } from '../mentions/builtInPrompts.ts';
import { type ContextItem, contextLabel } from '../shared/context.ts';
import { chooseFiles, choosePart } from './choosePart.ts';
import { looksSecret, maySend } from './maySend.ts';
import type { Surfaces } from './surfaces.ts';

/** Asks one of the built-in prompts about the code that somebody is in. @param args of the menu that was used */
export async function askAboutCode(prompt: PromptName, surfaces: Surfaces, args: readonly unknown[]): Promise<void> {
  const code = await chosenCode(args);
  if (!code || !(await maySend(itemsOf(code)))) return;
  // The view opens while the rest is looked up.
  const [surface, more] = await Promise.all([surfaces.current(), surroundings(code)]);
  const session = await surface.ready();
  surface.show('composer');
  // Imports and problems may have what the code itself has not: the question can be asked without them.
  const also = itemsOf(code).some(looksSecret) || (await maySend(more)) ? more : [];
  const content = {
    ...builtInPrompt(prompt, placeOf(code), vscode.l10n.t),
    context: [...itemsOf(code), ...also],
    pictures: [],
    documents: [],
  };
  await session.ask(crypto.randomUUID(), content);
}

/** Asks one of the built-in prompts about a problem that the editor reports. @param args the document's address and the problem */
export async function askAboutProblem(prompt: PromptName, surfaces: Surfaces, [uri, problem]: readonly unknown[]): Promise<void> {
  if (!(uri instanceof vscode.Uri) || !isProblem(problem)) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const code = await codeAround(document, problem.range);
  const about = [...itemsOf(code), ...importsItems(document, code.parts), problemsItem([{ uri, diagnostic: problem }])];
  const items = await choosePart(takenTexts(about));
  if (!items || !(await maySend(items))) return;
  const surface = await surfaces.current();
  const session = await surface.ready();
  surface.show('composer');
  const { name, path } = documentFields(document);
  const place = `${path ?? name}:${problem.range.start.line + 1}`;
  await session.ask(crypto.randomUUID(), { ...builtInPrompt(prompt, place, vscode.l10n.t), context: items, pictures: [], documents: [] });
}

/** Adds the code that somebody is in to what is being typed. @param stay leaves the focus where it is, so that more can be added */
export async function addCode(surfaces: Surfaces, args: readonly unknown[], stay: boolean): Promise<void> {
  const code = await chosenCode(args);
  if (code) await add(surfaces, itemsOf(code), stay);
}

/** Adds files and folders: those that were chosen in a menu, else the one that is open. */
export async function addFiles(surfaces: Surfaces, args: readonly unknown[]): Promise<void> {
  const uris = chosenFiles(args);
  if (uris.length === 0) tell(vscode.l10n.t('Open a file first.'));
  const { items, pictures, documents } = await chooseFiles(uris);
  if (pictures.length + documents.length > 0) {
    const surface = await surfaces.current();
    const session = await surface.ready();
    surface.show('composer');
    if (pictures.length > 0) surface.takePictures(session.id, pictures);
    await surface.takeDocuments(session, documents);
  }
  await add(surfaces, items);
}

export async function addTerminalSelection(surfaces: Surfaces): Promise<void> {
  await add(surfaces, await choosePart(await takeTerminalSelection()));
}

/** Adds what has changed since the last commit. @param args of the source control view's menus */
export async function addChanges(surfaces: Surfaces, args: readonly unknown[]): Promise<void> {
  await add(surfaces, await choosePart(await takeChanges(readChangesWanted(args))));
}

async function add(surfaces: Surfaces, items: readonly ContextItem[] = [], stay = false): Promise<void> {
  if (items.length === 0 || !(await maySend(items))) return;
  const surface = await surfaces.current(stay);
  const session = await surface.ready();
  surface.show(stay ? 'conversation' : 'composer');
  await session.draft.addContext(items);
}

/** The code that a command is about; undefined where there is none, and then that has been said. */
async function chosenCode(args: readonly unknown[]): Promise<Code | undefined> {
  const spot = chosenSpot(args);
  return choosePart(spot ? await takeCode(spot) : refused(vscode.l10n.t('Open a file first.')));
}

/** A notebook's cell hands over itself; everything else means the editor that is active. */
function chosenSpot([first]: readonly unknown[]): Spot | undefined {
  const cell = isCell(first) ? first.document : undefined;
  const editor = cell ? vscode.window.visibleTextEditors.find(({ document }) => document === cell) : vscode.window.activeTextEditor;
  if (editor) return spotIn(editor);
  return cell && spotOf(cell);
}

function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'document' in value;
}

/** What other extensions report need not be of the editor's class. */
function isProblem(value: unknown): value is vscode.Diagnostic {
  const { range, message } = (value ?? {}) as Partial<vscode.Diagnostic>;
  return range instanceof vscode.Range && typeof message === 'string';
}

/** The explorer hands over what was clicked, and all that is selected if that is part of it. */
function chosenFiles([clicked, selected]: readonly unknown[]): vscode.Uri[] {
  if (Array.isArray(selected) && selected.length > 0) return selected.filter((each) => each instanceof vscode.Uri);
  if (clicked instanceof vscode.Uri) return [clicked];
  const uri = shownFile(vscode.window.activeTextEditor);
  return uri ? [uri] : [];
}

function itemsOf(code: Code): ContextItem[] {
  return code.parts.map(({ item }) => item);
}

/** "src/a.ts:10–24, 30–32" */
function placeOf({ document, parts }: Code): string {
  const { path, name } = documentFields(document);
  const [first, ...others] = parts.map(({ item: { lines } }) => lines);
  const label = contextLabel({ name: path ?? name, lines: first ?? null });
  return [label, ...others.map((lines) => contextLabel({ name: '', lines: lines ?? null }).slice(1))].join(', ');
}

function tell(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}
