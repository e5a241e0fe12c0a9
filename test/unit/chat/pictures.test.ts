/** Pictures in prompts and requests. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ChatRequest } from '../../../src/chat/ports.ts';
import { buildRequest } from '../../../src/chat/request.ts';
import { picturesNeeded } from '../../../src/chat/requestPictures.ts';
import { Session } from '../../../src/chat/session.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import { emptyDraft } from '../../../src/shared/conversation.ts';
import type { ContentBlock } from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import { FakeApi, FakeClock, FakeHistory } from './fakes.ts';
import { userMessage } from './messages.ts';

const hashOf = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0');

function picture(name: string): Picture {
  return { id: `id-${name}`, hash: hashOf(name), type: 'image/png', width: 40, height: 30, size: 5, name, note: null };
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
  const [clock, api, store] = [new FakeClock(), new FakeApi(), new FakeHistory()];
  let ids = 0;
  const session = await Session.create(
    {
      ...{ store, clock, connect: () => Promise.resolve(api), model: () => undefined, newId: () => `id${++ids}`, log: () => {} },
      settings: () => ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '' }),
    },
    { id: 'w', name: 'W' },
  );
  return { session, api, store };
}

/** What a request says, a picture as its bytes. */
function sent({ messages }: ChatRequest): string[][] {
  return messages.map(({ content }) =>
    content.map(({ type, text, source }) =>
      type === 'image' ? `image ${Buffer.from((source as { data: string }).data, 'base64')}` : String(text),
    ),
  );
}

async function idle(session: Session): Promise<void> {
  for (let n = 0; session.busy && n < 1000; n++) await turnOfTheLoop();
}

describe('pictures of a prompt', () => {
  it('are kept with the draft, go with the prompt before all else, and are sent again with each request', async () => {
    const { session, api } = await openSession();
    await session.saveDraft({ text: 'half', edit: null });
    await session.addPicture(picture('one'), files('one'));
    await session.addContext([item]);
    await session.addPicture(picture('two'), files('two'));
    assert.deepEqual(session.conversation.draft.pictures, [picture('one'), picture('two')]);
    assert.equal(session.conversation.draft.text, 'half');
    await session.send('u1', 'What is this?');
    assert.deepEqual(session.conversation.draft, emptyDraft);
    const first = await api.next();
    const asked = ['image one', 'image two', '<context kind="file" path="a.ts">\nlet a\n</context>', 'What is this?'];
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
    await session.addPicture(picture('Screenshot.png'), files('Screenshot.png'));
    await session.send('u1', '  ');
    const { request } = await api.next();
    assert.deepEqual(sent(request), [['image Screenshot.png']]);
    assert.equal(session.conversation.title, 'Screenshot.png');
  });

  it('are queued, and sent from there', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    const first = await api.next();
    await session.addPicture(picture('later'), files('later'));
    assert.deepEqual(await session.send('u2', 'Two'), { queued: true });
    assert.deepEqual(
      session.conversation.queue.map(({ pictures }) => pictures),
      [[picture('later')]],
    );
    assert.deepEqual(session.conversation.draft, emptyDraft);
    first.say('1');
    first.end();
    const second = await api.next();
    assert.deepEqual(sent(second.request).at(-1), ['image later', 'Two']);
    second.end();
  });

  it('stay with a prompt that is sent as another version', async () => {
    const { session, api } = await openSession();
    await session.addPicture(picture('one'), files('one'));
    await session.send('u1', 'What?');
    (await api.next()).end();
    await idle(session);
    await session.edit('u1', 'u2', 'What exactly?');
    assert.deepEqual(sent((await api.next()).request), [['image one', 'What exactly?']]);
  });

  it('can be removed one by one', async () => {
    const { session } = await openSession();
    for (const name of ['one', 'two']) await session.addPicture(picture(name), files(name));
    await session.removePicture('id-one');
    assert.deepEqual(session.conversation.draft.pictures, [picture('two')]);
  });

  it('that could not be stored are not there, and what is typed meanwhile stays', async () => {
    const { session, store } = await openSession();
    store.failure = new Error('The disk is full.');
    const added = session.addPicture(picture('one'), files('one'));
    const saved = session.saveDraft({ text: 'typed', edit: null }).catch(() => {});
    await assert.rejects(added, /full/);
    await saved;
    assert.deepEqual(session.conversation.draft, { ...emptyDraft, text: 'typed' });
  });

  it('are there again where the prompt could not be stored, whatever was typed meanwhile', async () => {
    const { session, store } = await openSession();
    await session.addPicture(picture('one'), files('one'));
    store.failure = new Error('The disk is full.');
    const sending = session.send('u1', 'What?');
    await turnOfTheLoop();
    await session.saveDraft({ text: 'more', edit: null }).catch(() => {});
    await assert.rejects(sending, /full/);
    assert.deepEqual(session.conversation.draft.pictures, [picture('one')]);
  });
});

describe('the pictures of a request', () => {
  const path = (count: number) => [userMessage({ blocks: Array.from({ length: count }, (_, n) => block(`p${n}`)) })];

  it('are whole up to twenty in all of the conversation, and small from there on, each read once', () => {
    assert.ok(picturesNeeded(path(20)).every(({ size }) => size === 'whole'));
    assert.ok(picturesNeeded(path(21)).every(({ size }) => size === 'small'));
    const twice = [userMessage({ blocks: [block('a'), block('b')] }), userMessage({ id: 'u2', blocks: [block('a')] })];
    assert.deepEqual(picturesNeeded(twice), [
      { hash: hashOf('a'), size: 'whole' },
      { hash: hashOf('b'), size: 'whole' },
    ]);
  });

  it('that are lost are said to be, and the conversation goes on', () => {
    const settings = { model: 'claude-sonnet-5-5', maxTokens: 10, effort: null, thinking: 'auto', instructions: '' } as const;
    const request = buildRequest([userMessage({ blocks: [block('a'), { type: 'text', text: 'What?' }] })], new Map(), undefined, settings);
    assert.deepEqual(sent(request), [['[A picture was here that is lost.]', 'What?']]);
  });
});
