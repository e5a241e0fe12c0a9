/** The API is reached through the proxy that the editor is set to: the editor gives it to whoever requires HTTP by the right name. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { failureOf } from '../../src/chat/failure.ts';
import type { createModelApi } from '../../src/claude/client.ts';
import { stepLine } from '../../src/shared/connectionText.ts';
import { type BrokenServer, selfSigned } from '../unit/claude/brokenServers.ts';

describe('the editor’s proxy', () => {
  const asked: string[] = [];
  let proxy: Server;
  let proxyAddress: string;
  /** What a tunnel ends at, whatever its name. Nobody vouches for its certificate. */
  let secure: BrokenServer;
  const settings = () => vscode.workspace.getConfiguration('http');

  before(async () => {
    proxy = createServer((incoming, response) => {
      asked.push(`${incoming.method} ${incoming.url}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [], "has_more": false}');
    });
    secure = await selfSigned();
    proxy.on('connect', (incoming, socket) => {
      asked.push(`${incoming.method} ${incoming.url}`);
      const tunnel = connect(Number(new URL(secure.url).port), '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
      socket.pipe(tunnel).pipe(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    proxyAddress = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    await settings().update('proxy', `http://${proxyAddress}`, true);
  });
  after(async () => {
    await settings().update('proxy', undefined, true);
    proxy.closeAllConnections();
    proxy.close();
    await secure.close();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  /** The client as it is built, and required as the editor sees it. */
  function client(baseUrl: string) {
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const bundle = join(extension.extensionPath, 'dist', 'claude.js');
    const built: { createModelApi: typeof createModelApi } = createRequire(bundle)(bundle);
    return built.createModelApi({ baseUrl, apiKey: null, stallTimeout: 5000, userAgent: 'Parley/test', now: Date.now });
  }

  it('is what a request goes through', async () => {
    const api = client('http://api.parley.invalid');
    assert.deepEqual(await api.listModels(new AbortController().signal), []);
    const request = { model: 'm', max_tokens: 1, messages: [] };
    await assert.rejects(
      api.stream(request, new AbortController().signal, ({ type }) => assert.fail(type)),
      /not as the Messages API does/,
    );
    assert.deepEqual(asked, ['GET http://api.parley.invalid/v1/models?limit=1000', 'POST http://api.parley.invalid/v1/messages']);
  });

  it('is told of by the test of the connection, which leaves names to it', async () => {
    const steps = await client('http://api.parley.invalid').check('m', new AbortController().signal, () => {});
    const lines = steps.map((step) => stepLine(step, vscode.l10n.t));
    assert.deepEqual(lines.slice(0, 2), ['– Name: left to the proxy', `✓ Proxy: ${proxyAddress}`]);
  });

  it('is a tunnel for https, whose other end is still asked for its certificate', async () => {
    const api = client('https://api.parley.invalid');
    const error = await api.listModels(new AbortController().signal).then(() => assert.fail('a list came'), failureOf);
    assert.deepEqual(asked, ['CONNECT api.parley.invalid:443']);
    assert.deepEqual([error.kind, error.kind === 'offline' && error.reason], ['offline', 'certificate'], error.detail);
    const steps = await api.check('m', new AbortController().signal, () => {});
    const failed = steps.filter(({ state }) => state === 'failed');
    assert.deepEqual(
      failed.map(({ name }) => name),
      ['encryption'],
    );
  });

  it('that does not let a request through is what is said to be in the way', async () => {
    await settings().update('proxy', 'http://127.0.0.1:9', true);
    const error = await client('https://api.parley.invalid')
      .listModels(new AbortController().signal)
      .then(() => assert.fail('a list came'), failureOf);
    assert.deepEqual([error.kind, error.kind === 'offline' && error.reason], ['offline', 'proxy'], error.detail);
  });
});
