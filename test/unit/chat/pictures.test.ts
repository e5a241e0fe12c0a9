/** Pictures in prompts and requests. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import type { Model } from '../../../src/chat/model.ts';
import { buildRequest } from '../../../src/chat/request.ts';
import { noPictures, pictureFates, planPictures } from '../../../src/chat/requestPictures.ts';
import { Session } from '../../../src/chat/session.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import { emptyDraft } from '../../../src/shared/conversation.ts';
import type { AssistantMessage, ContentBlock } from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import { type FakeApi, fakeParts } from './fakes.ts';
import { blockText, userMessage } from './messages.ts';

const hashOf = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0');

function picture(name: string): Picture {
  const size = { width: 40, height: 30, size: 5, smallSize: null };
  return { id: `id-${name}`, hash: hashOf(name), type: 'image/png', ...size, name, note: null, description: null };
}

function files(name: string): PictureFiles {
  const encoded = { type: 'image/png', bytes: new Uint8Array(Buffer.from(name)) } as const;
  return { hash: hashOf(name), whole: encoded, small: null, thumbnail: encoded };
}

const block = (name: string): ContentBlock => ({ type: 'picture', picture: picture(name) });
const item: ContextItem = {
  id: 'x',
  kind: 'file',
  name: 'a.ts',
  path: 'a.ts',
  uri: null,
  lines: null,
  language: null,
  text: 'let a',
  note: null,
};

async function openSession() {
  const { api, store, parts } = fakeParts();
  const session = await Session.create(parts, { id: 'w', name: 'W' });
  return { session, api, store, parts };
}

/** What a request says, a picture as its type and its bytes. */
function sent({ messages }: ChatRequest): (string | undefined)[][] {
  return messages.map(({ content }) => content.map(blockText));
}

async function idle(session: Session): Promise<void> {
  for (let n = 0; session.busy && n < 1000; n++) await turnOfTheLoop();
}

