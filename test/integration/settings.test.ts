/** Settings as the editor hands them over, malformed ones too. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { builtInPrices } from '../../src/chat/prices.ts';
import { publicBaseUrl } from '../../src/host/endpoint.ts';
import { PriceSettings } from '../../src/host/priceSettings.ts';
import { type Settings, SettingsReader } from '../../src/host/settings.ts';
import { noBudgets } from '../../src/shared/budget.ts';

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
    ['budget.conversation', 2.5, 'budgets', { ...noBudgets, conversation: { soft: null, hard: 2.5 } }],
    ['budget.conversationSoft', 0, 'budgets', { ...noBudgets, conversation: { soft: 0, hard: null } }],
    ['budget.day', 10, 'budgets', { ...noBudgets, day: { soft: null, hard: 10 } }],
    ['budget.daySoft', 5, 'budgets', { ...noBudgets, day: { soft: 5, hard: null } }],
    ['budget.day', null, 'budgets', noBudgets],
    ['budget.day', -1, 'budgets', noBudgets],
    ['budget.day', 'much', 'budgets', noBudgets],
    ['countTokens', false, 'countTokens', false],
    ['countTokens', 0, 'countTokens', true],
    ['stopSequences', ['###', '\n\nB'], 'advanced', { stopSequences: ['###', '\n\nB'] }],
    ['stopSequences', ['###', ' \n'], 'advanced', {}],
    ['stopSequences', '###', 'advanced', {}],
    ['serviceTier', 'standard_only', 'advanced', { serviceTier: 'standard_only' }],
    ['serviceTier', 'auto', 'advanced', {}],
    ['serviceTier', 'batch', 'advanced', {}],
    ['inferenceGeo', ' us ', 'advanced', { inferenceGeo: 'us' }],
    ['inferenceGeo', 'The Moon', 'advanced', {}],
    ['userId', '3f2a-91', 'advanced', { userId: '3f2a-91' }],
    ['userId', 'x'.repeat(300), 'advanced', {}],
    ['followEditor', true, 'followEditor', true],
    ['followEditor', 'yes', 'followEditor', false],
  ];
  for (const [key, value, field, expected] of cases) {
    it(`${key}: ${JSON.stringify(value)} → ${JSON.stringify(expected)}`, () =>
      withSetting(key, value, (settings) => assert.deepEqual(settings[field], expected)));
  }

  it('prices are those of the table with those that are set, read anew when they change, and nonsense is left out', async () => {
    const prices = new PriceSettings();
    let changes = 0;
    const listener = prices.onDidChange(() => changes++);
    const set = (value: unknown) => configuration().update('prices', value, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(prices.table, builtInPrices);
      await set({ 'local-1': { input: 1, output: 2 }, 'claude-opus-5': { input: 'free' } });
      assert.equal(changes, 1);
      const { 'local-1': local, ...others } = prices.table.models;
      assert.deepEqual(local, { input: 1, output: 2, cacheWrite5m: null, cacheWrite1h: null, cacheRead: null, asOf: null });
      assert.deepEqual(others, builtInPrices.models);
      assert.equal(prices.table, prices.table);
    } finally {
      await set(undefined);
      assert.deepEqual(prices.table, builtInPrices);
      listener.dispose();
      prices.dispose();
    }
  });
});
