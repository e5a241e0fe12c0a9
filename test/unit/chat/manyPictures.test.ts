/** 120 pictures in one conversation over many turns: the engine, a real history and a server that checks strictly; what went over the wire. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { Model } from '../../../src/chat/model.ts';
import { Session } from '../../../src/chat/session.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { addPicture } from '../../../src/host/pictures.ts';
import { systemClock } from '../../../src/host/systemClock.ts';
import type { EncodedPictureView } from '../../../src/shared/attachmentViews.ts';
import { isObject } from '../../../src/shared/json.ts';
import { chunk, png } from '../../pictures/build.ts';
import { imageFacts } from '../../sim/images.ts';
import { findModel, type SimModel } from '../../sim/models.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import type { SimRequest } from '../../sim/simRequest.ts';
import { openTemporaryHistory } from '../history/temporaryHistory.ts';

const turns = 24;
const picturesOfTurn = 5;

/** What screenshots weigh: some hundred kilobytes. */
const shots = [
  [2576, 1449],
  [2000, 1200],
  [1300, 2300],
  [640, 400],
].map(([width = 0, height = 0]) => {
  const color = (x: number, y: number) => {
    const noise = Math.imul(Math.floor(x / 12) * 7919 + Math.floor(y / 12) * 104_729, 2_654_435_761);
    return [noise >>> 24, (noise >>> 16) & 255, (noise >>> 8) & 255] as const;
  };
  const scale = Math.min(1, 2000 / Math.max(width, height));
  const small = scale === 1 ? null : png({ width: Math.floor(width * scale), height: Math.floor(height * scale), color });
  return { whole: png({ width, height, color }), small };
});

/** The same picture as another one: its bytes differ. */
function numbered(bytes: Buffer, number: number): EncodedPictureView {
  const afterHeader = 33;
  const note = chunk('tEXt', Buffer.from(`Comment\0${number}`, 'latin1'));
  return {
    type: 'image/png',
    bytes: new Uint8Array(Buffer.concat([bytes.subarray(0, afterHeader), note, bytes.subarray(afterHeader)])).buffer,
  };
}

/** The blocks of a request, message by message. */
function blocksOf({ body }: SimRequest): readonly (readonly Readonly<Record<string, unknown>>[])[] {
  const messages = body['messages'];
  assert.ok(Array.isArray(messages));
  return messages.map((message: unknown) => {
    const content = isObject(message) ? message['content'] : undefined;
    assert.ok(Array.isArray(content));
    return content.filter(isObject);
  });
}

/** Checks what was recorded; resolves to how many pictures it has, and how many lines stand in the place of others. */
function check(request: SimRequest, model: SimModel): { readonly images: number; readonly lines: number } {
  assert.equal(request.status, 200, request.refusal ?? '');
  assert.ok(Buffer.byteLength(request.rawBody) <= 32_000_000, `${Buffer.byteLength(request.rawBody)} bytes`);
  const messages = blocksOf(request);
  const images = messages.flat().filter(({ type }) => type === 'image');
  assert.ok(images.length <= model.image.maxCount, `${images.length} pictures`);
  for (const { source } of images) {
    const data = isObject(source) && typeof source['data'] === 'string' ? source['data'] : '';
    assert.ok(data.length <= 10_000_000, `${data.length} characters`);
    // The server has looked at every byte; its size is in the first ones.
    const facts = imageFacts(Buffer.from(data.slice(0, 64), 'base64'));
    assert.ok(facts && Math.max(facts.width, facts.height) <= (images.length > 20 ? 2000 : 8000), JSON.stringify(facts));
  }
  let lines = 0;
  for (const blocks of messages) {
    const isLine = ({ text }: Readonly<Record<string, unknown>>) => typeof text === 'string' && text.startsWith('[The picture ');
    lines += blocks.filter(isLine).length;
    // What is not a picture, or a line for one, comes after all of them.
    const firstText = blocks.findIndex((block) => block['type'] === 'text' && !isLine(block));
    assert.ok(firstText < 0 || blocks.slice(firstText).every(({ type }) => type === 'text'));
  }
  // What is asked about just now is there.
  assert.equal(messages.at(-1)?.filter(({ type }) => type === 'image').length, picturesOfTurn);
  return { images: images.length, lines };
}

describe('120 pictures in a conversation', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: 'Seen.' } }) });
  });
  after(() => simulator.close());

  async function begin(store: HistoryStore, model: Model): Promise<Session> {
    const api = createModelApi({
      ...{ baseUrl: simulator.url, apiKey: null, stallTimeout: 60_000, userAgent: 'Parley/test', now: Date.now },
    });
    return Session.create(
      {
        ...{ store, clock: systemClock, connect: () => Promise.resolve(api), model: () => model, log: () => {} },
        settings: () => ({ model: model.id, maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
        newId: () => crypto.randomUUID(),
      },
      { id: 'w', name: 'W' },
    );
  }

  for (const id of ['claude-sonnet-5-5', 'claude-haiku-4-5']) {
    it(`over ${turns} turns: every request is within the limits of ${id}`, async function () {
      this.timeout(120_000);
      const sim = findModel(id) ?? assert.fail();
      const model: Model = {
        ...{ id, name: id, lifecycle: 'active', retiresAt: null, maxInputTokens: sim.maxInputTokens, maxTokens: sim.maxTokens },
        ...{ effort: [], thinking: [], images: true },
      };
      const history = await openTemporaryHistory();
      try {
        const session = await begin(history.store, model);
        let all = 0;
        const seen: { readonly images: number; readonly lines: number }[] = [];
        for (let turn = 0; turn < turns; turn++) {
          for (let n = 0; n < picturesOfTurn; n++, all++) {
            const shot = shots[all % shots.length] ?? assert.fail();
            const whole = numbered(shot.whole, all);
            const small = shot.small && numbered(shot.small, all);
            await addPicture(session, {
              id: `p${all}`,
              name: `Shot ${all}`,
              note: null,
              description: null,
              whole,
              small,
              thumbnail: small ?? whole,
            });
          }
          const foreseen = Object.values(session.next.pictureFates(() => model)).length;
          await session.send(crypto.randomUUID(), 'And these?');
          while (session.busy) await pause(2);
          await session.settled();
          const request = simulator.requests.at(-1);
          assert.ok(request);
          const counts = check(request, sim);
          assert.equal(counts.images + counts.lines, all, 'each is there, or a line of text is');
          assert.equal(counts.lines, foreseen, 'what is left out was said before');
          seen.push(counts);
          // The bodies are large.
          simulator.reset();
        }
        assert.equal(all, 120);
        const most = Math.max(...seen.map(({ images }) => images));
        assert.ok(most > 20 && (seen.at(-1)?.lines ?? 0) > 20, JSON.stringify(seen));
      } finally {
        await history.dispose();
      }
    });
  }
});