describe('pictures of a prompt', () => {
  it('are kept with the draft, go with the prompt before all else, and are sent again with each request', async () => {
    const { session, api } = await openSession();
    await session.draft.save({ text: 'half', edit: null });
    await session.draft.addPicture(picture('one'), files('one'));
    await session.draft.addContext([item]);
    await session.draft.addPicture(picture('two'), files('two'));
    assert.deepEqual(session.conversation.draft.pictures, [picture('one'), picture('two')]);
    assert.equal(session.conversation.draft.text, 'half');
    await session.send('u1', 'What is this?');
    assert.deepEqual(session.conversation.draft, emptyDraft);
    const first = await api.next();
    const asked = ['image/png one', 'image/png two', '<context kind="file" path="a.ts">\nlet a\n</context>', 'What is this?'];
    assert.deepEqual(sent(first.request), [asked]);
    first.say('Two.');
    first.end();
    await idle(session);
    await session.send('u2', 'Sure?');
    const second = await api.next();
    assert.deepEqual(sent(second.request), [asked, ['Two.'], ['Sure?']]);
    second.end();
  });

  it('may be all that is sent, and then name the conversation', async () => {
    const { session, api } = await openSession();
    await session.draft.addPicture(picture('Screenshot.png'), files('Screenshot.png'));
    await session.send('u1', '  ');
    const { request } = await api.next();
    assert.deepEqual(sent(request), [['image/png Screenshot.png']]);
    assert.equal(session.conversation.title, 'Screenshot.png');
  });

  it('are replaced in their place, with what is kept of them', async () => {
    const { session, api, store } = await openSession();
    for (const name of ['one', 'two', 'three']) await session.draft.addPicture(picture(name), files(name));
    const other = { ...picture('other'), id: 'id-two' };
    await session.draft.replacePicture(other, files('other'));
    assert.deepEqual(session.conversation.draft.pictures, [picture('one'), other, picture('three')]);
    assert.deepEqual(store.conversations.get(session.id)?.draft.pictures, session.conversation.draft.pictures);
    await session.send('u1', 'Which?');
    const { request } = await api.next();
    assert.deepEqual(sent(request), [['image/png one', 'image/png other', 'image/png three', 'Which?']]);
  });

  it('keep what is written of them when they are replaced', async () => {
    const { session } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    await session.draft.describePicture('id-one', 'The login page');
    await session.draft.replacePicture({ ...picture('other'), id: 'id-one' }, files('other'));
    assert.deepEqual(session.conversation.draft.pictures, [{ ...picture('other'), id: 'id-one', description: 'The login page' }]);
  });

  it('that were sent meanwhile are not replaced, and nothing is stored for it', async () => {
    const { session, store } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    await session.send('u1', 'Which?');
    await assert.rejects(session.draft.replacePicture({ ...picture('other'), id: 'id-one' }, files('other')));
    assert.equal(store.pictures.has(hashOf('other')), false);
    assert.deepEqual(session.conversation.draft, emptyDraft);
  });

  it('stay as they are when the other one cannot be stored', async () => {
    const { session, store } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    store.failure = new Error('The disk is full.');
    await assert.rejects(session.draft.replacePicture({ ...picture('other'), id: 'id-one' }, files('other')), /The disk is full/);
    store.failure = null;
    assert.deepEqual(session.conversation.draft.pictures, [picture('one')]);
  });

  it('are sent with what the user says of them, after all pictures and before all else', async () => {
    const { session, api } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    await session.draft.addPicture(picture('two'), files('two'));
    await session.draft.addContext([item]);
    await session.draft.describePicture('id-two', 'The login page');
    await session.draft.describePicture('none', 'Nothing');
    assert.deepEqual(
      session.conversation.draft.pictures.map(({ description }) => description),
      [null, 'The login page'],
    );
    await session.send('u1', 'Why?');
    const first = await api.next();
    const said = 'What the pictures above show:\n2. “two”: The login page';
    const asked = ['image/png one', 'image/png two', said, '<context kind="file" path="a.ts">\nlet a\n</context>', 'Why?'];
    assert.deepEqual(sent(first.request), [asked]);
    first.say('So.');
    first.end();
    await idle(session);
    await session.send('u2', 'Sure?');
    assert.deepEqual(sent((await api.next()).request), [asked, ['So.'], ['Sure?']]);
  });

  it('are queued, and sent from there', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    const first = await api.next();
    await session.draft.addPicture(picture('later'), files('later'));
    assert.deepEqual(await session.send('u2', 'Two'), { queued: true });
    assert.deepEqual(
      session.conversation.queue.map(({ pictures }) => pictures),
      [[picture('later')]],
    );
    assert.deepEqual(session.conversation.draft, emptyDraft);
    first.say('1');
    first.end();
    const second = await api.next();
    assert.deepEqual(sent(second.request).at(-1), ['image/png later', 'Two']);
    second.end();
  });

  it('stay with a prompt that is sent as another version', async () => {
    const { session, api } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    await session.send('u1', 'What?');
    (await api.next()).end();
    await idle(session);
    await session.edit('u1', 'u2', 'What exactly?');
    assert.deepEqual(sent((await api.next()).request), [['image/png one', 'What exactly?']]);
  });

  it('can be removed one by one', async () => {
    const { session } = await openSession();
    for (const name of ['one', 'two']) await session.draft.addPicture(picture(name), files(name));
    await session.draft.removePicture('id-one');
    assert.deepEqual(session.conversation.draft.pictures, [picture('two')]);
  });

  it('that could not be stored are not there, and what is typed meanwhile stays', async () => {
    const { session, store } = await openSession();
    store.failure = new Error('The disk is full.');
    const added = session.draft.addPicture(picture('one'), files('one'));
    const saved = session.draft.save({ text: 'typed', edit: null }).catch(() => {});
    await assert.rejects(added, /full/);
    await saved;
    assert.deepEqual(session.conversation.draft, { ...emptyDraft, text: 'typed' });
  });

  it('are there again where the prompt could not be stored, whatever was typed meanwhile', async () => {
    const { session, store } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    store.failure = new Error('The disk is full.');
    const sending = session.send('u1', 'What?');
    await turnOfTheLoop();
    await session.draft.save({ text: 'more', edit: null }).catch(() => {});
    await assert.rejects(sending, /full/);
    assert.deepEqual(session.conversation.draft.pictures, [picture('one')]);
  });
});

