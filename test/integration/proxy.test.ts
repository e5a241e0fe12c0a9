/** The API is reached through the proxy that the editor is set to: the editor gives it to whoever requires HTTP by the right name. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { createModelApi } from '../../src/claude/client.ts';

describe('the editor’s proxy', () => {
  const asked: string[] = [];
  let proxy: Server;
  const settings = () => vscode.workspace.getConfiguration('http');

  before(async () => {
    proxy = createServer((incoming, response) => {
      asked.push(`${incoming.method} ${incoming.url}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [], "has_more": false}');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    await settings().update('proxy', `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, true);
  });
  after(async () => {
    await settings().update('proxy', undefined, true);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('is what a request goes through', async () => {
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const bundle = join(extension.extensionPath, 'dist', 'claude.js');
    // As it is built, and required as the editor sees it.
    const client: { createModelApi: typeof createModelApi } = createRequire(bundle)(bundle);
    const api = client.createModelApi({
      baseUrl: 'http://api.parley.invalid',
      apiKey: null,
      stallTimeout: 5000,
      userAgent: 'Parley/test',
      now: Date.now,
    });
    assert.deepEqual(await api.listModels(new AbortController().signal), []);
    const request = { model: 'm', max_tokens: 1, messages: [] };
    await assert.rejects(
      api.stream(request, new AbortController().signal, ({ type }) => assert.fail(type)),
      /not as the Messages API does/,
    );
    assert.deepEqual(asked, ['GET http://api.parley.invalid/v1/models?limit=1000', 'POST http://api.parley.invalid/v1/messages']);
  });
});
