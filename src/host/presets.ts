/** Instructions under a name: kept in the user's settings, so that they go along where these go, and can be edited there. */
import * as vscode from 'vscode';
import { longestInstructions } from '../shared/conversation.ts';
import { isObject, isString } from '../shared/json.ts';

const key = 'presets';

interface PresetItem extends vscode.QuickPickItem {
  readonly text: string;
}

/** By their names; what is malformed is not among them. */
function readPresets(): ReadonlyMap<string, string> {
  const raw: unknown = vscode.workspace.getConfiguration('parley').inspect(key)?.globalValue;
  if (!isObject(raw)) return new Map();
  return new Map(
    Object.entries(raw).flatMap(([name, text]): [string, string][] =>
      isString(text) && text.length <= longestInstructions ? [[name, text]] : [],
    ),
  );
}

async function writePresets(presets: ReadonlyMap<string, string>): Promise<void> {
  const value = presets.size === 0 ? undefined : Object.fromEntries(presets);
  await vscode.workspace.getConfiguration('parley').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Lets the user choose one, or remove some; resolves to its text, null where none was chosen. */
export async function pickPreset(): Promise<string | null> {
  const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove preset') };
  const picker = vscode.window.createQuickPick<PresetItem>();
  const fill = () => {
    picker.items = [...readPresets()].map(([name, text]) => ({ label: name, detail: text.slice(0, 200), text, buttons: [remove] }));
    picker.placeholder =
      picker.items.length > 0
        ? vscode.l10n.t('Takes the place of the instructions of this conversation')
        : vscode.l10n.t('There are no presets yet: write instructions and save them as one');
  };
  picker.title = vscode.l10n.t('Presets of instructions');
  fill();
  picker.onDidTriggerItemButton(async ({ item }) => {
    const presets = new Map(readPresets());
    presets.delete(item.label);
    await writePresets(presets);
    fill();
  });
  const chosen = new Promise<PresetItem | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems[0]));
    picker.onDidHide(() => resolve(undefined));
  });
  picker.show();
  const item = await chosen;
  picker.dispose();
  return item?.text ?? null;
}

/** Asks for a name and keeps the text under it; resolves to the name, null where none was given. */
export async function savePreset(text: string): Promise<string | null> {
  const given = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save as preset'),
    prompt: vscode.l10n.t('A name; that of another preset replaces it'),
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A preset needs a name.') : undefined),
  });
  const name = given?.trim() ?? '';
  if (name === '') return null;
  await writePresets(new Map([...readPresets(), [name, text]]));
  return name;
}