describe('the pictures of a request', () => {
  const big: Model = {
    ...{ id: 'claude-sonnet-5-5', name: '', lifecycle: 'active', retiresAt: null, maxTokens: 1 },
    ...{ maxInputTokens: 1_000_000, effort: [], thinking: [], images: true },
  };
  const prompt = (at: number, pictures: readonly Picture[]) =>
    userMessage({ id: `u${at}`, blocks: pictures.map((each): ContentBlock => ({ type: 'picture', picture: each })) });
  const many = (count: number, size = 5, smallSize: number | null = null) =>
    Array.from({ length: count }, (_, n) => ({ ...picture(`p${n}`), size, smallSize }));

  it('are whole up to twenty in all of the conversation, and small from there on', () => {
    const of = (count: number) => planPictures([prompt(1, many(count - 2)), prompt(2, many(2))], big);
    assert.deepEqual([of(20).size, of(20).sent.size, of(20).leftOut], ['whole', 20, 0]);
    assert.deepEqual([of(21).size, of(21).sent.size, of(21).leftOut], ['small', 21, 0]);
  });

  it('never are more than a request takes, over any number of turns, and change seldom', () => {
    for (const [model, most] of [
      [big, 600],
      [undefined, 100],
    ] as const) {
      const path = Array.from({ length: 400 }, (_, at) =>
        prompt(at, many(at % 5, 100_000 + 40_000 * (at % 90), at % 90 > 40 ? 700_000 : null)),
      );
      let changes = 0;
      let before = 0;
      for (let turn = 1; turn <= path.length; turn++) {
        const shown = path.slice(0, turn);
        const plan = planPictures(shown, model);
        const sent = [...plan.sent];
        const bytes = sent.reduce((sum, { size, smallSize }) => sum + ((plan.size === 'small' ? smallSize : null) ?? size), 0);
        assert.ok(sent.length <= most && (bytes * 4) / 3 <= 24_000_000, `${turn}: ${sent.length}, ${bytes}`);
        assert.equal(plan.size, sent.length > 20 ? 'small' : 'whole');
        const all = shown.flatMap(({ blocks }) => blocks.flatMap((each) => (each.type === 'picture' ? [each.picture] : [])));
        // The newest, in their order.
        assert.deepEqual(sent, all.slice(plan.leftOut));
        if (plan.leftOut !== before) changes++;
        before = plan.leftOut;
      }
      assert.ok(before > 100, `${before} are left out`);
      assert.ok(changes < 120, `the request's beginning changed ${changes} times in 400 turns`);
    }
  });

  it('of the last prompt go before all others, and of too many in it the last ones', () => {
    const last = many(3, 5_000_000).map((each, n) => ({ ...each, id: `last${n}` }));
    const plan = planPictures([prompt(1, many(3, 5_000_000)), prompt(2, last)], big);
    assert.deepEqual(
      [...plan.sent].map(({ id }) => id),
      ['last0', 'last1', 'last2'],
    );
    const tooMany = planPictures([prompt(1, many(6, 5_000_000))], big);
    assert.deepEqual([tooMany.sent.size, tooMany.leftOut], [3, 3]);
  });

  it('that are left out or lost are a line of text, and the conversation goes on', () => {
    const settings = {
      model: 'claude-sonnet-5-5',
      maxTokens: 10,
      effort: null,
      thinking: 'auto',
      instructions: '',
      caching: 'off',
    } as const;
    const path = [userMessage({ blocks: [block('a.png'), { type: 'text', text: 'What?' }] })];
    const without = buildRequest(path, noPictures, undefined, settings);
    const words = '[The picture “a.png”, 40 × 30, was here: the conversation has too many to send it again.]';
    assert.deepEqual(sent(without), [[words, 'What?']]);
    const lost = buildRequest(path, { ...planPictures(path, undefined), data: new Map() }, undefined, settings);
    assert.deepEqual(sent(lost), [['[The picture “a.png”, 40 × 30, was here and is lost.]', 'What?']]);
  });

  it('are read each once, and who looks is told of those that are left out', async () => {
    const { session, api, store } = await openSession();
    for (const n of [1, 2, 3, 4]) {
      await session.draft.addPicture({ ...picture('same'), id: `same${n}`, size: 5_000_000 }, files('same'));
      if (n === 2 || n === 4) {
        await session.send(`u${n}`, 'What?');
        (await api.next()).end();
        await idle(session);
      }
    }
    assert.deepEqual(store.wanted, [
      { hash: hashOf('same'), size: 'whole' },
      { hash: hashOf('same'), size: 'whole' },
    ]);
    assert.deepEqual(Object.values(session.next.pictureFates(() => undefined)), ['leftOut', 'leftOut']);
  });

  it('that are to be kept stay when newer ones go, and go when there is no room for them all', () => {
    const kept = (count: number, size: number) =>
      many(count, size).map((each, n) => ({ ...each, id: `kept${n}`, sending: 'kept' as const }));
    const older = [prompt(1, kept(2, 5_000_000)), prompt(2, many(1, 5_000_000)), prompt(3, many(1, 5_000_000))];
    const ids = (plan: ReturnType<typeof planPictures>) => [...plan.sent].map(({ id }) => id);
    assert.deepEqual([ids(planPictures(older, big)), planPictures(older, big).leftOut], [['kept0', 'kept1', 'id-p0'], 1]);
    const tooMany = [prompt(1, kept(4, 5_000_000)), prompt(2, many(1, 5_000_000))];
    const plan = planPictures(tooMany, big);
    // What is asked about goes along, and of those that are to be kept the newest.
    assert.deepEqual(ids(plan), ['kept2', 'kept3', 'id-p0']);
    assert.deepEqual(pictureFates(tooMany, plan), { kept0: 'keptLeftOut', kept1: 'keptLeftOut', kept2: 'kept', kept3: 'kept' });
  });

  it('are never more than a request takes, whichever are to be kept', () => {
    const path = Array.from({ length: 300 }, (_, at) =>
      prompt(
        at,
        many(at % 4, 200_000 + 50_000 * (at % 40)).map((each) => (at % 3 === 0 ? { ...each, sending: 'kept' as const } : each)),
      ),
    );
    for (let turn = 1; turn <= path.length; turn++) {
      const sent = [...planPictures(path.slice(0, turn), undefined).sent];
      const bytes = sent.reduce((sum, { size }) => sum + size, 0);
      assert.ok(sent.length <= 100 && bytes <= 18_000_000, `${turn}: ${sent.length}, ${bytes}`);
    }
  });

  it('take half of what a model reads at the most', () => {
    const large = Array.from({ length: 90 }, (_, n) => ({ ...picture(`p${n}`), width: 1500, height: 800 }));
    const small = { ...big, id: 'claude-haiku-4-5', maxInputTokens: 200_000 };
    // 54 × 29 patches of each.
    assert.equal(planPictures([prompt(1, large)], small).sent.size, Math.floor(100_000 / (54 * 29)));
    assert.equal(planPictures([prompt(1, large)], big).sent.size, 90);
  });

  it('that were taken out or left out say so, by their ids; what is simply sent does not', () => {
    const path = [
      prompt(1, many(4, 5_000_000)),
      prompt(2, [{ ...picture('never'), sending: 'never' }, { ...picture('shrunk'), shrunk: true, smallSize: 3 }, picture('plain')]),
    ];
    const fates = pictureFates(path, planPictures(path, big));
    assert.deepEqual(fates, { 'id-p0': 'leftOut', 'id-never': 'never', 'id-shrunk': 'small' });
  });
});

