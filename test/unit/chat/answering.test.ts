/** Effort and thinking, as they are chosen: nothing that is chosen leads to a request that the API refuses, and each conversation has its own. */
import assert from 'node:assert/strict';
import { buildRequest, type RequestSettings } from '../../../src/chat/request.ts';
import { noPictures } from '../../../src/chat/requestPictures.ts';
import { Session } from '../../../src/chat/session.ts';
import { readModel } from '../../../src/claude/models.ts';
import { modelView } from '../../../src/host/modelView.ts';
import { effortLevels, type ThinkingChoice } from '../../../src/shared/effort.ts';
import { models } from '../../sim/models.ts';
import { validateCreate } from '../../sim/validate.ts';
import { fakeParts } from './fakes.ts';
import { userMessage } from './messages.ts';

const settings: RequestSettings = {
  ...{ model: 'claude-sonnet-5-5', maxTokens: 32_000, effort: null, thinking: 'auto', instructions: '', caching: 'off' },
};
const known = (id: string) => readModel(models.find(({ info }) => info.id === id)?.info);

describe('how a model answers', () => {
  it('is never asked for in a way that the API refuses', () => {
    const thinkings: readonly ThinkingChoice[] = [
      'auto',
      'off',
      'between_tools',
      { budget: 1024 },
      { budget: 4096 },
      { budget: 1_000_000 },
    ];
    let asked = 0;
    for (const { info } of models) {
      for (const thinking of thinkings) {
        for (const effort of [null, ...effortLevels]) {
          for (const maxTokens of [100, 1024, 1025, 32_000]) {
            const request = buildRequest([userMessage()], noPictures, readModel(info), {
              ...settings,
              ...{ model: info.id, thinking, effort, maxTokens },
            });
            assert.doesNotThrow(
              () => validateCreate(request, () => false),
              JSON.stringify([info.id, thinking, effort, maxTokens, request.thinking, request.output_config]),
            );
            asked++;
          }
        }
      }
    }
    assert.equal(asked, models.length * thinkings.length * 6 * 4);
  });

  it('is chosen for a conversation; until then it is as in the settings', async () => {
    let set: RequestSettings = { ...settings, effort: 'low' };
    const { parts } = fakeParts({ model: known, settings: () => set });
    const session = await Session.create(parts, { id: 'w', name: 'W' });
    const asked = async (of = session) => {
      const { model, thinking, output_config } = await of.next.request();
      return [model, thinking?.type, output_config?.effort];
    };
    assert.deepEqual(await asked(), ['claude-sonnet-5-5', 'adaptive', 'low']);
    await session.choices.chooseAnswering({ effort: 'max' });
    await session.choices.chooseAnswering({ thinking: 'between_tools' });
    assert.deepEqual(await asked(), ['claude-sonnet-5-5', 'between_tools', 'high']);
    await session.choices.chooseAnswering({ thinking: 'auto' });
    assert.deepEqual(await asked(), ['claude-sonnet-5-5', 'adaptive', 'max']);
    await session.choices.chooseAnswering({ effort: 'default' });
    assert.deepEqual(await asked(), ['claude-sonnet-5-5', 'adaptive', undefined]);
    set = { ...set, model: 'claude-haiku-4-5', thinking: 'off' };
    assert.deepEqual(await asked(), ['claude-haiku-4-5', undefined, undefined]);
    await session.choices.chooseAnswering({ thinking: { budget: 2048 } });
    assert.deepEqual((await session.next.request()).thinking, { type: 'enabled', budget_tokens: 2048 });
    // It is the conversation's, also after a reload, and no other's.
    const again = await Session.open(parts, session.id);
    assert.deepEqual((await again?.next.request())?.thinking, { type: 'enabled', budget_tokens: 2048 });
    assert.deepEqual(await asked(await Session.create(parts, { id: 'w', name: 'W' })), ['claude-haiku-4-5', 'disabled', undefined]);
  });

  it('is shown as it is asked for, not as it was chosen', () => {
    const view = (id: string, change: Partial<RequestSettings>) => {
      const { effort, thinking } = modelView('M', known(id), { ...settings, model: id, ...change });
      return [effort, thinking];
    };
    assert.deepEqual(view('claude-sonnet-5-5', {}), [null, null]);
    assert.deepEqual(view('claude-sonnet-5-5', { effort: 'xhigh' }), ['xhigh', null]);
    assert.deepEqual(view('claude-sonnet-5-5', { effort: 'xhigh', thinking: 'off' }), ['high', 'between_tools']);
    assert.deepEqual(view('claude-haiku-4-5', { effort: 'high', thinking: { budget: 4096 } }), [null, { budget: 4096 }]);
    assert.deepEqual(view('claude-opus-5', { thinking: 'off' }), [null, 'off']);
    assert.deepEqual(view('claude-unknown-9', { effort: 'high', thinking: 'off' }), [null, null]);
  });
});
