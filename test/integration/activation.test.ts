/** The extension as the editor sees it. First by its name: other tests wake it. */
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';

/** The names that users, keybindings and scripts rely on. */
const commands = [
  'setApiKey',
  'removeApiKey',
  'setGatewayHeaders',
  'testConnection',
  'newConversation',
  'openConversation',
  'searchHistory',
  'exportConversation',
  'importConversation',
  'openInEditor',
  'openAsMarkdown',
  'findInConversation',
  'focusInput',
  'stop',
  'selectModel',
  'chooseTools',
  'chooseAnswerFormat',
  'addPrompt',
  'writeAnswer',
  'startAnswer',
  'editInstructions',
  'acceptApply',
  'rejectApply',
  'showRequest',
  'copyRequest',
  'showUsage',
  'showLog',
  'explainSelection',
  'fixSelection',
  'documentSelection',
  'testSelection',
  'askAboutSelection',
  'addSelection',
  'addFile',
  'addTerminalSelection',
  'addChanges',
  'explainProblem',
  'fixProblem',
  'toggleFollowEditor',
  'savePicture',
  'copyPicture',
  'sendPictureAgain',
].map((name) => `parley.${name}`);

/** The settings that decide where keys go. */
const whereKeysGo = ['parley.provider', 'parley.baseUrl', 'parley.aws.region', 'parley.aws.workspaceId'];

function parley(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('parley.parley');
  assert.ok(extension, 'the extension is installed');
  return extension;
}

const isChat = (input: unknown) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('parley.chatEditor');

/** The suite's own bound ends a wait in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}

/** How many of its bundles are loaded in this process, by their names. */
function loadedBundles(): Record<string, number> {
  const { extensionPath } = parley();
  const loaded = Object.keys(require.cache).filter((file) => file.startsWith(join(extensionPath, 'dist')));
  const count = (name: string) => loaded.filter((file) => basename(file) === `${name}.js`).length;
  return { extension: count('extension'), parley: count('parley'), claude: count('claude'), aws: count('aws') };
}

describe('the extension', () => {
  it('wakes for what is used of it, and for a tab that was left: not at the start', () => {
    const events: readonly string[] = parley().packageJSON.activationEvents;
    const own = events.filter((event) => !/^on(?:Command|View|Walkthrough):/.test(event));
    assert.deepEqual(own, ['onWebviewPanel:parley.chatEditor']);
  });

  it('loads nothing when it is activated but what tells the editor of it', async () => {
    await parley().activate();
    assert.deepEqual(loadedBundles(), { extension: 1, parley: 0, claude: 0, aws: 0 });
  });

  it('loads the rest for the commands that are used first, two at once, and does both', async () => {
    const { tabGroups } = vscode.window;
    const tabs = () => tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => isChat(input));
    assert.equal(tabs().length, 0);
    await Promise.all([vscode.commands.executeCommand('parley.openInEditor'), vscode.commands.executeCommand('parley.openInEditor')]);
    assert.deepEqual(loadedBundles(), { extension: 1, parley: 1, claude: 0, aws: 0 });
    await until(() => tabs().length === 2);
    await tabGroups.close(tabs());
    assert.equal(tabs().length, 0);
  });

  it('has registered registered every command of its manifest', async () => {
    assert.equal(parley().isActive, true);
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed = parley().packageJSON.contributes.commands.map(({ command }: { command: string }) => command);
    assert.deepEqual([...contributed].sort(), [...commands].sort());
    assert.deepEqual(
      contributed.filter((command: string) => !registered.has(command)),
      [],
    );
  });

  it('hands nothing of its own to other extensions', () => {
    assert.equal(parley().exports, undefined);
  });

  it('has a title for everything it contributes: no key of the translations is left over', () => {
    const shown = JSON.stringify(parley().packageJSON.contributes);
    assert.doesNotMatch(shown, /"%[\w.]+%"/);
  });

  it('lets a workspace that is not trusted set nothing', () => {
    const { contributes, capabilities } = parley().packageJSON;
    const { untrustedWorkspaces, virtualWorkspaces } = capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    const settings = Object.keys(contributes.configuration.properties);
    assert.ok(settings.length >= 9);
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations.toSorted(), settings.toSorted());
    assert.equal(virtualWorkspaces.supported, 'limited');
    assert.equal(vscode.workspace.getConfiguration('parley').inspect('baseUrl')?.defaultValue, 'https://api.anthropic.com');
  });

  it('takes nothing for its address from a workspace: the setting is the machine’s', () => {
    const { properties } = parley().packageJSON.contributes.configuration;
    for (const setting of whereKeysGo) assert.equal(properties[setting].scope, 'machine', setting);
  });
});