describe('pictures that the API does not take', () => {
  const refusal = (place: readonly [number, number] | null) =>
    ({ kind: 'pictureRefused', place, pictures: [], requestId: 'req_1', detail: '400' }) as const;

  async function refused(session: Session, api: FakeApi, place: readonly [number, number] | null): Promise<AssistantMessage> {
    (await api.next()).fail(refusal(place));
    await idle(session);
    const reply = session.path.at(-1)?.message;
    assert.ok(reply?.role === 'assistant');
    return reply;
  }

  const namesOf = ({ error }: AssistantMessage) => (error?.kind === 'pictureRefused' ? error.pictures.map(({ name }) => name) : []);

  it('are named where the API names them', async () => {
    const { session, api } = await openSession();
    for (const name of ['one', 'two', 'three']) await session.draft.addPicture(picture(name), files(name));
    await session.send('u1', 'What?');
    const reply = await refused(session, api, [0, 1]);
    assert.deepEqual(namesOf(reply), ['two']);
  });

  it('are those of the last prompt where it names none, and all where that has none', async () => {
    const { session, api } = await openSession();
    for (const name of ['one', 'two']) {
      await session.draft.addPicture(picture(name), files(name));
      await session.send(`u-${name}`, 'What?');
      if (name === 'two') break;
      (await api.next()).end();
      await idle(session);
    }
    assert.deepEqual(namesOf(await refused(session, api, null)), ['two']);
    await session.send('u3', 'And now?');
    assert.deepEqual(namesOf(await refused(session, api, null)), ['one', 'two']);
  });

  it('are what the error is about, or it is about something else', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'What?');
    const reply = await refused(session, api, null);
    assert.equal(reply.error?.kind, 'invalidRequest');
  });

  it('are taken out in place, and the conversation goes on with a line of text where they were', async () => {
    const { session, api } = await openSession();
    await session.draft.addPicture(picture('bad.png'), files('bad.png'));
    await session.send('u1', 'What?');
    const reply = await refused(session, api, [0, 0]);
    await session.changePictures({ type: 'sending', hashes: [hashOf('bad.png')], sending: 'never' });
    await session.regenerate(reply.id);
    const again = await api.next();
    assert.deepEqual(sent(again.request), [['[The picture “bad.png”, 40 × 30, was here: it was taken out.]', 'What?']]);
    again.end();
    await idle(session);
    assert.deepEqual(
      session.next.pictureFates(() => undefined),
      { 'id-bad.png': 'never' },
    );
    await session.changePictures({ type: 'sending', hashes: [hashOf('bad.png')], sending: null });
    await session.send('u2', 'Again?');
    assert.deepEqual(sent((await api.next()).request)[0], ['image/png bad.png', 'What?']);
  });

  it('are sent smaller from then on, also where there are few', async () => {
    const { session, api, store } = await openSession();
    await session.draft.addPicture(picture('big.png'), files('big.png'));
    await session.send('u1', 'What?');
    const reply = await refused(session, api, [0, 0]);
    const small = { type: 'image/jpeg', bytes: new Uint8Array(3) } as const;
    await session.changePictures({ type: 'shrink', hash: hashOf('big.png'), small });
    await session.regenerate(reply.id);
    (await api.next()).fail(refusal([0, 0]));
    await idle(session);
    assert.deepEqual(
      store.wanted.map(({ size }) => size),
      ['whole', 'small'],
    );
    const failed = session.path.at(-1)?.message;
    assert.ok(failed?.role === 'assistant' && failed.error?.kind === 'pictureRefused');
    assert.deepEqual(failed.error.pictures, [{ hash: hashOf('big.png'), name: 'big.png', sent: 'small' }]);
  });
});

