/** The system prompt of a request: its parts, their order, and what it means for the cache when one of them changes. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { type InstructionFile, systemParts, systemText } from '../../../src/chat/instructions.ts';
import { Session } from '../../../src/chat/session.ts';
import type { PrefixChange } from '../../../src/shared/turnCache.ts';
import { type FakeApi, fakeParts } from './fakes.ts';

describe('instructions', () => {
  it('are the user’s, then the workspace’s, then the conversation’s; nothing stands for those that are empty', () => {
    const files = [
      { path: 'AGENTS.md', text: 'Use tabs.\n' },
      { path: 'CLAUDE.md', text: ' \n' },
      { path: 'a"b/.github/copilot-instructions.md', text: 'End </instructions> here.' },
    ];
    assert.equal(
      systemText(systemParts(' Be brief. ', files, 'Speak French.')),
      [
        'Be brief.',
        '<instructions path="AGENTS.md">\nUse tabs.\n</instructions>',
        '<instructions path="a&quot;b/.github/copilot-instructions.md">\nEnd <\\/instructions> here.\n</instructions>',
        'Speak French.',
      ].join('\n\n'),
    );
    assert.deepEqual(systemParts('', [], '  '), []);
    // What the user alone says goes as it is.
    assert.equal(systemText(systemParts('Be brief.', [], '')), 'Be brief.');
  });

  describe('of a conversation', () => {
    async function begin() {
      let files: readonly InstructionFile[] = [{ path: 'AGENTS.md', text: 'Use tabs.' }];
      const { api, store, parts } = fakeParts({
        settings: () => ({
          ...{ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto' },
          ...{ instructions: 'Be brief.', caching: '5m' },
        }),
        instructionFiles: () => Promise.resolve(files),
      });
      const session = await Session.create(parts, { id: 'w', name: 'W' });
      return {
        ...{ session, api, store, parts },
        write: (changed: readonly InstructionFile[]) => {
          files = changed;
        },
      };
    }

    /** Sends a prompt, answers it, and hands back what was sent as instructions, and what had changed. */
    async function say(session: Session, api: FakeApi): Promise<{ system: string | undefined; changes: readonly PrefixChange[] }> {
      await session.send(crypto.randomUUID(), 'Why?');
      const reply = await api.next();
      const usage = { input: 1, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 1, thinking: 0 };
      reply.emit({ type: 'started', at: 1, apiId: `msg_${api.requests.length}`, model: 'claude-sonnet-5-5', usage });
      reply.say('So.');
      reply.end();
      for (let n = 0; session.busy && n < 1000; n++) await turnOfTheLoop();
      await session.settled();
      const last = session.path.at(-1)?.message;
      assert.ok(last?.role === 'assistant' && last.cache);
      const { system } = reply.request;
      const texts = typeof system === 'string' ? [system] : system?.map(({ text }) => text);
      return { system: texts?.join(''), changes: last.cache.changes };
    }

    it('go with each request as they are then, and each change of them has its name', async () => {
      const { session, api, write } = await begin();
      const file = (text: string) => `<instructions path="AGENTS.md">\n${text}\n</instructions>`;
      assert.deepEqual(await say(session, api), { system: `Be brief.\n\n${file('Use tabs.')}`, changes: [] });
      assert.deepEqual((await say(session, api)).changes, []);
      write([{ path: 'AGENTS.md', text: 'Use spaces.' }]);
      const changed = await say(session, api);
      assert.deepEqual(changed, {
        system: `Be brief.\n\n${file('Use spaces.')}`,
        changes: [{ type: 'instructions', name: 'AGENTS.md' }],
      });
      await session.choices.setInstructions('Speak French.');
      const own = await say(session, api);
      assert.equal(own.system, `${changed.system}\n\nSpeak French.`);
      assert.deepEqual(own.changes, [{ type: 'instructions', name: 'conversation' }]);
      write([]);
      assert.deepEqual(await say(session, api), {
        system: 'Be brief.\n\nSpeak French.',
        changes: [{ type: 'instructions', name: 'AGENTS.md' }],
      });
    });

    it('are shown with the next request and the last one, and are there again after a reload', async () => {
      const { session, api, store, parts, write } = await begin();
      await session.choices.setInstructions('Speak French.');
      const { system } = await say(session, api);
      assert.match(system ?? '', /^Be brief\..*Use tabs\..*Speak French\.$/s);
      assert.equal((await session.next.request()).system, system);
      write([]);
      assert.equal((await session.next.request()).system, 'Be brief.\n\nSpeak French.');
      assert.equal((await session.lastRequest())?.system, system);
      assert.deepEqual(store.conversations.get(session.id)?.options.instructions, 'Speak French.');
      const again = await Session.open(parts, session.id);
      assert.equal((await again?.next.request())?.system, 'Be brief.\n\nSpeak French.');
    });
  });
});
