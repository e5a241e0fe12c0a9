/** The extension as the editor sees it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The names that users, keybindings and scripts rely on. */
const commands = [
  'setApiKey',
  'removeApiKey',
  'testConnection',
  'newConversation',
  'openConversation',
  'searchHistory',
  'openInEditor',
  'openAsMarkdown',
  'findInConversation',
  'focusInput',
  'stop',
  'selectModel',
  'showLog',
].map((name) => `parley.${name}`);

function parley(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('parley.parley');
  assert.ok(extension, 'the extension is installed');
  return extension;
}

describe('the extension', () => {
  it('sleeps until it is needed', () => {
    assert.equal(parley().isActive, false);
  });

  it('wakes when a command is used, and has registered every command of its manifest', async () => {
    await vscode.commands.executeCommand('parley.focusInput');
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

  it('declares what an untrusted workspace may not set', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = parley().packageJSON.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.ok(untrustedWorkspaces.restrictedConfigurations.includes('parley.baseUrl'));
    assert.equal(virtualWorkspaces.supported, 'limited');
    assert.equal(vscode.workspace.getConfiguration('parley').inspect('baseUrl')?.defaultValue, 'https://api.anthropic.com');
  });

  it('takes nothing for its address from a workspace: the setting is the machine’s', () => {
    assert.equal(parley().packageJSON.contributes.configuration.properties['parley.baseUrl'].scope, 'machine');
  });
});