describe('pictures of a conversation', () => {
  it('are known by what becomes of them before the next request, also those far above', async () => {
    const { session, api, parts } = await openSession();
    for (let turn = 0; turn < 20; turn++) {
      if (turn < 3) await session.draft.addPicture({ ...picture(`p${turn}`), size: 7_000_000 }, files(`p${turn}`));
      await session.send(`u${turn}`, 'And?');
      (await api.next()).end();
      await idle(session);
    }
    await session.settled();
    const again = await Session.open(parts, session.id);
    assert.ok(again);
    assert.equal(
      again.path.some(({ message }) => message.id === 'u0'),
      false,
    );
    for (let n = 0; n < 100 && Object.keys(again.next.pictureFates(() => undefined)).length === 0; n++) await turnOfTheLoop();
    assert.deepEqual(
      again.next.pictureFates(() => undefined),
      { 'id-p0': 'leftOut', 'id-p1': 'leftOut' },
    );
    // What is added by now tells before it is sent.
    await again.draft.addPicture({ ...picture('p3'), size: 7_000_000 }, files('p3'));
    assert.deepEqual(
      again.next.pictureFates(() => undefined),
      { 'id-p0': 'leftOut', 'id-p1': 'leftOut' },
    );
    await again.draft.addPicture({ ...picture('p4'), size: 7_000_000 }, files('p4'));
    assert.deepEqual(
      again.next.pictureFates(() => undefined),
      { 'id-p0': 'leftOut', 'id-p1': 'leftOut', 'id-p2': 'leftOut' },
    );
    await again.changePictures({ type: 'sending', hashes: [hashOf('p0')], sending: 'kept' });
    assert.equal(again.next.pictureFates(() => undefined)['id-p0'], 'keptLeftOut');
    await again.draft.removePicture('id-p4');
    assert.deepEqual(
      again.next.pictureFates(() => undefined),
      { 'id-p0': 'kept', 'id-p1': 'leftOut', 'id-p2': 'leftOut' },
    );
  });

  it('are sent again as others of the same bytes, as if nothing had been said of them', async () => {
    const { session, api } = await openSession();
    await session.draft.addPicture(picture('one'), files('one'));
    await session.send('u1', 'What?');
    (await api.next()).end();
    await idle(session);
    await session.changePictures({ type: 'sending', hashes: [hashOf('one')], sending: 'never' });
    const found = await session.findPicture('id-one');
    assert.ok(found);
    assert.deepEqual(found, { ...picture('one'), sending: 'never' });
    await session.draft.addPictureAgain(found);
    const [added] = session.conversation.draft.pictures;
    assert.ok(added && added.id !== 'id-one');
    assert.deepEqual({ ...added, id: 'id-one' }, picture('one'));
    assert.equal(await session.findPicture('nothing'), undefined);
  });
});
