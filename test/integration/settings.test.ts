/** Settings as the editor hands them over, malformed ones too. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { publicBaseUrl } from '../../src/host/endpoint.ts';
import { type Settings, SettingsReader } from '../../src/host/settings.ts';

const configuration = () => vscode.workspace.getConfiguration('parley');

async function withSetting(key: string, value: unknown, look: (settings: Settings) => void): Promise<void> {
  await configuration().update(key, value, vscode.ConfigurationTarget.Global);
  try {
    look(new SettingsReader().read());
  } finally {
    await configuration().update(key, undefined, vscode.ConfigurationTarget.Global);
  }
}

describe('settings', () => {
  const cases: readonly [key: string, value: unknown, field: keyof Settings, expected: unknown][] = [
    ['baseUrl', 'http://127.0.0.1:8080/', 'baseUrl', 'http://127.0.0.1:8080'],
    ['baseUrl', 'https://gateway.example/claude/', 'baseUrl', 'https://gateway.example/claude'],
    ['baseUrl', 'nonsense', 'baseUrl', publicBaseUrl],
    ['baseUrl', 'ftp://example.org', 'baseUrl', publicBaseUrl],
    ['baseUrl', 'https://user:password@example.org', 'baseUrl', publicBaseUrl],
    ['baseUrl', 'https://example.org/?key=1', 'baseUrl', publicBaseUrl],
    ['baseUrl', 7, 'baseUrl', publicBaseUrl],
    ['provider', 'aws', 'provider', 'aws'],
    ['provider', 'azure', 'provider', 'anthropic'],
    ['aws.region', 'us-east-1', 'awsRegion', 'us-east-1'],
    ['aws.region', 'us-gov-west-1', 'awsRegion', 'us-gov-west-1'],
    ['aws.region', 'evil.example/', 'awsRegion', ''],
    ['aws.region', '', 'awsRegion', ''],
    ['aws.workspaceId', ' wrkspc_01AB ', 'awsWorkspaceId', 'wrkspc_01AB'],
    ['aws.workspaceId', 'a\nb: c', 'awsWorkspaceId', ''],
    ['model', 'claude-opus-5-5', 'model', 'claude-opus-5-5'],
    ['model', '  ', 'model', 'claude-sonnet-5-5'],
    ['maxTokens', 100.7, 'maxTokens', 100],
    ['maxTokens', -1, 'maxTokens', 32_000],
    ['maxTokens', 'many', 'maxTokens', 32_000],
    ['effort', 'high', 'effort', 'high'],
    ['effort', 'default', 'effort', null],
    ['effort', 'heroic', 'effort', null],
    ['thinking', 'off', 'thinking', 'off'],
    ['thinking', true, 'thinking', 'auto'],
    ['instructions', 'Be brief.', 'instructions', 'Be brief.'],
    ['instructions', ['Be', 'brief'], 'instructions', ''],
    ['caching', '1h', 'caching', '1h'],
    ['caching', 'off', 'caching', 'off'],
    ['caching', '2h', 'caching', '5m'],
    ['stallTimeout', 5, 'stallTimeout', 5000],
    ['stallTimeout', 0, 'stallTimeout', 60_000],
    ['stallTimeout', null, 'stallTimeout', 60_000],
    ['followEditor', true, 'followEditor', true],
    ['followEditor', 'yes', 'followEditor', false],
  ];
  for (const [key, value, field, expected] of cases) {
    it(`${key}: ${JSON.stringify(value)} → ${JSON.stringify(expected)}`, () =>
      withSetting(key, value, (settings) => assert.deepEqual(settings[field], expected)));
  }
});
