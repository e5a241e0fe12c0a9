import assert from 'node:assert/strict';
import type { Model } from '../../../src/chat/model.ts';
import { buildRequest, type RequestSettings } from '../../../src/chat/request.ts';
import { noPictures } from '../../../src/chat/requestPictures.ts';
import { assistantMessage, userMessage } from './messages.ts';

const settings: RequestSettings = {
  model: 'claude-sonnet-5-5',
  maxTokens: 32_000,
  effort: null,
  thinking: 'auto',
  instructions: '',
  caching: 'off',
};
const model: Model = {
  id: 'claude-sonnet-5-5',
  name: 'Claude Sonnet 5.5',
  lifecycle: 'active',
  retiresAt: null,
  maxInputTokens: 1_000_000,
  maxTokens: 128_000,
  effort: ['low', 'medium', 'high'],
  thinking: ['adaptive', 'disabled'],
  images: true,
};

describe('the request', () => {
  it('is the whole conversation, and nothing that was not asked for', () => {
    const path = [
      userMessage({ text: 'One' }),
      assistantMessage({ text: 'Two', status: 'complete' }),
      userMessage({ id: 'u2', parentId: 'a1', depth: 2, text: 'Three' }),
    ];
    assert.deepEqual(buildRequest(path, noPictures, undefined, settings), {
      model: 'claude-sonnet-5-5',
      max_tokens: 32_000,
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'One' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Two' }] },
        { role: 'user', content: [{ type: 'text', text: 'Three' }] },
      ],
    });
  });

  it('asks for caching where that is set, for as long as that is', () => {
    const asked = (caching: RequestSettings['caching']) =>
      buildRequest([userMessage()], noPictures, undefined, { ...settings, caching }).cache_control;
    assert.deepEqual(
      [asked('5m'), asked('1h'), asked('off')],
      [{ type: 'ephemeral', ttl: '5m' }, { type: 'ephemeral', ttl: '1h' }, undefined],
    );
  });

  it('leaves out what the API would refuse: empty text, thinking out of its place, turns without content', () => {
    const path = [
      userMessage(),
      assistantMessage({ status: 'failed', blocks: [{ type: 'text', text: '  \n' }] }),
      userMessage({ id: 'u2' }),
      assistantMessage({
        id: 'a2',
        status: 'stopped',
        blocks: [
          { type: 'thinking', thinking: 'hm', signature: '' },
          { type: 'text', text: 'Half' },
          { type: 'opaque', raw: { type: 'tool_use', id: 't' } },
        ],
      }),
      userMessage({ id: 'u3' }),
    ];
    assert.deepEqual(
      buildRequest(path, noPictures, model, settings).messages.map(({ role, content }) => [role, content.length]),
      [
        ['user', 1],
        ['user', 1],
        ['assistant', 1],
        ['user', 1],
      ],
    );
  });

  const cases: readonly [name: string, model: Model | undefined, change: Partial<RequestSettings>, expected: object][] = [
    ['asks for a summary of adaptive thinking', model, {}, { thinking: { type: 'adaptive', display: 'summarized' } }],
    ['turns thinking off where the model can', model, { thinking: 'off' }, { thinking: { type: 'disabled' } }],
    [
      'and asks for as little of it as there can be where it cannot',
      { ...model, thinking: ['adaptive', 'between_tools'] },
      { thinking: 'off' },
      { thinking: { type: 'between_tools' } },
    ],
    [
      'leaves thinking as it is where it cannot be less',
      { ...model, thinking: ['adaptive'] },
      { thinking: 'off' },
      { thinking: undefined },
    ],
    [
      'lets a model think for as long as that is set',
      { ...model, thinking: ['enabled', 'disabled'] },
      { thinking: { budget: 4096 } },
      { thinking: { type: 'enabled', budget_tokens: 4096 } },
    ],
    [
      'but not for as long as the whole reply may be',
      { ...model, thinking: ['enabled'], maxTokens: 8192 },
      { thinking: { budget: 50_000 } },
      { thinking: { type: 'enabled', budget_tokens: 8191 } },
    ],
    [
      'and not at all where the reply is too short for that',
      { ...model, thinking: ['enabled'] },
      { thinking: { budget: 4096 }, maxTokens: 1000 },
      { thinking: undefined },
    ],
    [
      'lets a model decide that has no budgets',
      model,
      { thinking: { budget: 4096 } },
      { thinking: { type: 'adaptive', display: 'summarized' } },
    ],
    [
      'asks for thinking between tools where the model has that',
      { ...model, thinking: ['adaptive', 'between_tools'] },
      { thinking: 'between_tools' },
      { thinking: { type: 'between_tools' } },
    ],
    [
      'lowers the highest efforts where the model is not to think',
      { ...model, effort: ['high', 'max'] },
      { thinking: 'off', effort: 'max' },
      { thinking: { type: 'disabled' }, output_config: { effort: 'high' } },
    ],
    ['says nothing of thinking to a model without it', { ...model, thinking: [] }, {}, { thinking: undefined }],
    ['sends an effort that the model has', model, { effort: 'high' }, { output_config: { effort: 'high' } }],
    ['keeps back an effort that the model has not', model, { effort: 'max' }, { output_config: undefined }],
    [
      'lowers the highest effort where thinking is off, as a model from 5 on takes none of it then',
      { ...model, effort: ['high', 'max'] },
      { effort: 'max', thinking: 'off' },
      { output_config: { effort: 'high' } },
    ],
    ['keeps back an effort of an unknown model', undefined, { effort: 'high' }, { output_config: undefined }],
    ['lowers max_tokens to the model’s', { ...model, maxTokens: 8192 }, {}, { max_tokens: 8192 }],
    ['asks an unknown model for no more than every model writes', undefined, { maxTokens: 1_000_000 }, { max_tokens: 64_000 }],
    ['and a model that does not say how much it writes', { ...model, maxTokens: null }, { maxTokens: 128_000 }, { max_tokens: 64_000 }],
    ['leaves a lower setting as it is', undefined, { maxTokens: 100 }, { max_tokens: 100 }],
    ['asks a known model for more where it writes more', model, { maxTokens: 100_000 }, { max_tokens: 100_000 }],
    ['sends instructions as the system prompt', model, { instructions: ' Be brief. ' }, { system: 'Be brief.' }],
    ['sends no white instructions', model, { instructions: ' \n' }, { system: undefined }],
  ];
  for (const [name, known, change, expected] of cases) {
    it(name, () => {
      const request: Record<string, unknown> = { ...buildRequest([userMessage()], noPictures, known, { ...settings, ...change }) };
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(request[key], value);
    });
  }

  it('is the same bytes for the same conversation', () => {
    const path = [userMessage(), assistantMessage({ text: 'Two' }), userMessage({ id: 'u2' })];
    const bytes = (count: number) => JSON.stringify(buildRequest(path.slice(0, count), noPictures, model, settings).messages).slice(0, -1);
    assert.ok(bytes(3).startsWith(bytes(1)), 'a longer conversation begins with the bytes of the shorter');
  });
});
