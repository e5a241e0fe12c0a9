/** What a page says before anybody answers it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EarlyMessages } from '../../src/host/earlyMessages.ts';

describe('what a page says early', () => {
  it('is all kept, also where several messages come at once, until somebody else listens', async () => {
    const said = new vscode.EventEmitter<unknown>();
    const webview: Pick<vscode.Webview, 'onDidReceiveMessage'> = { onDidReceiveMessage: said.event };
    const early = new EarlyMessages(webview);
    said.fire({ type: 'painted' });
    said.fire({ type: 'ready' });
    await early.painted;
    said.fire({ type: 'resync' });
    assert.deepEqual(early.take(), [{ type: 'painted' }, { type: 'ready' }, { type: 'resync' }]);
    said.fire({ type: 'late' });
    assert.equal(early.take().length, 3);
    said.dispose();
  });
});
