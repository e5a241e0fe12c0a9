/** From the editor to the chat: each command takes what it is about, then opens the view and asks, or adds to what is being typed. */
import * as vscode from 'vscode';
import { readChangesWanted, takeChanges } from '../context/changes.ts';
import { type Code, codeAround, codeAt, importsItems, type Spot, spotIn, spotOf, surroundings, visiblePart } from '../context/code.ts';
import { isFolder, takeBeginning, takeFile, takeFolder, takeOutline } from '../context/files.ts';
import { isTooLong, longestText } from '../context/limits.ts';
import { documentFields, nameOf } from '../context/place.ts';
import { problemsItem } from '../context/problems.ts';
import { takeTerminalSelection } from '../context/terminal.ts';
import { builtInPrompt, type PromptName } from '../mentions/builtInPrompts.ts';
import { type ContextItem, contextLabel } from '../shared/context.ts';
import { maySend } from './maySend.ts';
import type { Surfaces } from './surfaces.ts';

/** Asks one of the built-in prompts about the code that somebody is in. @param args of the menu that was used */
export async function askAboutCode(prompt: PromptName, surfaces: Surfaces, args: readonly unknown[]): Promise<void> {
  const code = await chosenCode(args);
  if (!code || !(await maySend(itemsOf(code)))) return;
  // The view opens while the rest is looked up.
  const [surface, more] = await Promise.all([surfaces.current(), surroundings(code)]);
  const session = await surface.ready();
  surface.show('composer');
  const content = { ...builtInPrompt(prompt, placeOf(code), vscode.l10n.t), context: [...itemsOf(code), ...more], pictures: [] };
  await session.ask(crypto.randomUUID(), content);
}

/** Asks one of the built-in prompts about a problem that the editor reports. @param args the document's address and the problem */
export async function askAboutProblem(prompt: PromptName, surfaces: Surfaces, [uri, problem]: readonly unknown[]): Promise<void> {
  if (!(uri instanceof vscode.Uri) || !isProblem(problem)) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const code = await codeAround(document, problem.range);
  const items = [...itemsOf(code), ...importsItems(document, code.parts), problemsItem(documentFields(document), [problem])];
  if (!(await withinBounds(items)) || !(await maySend(items))) return;
  const surface = await surfaces.current();
  const session = await surface.ready();
  surface.show('composer');
  const { name, path } = documentFields(document);
  const place = `${path ?? name}:${problem.range.start.line + 1}`;
  await session.ask(crypto.randomUUID(), { ...builtInPrompt(prompt, place, vscode.l10n.t), context: items, pictures: [] });
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
  await add(surfaces, await takeFiles(uris));
}

/** Files and folders as they go with a prompt; of what cannot go it has been said why. */
export async function takeFiles(uris: readonly vscode.Uri[]): Promise<ContextItem[]> {
  const taken: ContextItem[] = [];
  for (const uri of uris) {
    const item = (await isFolder(uri)) ? await takeFolder(uri) : await fileOrPart(uri);
    if (item) taken.push(item);
  }
  return taken;
}

export async function addTerminalSelection(surfaces: Surfaces): Promise<void> {
  const item = await takeTerminalSelection();
  if (item) await add(surfaces, [item]);
  else tell(vscode.l10n.t('Nothing is selected in the terminal.'));
}

/** Adds what has changed since the last commit. @param args of the source control view's menus */
export async function addChanges(surfaces: Surfaces, args: readonly unknown[]): Promise<void> {
  const taken = await takeChanges(readChangesWanted(args));
  switch (taken.kind) {
    case 'taken':
      await add(surfaces, taken.items);
      return;
    case 'noGit':
      tell(vscode.l10n.t('The editor’s Git extension is switched off.'));
      return;
    case 'noRepository':
      tell(vscode.l10n.t('There is no Git repository in this window.'));
      return;
    case 'nothing':
      tell(vscode.l10n.t('There are no changes to files that Git knows.'));
      return;
  }
}

async function add(surfaces: Surfaces, items: readonly ContextItem[], stay = false): Promise<void> {
  if (items.length === 0 || !(await withinBounds(items)) || !(await maySend(items))) return;
  const surface = await surfaces.current(stay);
  const session = await surface.ready();
  surface.show(stay ? 'conversation' : 'composer');
  await session.addContext(items);
}

/** The code that a command is about, checked; undefined where there is none, and then that has been said. */
async function chosenCode(args: readonly unknown[]): Promise<Code | undefined> {
  const spot = chosenSpot(args);
  if (!spot) {
    tell(vscode.l10n.t('Open a file first.'));
    return undefined;
  }
  const code = await codeAt(spot);
  if (code.parts.every(({ item }) => item.text.trim() === '')) {
    tell(vscode.l10n.t('There is no text here.'));
    return undefined;
  }
  const length = code.parts.reduce((sum, { item }) => sum + item.text.length, 0);
  return length > longestText ? visibleInstead(spot, code, length) : code;
}

async function visibleInstead(spot: Spot, code: Code, length: number): Promise<Code | undefined> {
  const visible = visiblePart(spot);
  const instead = vscode.l10n.t('Use the visible part');
  const choices = isTooLong(visible.item.text) ? [] : [instead];
  const choice = await vscode.window.showWarningMessage(tooLong(documentFields(spot.document).name, length), ...choices);
  return choice === instead ? { ...code, parts: [visible] } : undefined;
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
  const { activeTextEditor, tabGroups } = vscode.window;
  const input = tabGroups.activeTabGroup.activeTab?.input;
  const shown = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputNotebook ? input.uri : undefined;
  const uri = shown ?? activeTextEditor?.document.uri;
  return uri ? [uri] : [];
}

/** A file; where it is too long, the part of it that one chooses. Undefined where there is none, and then that has been said. */
async function fileOrPart(uri: vscode.Uri): Promise<ContextItem | undefined> {
  const taken = await takeFile(uri);
  const name = nameOf(uri);
  switch (taken.kind) {
    case 'taken':
      return taken.item;
    case 'tooLong': {
      const outline = vscode.l10n.t('Add its outline');
      const beginning = vscode.l10n.t('Add its first 1,000 lines');
      const { document } = taken;
      const [outlineItem, beginningItem] = [await takeOutline(document), takeBeginning(document)];
      const choices = [...(outlineItem ? [outline] : []), ...(beginningItem ? [beginning] : [])];
      const choice = await vscode.window.showWarningMessage(tooLong(name, document.getText().length), ...choices);
      if (choice === outline) return outlineItem;
      return choice === beginning ? beginningItem : undefined;
    }
    case 'tooLarge':
      tell(vscode.l10n.t('{0} is too large. Select the part of it that matters and add that.', name));
      return undefined;
    case 'binary':
      tell(vscode.l10n.t('{0} is not text.', name));
      return undefined;
    case 'unreadable':
      tell(vscode.l10n.t('{0} cannot be read.', name));
      return undefined;
  }
}

/** Says so where something cannot go as it is. */
async function withinBounds(items: readonly ContextItem[]): Promise<boolean> {
  const tooMuch = items.find(({ text }) => isTooLong(text));
  if (tooMuch) tell(tooLong(contextLabel(tooMuch), tooMuch.text.length));
  return tooMuch === undefined;
}

function tooLong(name: string, length: number): string {
  const number = (value: number) => value.toLocaleString(vscode.env.language);
  return vscode.l10n.t('{0} is too long: {1} characters of at most {2}.', name, number(length), number(longestText));
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
