/** Documents in prompts and requests, and what replies cite of them. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { conversationMarkdown } from '../../../src/chat/markdown.ts';
import type { Model } from '../../../src/chat/model.ts';
import { buildRequest } from '../../../src/chat/request.ts';
import { planPictures, readPictures } from '../../../src/chat/requestPictures.ts';
import { changesSince, prefixOf } from '../../../src/chat/requestPrefix.ts';
import { sentBlocks } from '../../../src/chat/sentBlocks.ts';
import { Session } from '../../../src/chat/session.ts';
import { pictureTokens, sightOf } from '../../../src/pictures/limits.ts';
import { typed } from '../../../src/shared/context.ts';
import { emptyDraft } from '../../../src/shared/conversation.ts';
import { changedDocument, type DocumentFile, type DocumentItem } from '../../../src/shared/document.ts';
import { type ContentBlock, type Message, messageText } from '../../../src/shared/message.ts';
import type { Picture } from '../../../src/shared/picture.ts';
import { bytesOf, pdf } from '../../documents/pdf.ts';
import { validateCreate } from '../../sim/validate.ts';
import { FakeHistory, fakeParts } from './fakes.ts';
import { assistantMessage, blockText, userMessage } from './messages.ts';

const hashOf = (name: string) => Buffer.from(name).toString('hex').padEnd(64, '0');

function document(name: string, changes: Partial<DocumentItem> = {}): DocumentItem {
  return {
    ...{ id: `id-${name}`, type: 'application/pdf', hash: hashOf(name), name, size: 500, pages: 3 },
    ...{ part: null, citations: false, uri: null },
    ...changes,
  };
}

const file = (name: string, bytes = bytesOf(Buffer.from(name))): DocumentFile => ({ hash: hashOf(name), bytes });

const picture = (name: string, size: number): Picture => ({
  ...{ id: name, hash: hashOf(name), type: 'image/png', width: 40, height: 30, size, smallSize: null, name, note: null, description: null },
});

async function openSession() {
  const { api, store, parts } = fakeParts();
  const session = await Session.create(parts, { id: 'w', name: 'W' });
  return { session, api, store };
}

async function idle(session: Session): Promise<void> {
  for (let n = 0; session.busy && n < 1000; n++) await turnOfTheLoop();
}

const add = (session: Session, each: DocumentItem) => session.draft.changeDocuments((all) => [...all, each], [file(each.name)]);

describe('documents of a prompt', () => {
  it('are kept with the draft, go with the prompt before its text, name the conversation, and stay with another version of it', async () => {
    const { session, api } = await openSession();
    await session.draft.save({ text: 'half', edit: null });
    await add(session, document('a.pdf'));
    assert.deepEqual(session.conversation.draft, { ...emptyDraft, text: 'half', documents: [document('a.pdf')] });
    // What is shown of the next request has them, too.
    assert.deepEqual((await session.next.request()).messages[0]?.content.map(blockText), ['application/pdf a.pdf', 'half']);
    await session.send('u1', ' ');
    assert.deepEqual(session.conversation.draft, emptyDraft);
    assert.equal(session.conversation.title, 'a.pdf');
    const first = await api.next();
    assert.deepEqual(first.request.messages[0]?.content.map(blockText), ['application/pdf a.pdf']);
    first.end();
    await idle(session);
    await session.edit('u1', 'u2', 'What?');
    assert.deepEqual((await api.next()).request.messages[0]?.content.map(blockText), ['application/pdf a.pdf', 'What?']);
  });

  it('are queued, and sent from there', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    const first = await api.next();
    await add(session, document('a.pdf'));
    assert.deepEqual(await session.send('u2', 'Two'), { queued: true });
    first.end();
    const second = await api.next();
    assert.deepEqual(second.request.messages.at(-1)?.content.map(blockText), ['application/pdf a.pdf', 'Two']);
  });

  it('that could not be stored are as they were, and what is typed meanwhile stays', async () => {
    const { session, store } = await openSession();
    await add(session, document('a.pdf'));
    store.failure = new Error('The disk is full.');
    const changed = session.draft.changeDocuments(() => []);
    const saved = session.draft.save({ text: 'typed', edit: null }).catch(() => {});
    await assert.rejects(changed, /full/);
    await saved;
    assert.deepEqual(session.conversation.draft, { ...emptyDraft, text: 'typed', documents: [document('a.pdf')] });
  });

  it('are named in Markdown', () => {
    const blocks: ContentBlock[] = [
      { type: 'document', document: document('a.pdf') },
      { type: 'text', text: 'Why?' },
    ];
    const words = {
      you: 'You',
      model: () => 'Claude',
      edited: (name: string) => `${name}, edited`,
      written: 'You for Claude',
      document: ({ name, pages }: DocumentItem) => `${name}, ${pages} pages`,
      picture: () => '',
      sources: 'Sources',
    };
    assert.equal(conversationMarkdown('', [userMessage({ blocks })], words), '## You\n\n> a.pdf, 3 pages\n\nWhy?\n');
  });
});

const settings = { model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' } as const;
const big: Model = {
  ...{ id: 'claude-sonnet-5-5', name: '', lifecycle: 'active', retiresAt: null, maxTokens: 64_000 },
  ...{ maxInputTokens: 1_000_000, effort: [], thinking: [], images: true },
};
const small: Model = { ...big, maxInputTokens: 200_000 };
const prompt = (at: number, attached: readonly (DocumentItem | Picture)[], text = 'What?') =>
  userMessage({
    id: `u${at}`,
    blocks: [
      ...attached.map(
        (each): ContentBlock =>
          each.type === 'application/pdf' ? { type: 'document', document: each } : { type: 'picture', picture: each },
      ),
      { type: 'text', text },
    ],
  });

/** The request of a path as it is on the wire, checked by the simulator's rules. */
async function sent(path: readonly Message[], files: readonly DocumentFile[], model: Model = big) {
  const store = new FakeHistory();
  for (const each of files) store.documents.set(each.hash, each);
  const request = buildRequest(path, await readPictures(store, path, model), model, settings);
  const body: unknown = JSON.parse(JSON.stringify(request));
  return validateCreate(body, () => false).body.messages.map(({ content }) => (typeof content === 'string' ? assert.fail() : content));
}

describe('the documents of a request', () => {
  const bytes = bytesOf(pdf({ pages: 3 }));

  it('are blocks with the name as their title, and the bytes of the part where there is one', async () => {
    const part = { hash: hashOf('part'), size: 20, ranges: [[2, 2]] as const };
    const files = [file('a.pdf', bytes), file('part', bytesOf(pdf({ pages: 1 })))];
    const [content] = await sent([prompt(1, [document('a.pdf'), document('a.pdf', { id: 'b', part })])], files);
    assert.deepEqual(content, [
      {
        ...{ type: 'document', title: 'a.pdf' },
        source: { type: 'base64', media_type: 'application/pdf', data: Buffer.from(bytes).toString('base64') },
      },
      {
        ...{ type: 'document', title: 'a.pdf' },
        source: { type: 'base64', media_type: 'application/pdf', data: pdf({ pages: 1 }).toString('base64') },
      },
      { type: 'text', text: 'What?' },
    ]);
  });

  it('are told in a line of text where the model cannot read them, and once they are taken out', async () => {
    const blind: Model = { ...big, id: 'gateway-text-1', maxInputTokens: 32_000, maxTokens: 4096, cannotRead: ['pictures', 'documents'] };
    const [content] = await sent([prompt(1, [picture('p.png', 9), document('a.pdf')])], [file('a.pdf', bytes)], blind);
    assert.deepEqual(
      content?.map((block) => block.type === 'text' && block.text.replace(/^\[The .*was here: /, '')),
      ['this model cannot see pictures.]', 'this model cannot read PDFs.]', 'What?'],
    );
    const out = changedDocument(document('a.pdf'), { type: 'sending', hashes: [hashOf('a.pdf')], sending: 'never' });
    const [rest] = await sent([prompt(1, [out])], [file('a.pdf', bytes)]);
    assert.deepEqual(rest, [
      { type: 'text', text: '[The PDF “a.pdf” was here: it was taken out.]' },
      { type: 'text', text: 'What?' },
    ]);
  });

  it('are cited all or not at all, whichever asks for it', async () => {
    const files = [file('a.pdf', bytes), file('b.pdf', bytes)];
    const reply = assistantMessage({ id: 'a1', status: 'complete', text: 'Fine.' });
    const citing = async (first: boolean, second: boolean) => {
      const path = [prompt(1, [document('a.pdf', { citations: first })]), reply, prompt(2, [document('b.pdf', { citations: second })])];
      return (await sent(path, files)).flat().flatMap((block) => (block.type === 'document' ? [block.citations ?? null] : []));
    };
    assert.deepEqual(await citing(false, false), [null, null]);
    for (const [first, second] of [
      [true, false],
      [false, true],
      [true, true],
    ] as const)
      assert.deepEqual(await citing(first, second), [{ enabled: true }, { enabled: true }]);
  });

  it('are cited as long as one of the path asks for it, sent or not', async () => {
    const files = [file('a.pdf', bytes), file('b.pdf', bytes)];
    const out = changedDocument(document('a.pdf', { citations: true }), { type: 'sending', hashes: [hashOf('a.pdf')], sending: 'never' });
    const [content] = await sent([prompt(1, [out, document('b.pdf')])], files);
    const [, second] = content ?? [];
    assert.ok(second?.type === 'document');
    assert.deepEqual(second.citations, { enabled: true });
  });

  it('that are taken out are told as that where the cache was missed', async () => {
    const store = new FakeHistory();
    const prefix = async (each: DocumentItem) => {
      const path = [prompt(1, [each])];
      const pictures = await readPictures(store, path, big);
      const turns = { path, said: path, summary: null, leftOut: 0, tokens: null };
      const contents = sentBlocks(path, pictures, []);
      return prefixOf({ turns, contents, pictures, request: buildRequest(path, pictures, big, settings) }, []);
    };
    const whole = document('a.pdf');
    store.documents.set(whole.hash, file('a.pdf', bytes));
    const out = changedDocument(whole, { type: 'sending', hashes: [whole.hash], sending: 'never' });
    const changes = changesSince(await prefix(whole), await prefix(out), { marked: true });
    assert.deepEqual(changes, [{ type: 'files', what: 'takenOut', count: 1 }]);
  });

  it('that are typed take room from the pictures of the path', async () => {
    const { session, api } = await openSession();
    await session.ask('u1', { ...typed('What?'), pictures: ['p0', 'p1'].map((name) => picture(name, 7_000_000)) });
    (await api.next()).end();
    await idle(session);
    assert.deepEqual(
      session.next.pictureFates(() => undefined),
      {},
    );
    await add(session, document('a.pdf', { size: 7_000_000 }));
    assert.ok(Object.values(session.next.pictureFates(() => undefined)).includes('leftOut'));
    // Sent, it takes it still.
    await session.send('u2', 'And now?');
    assert.ok(Object.values(session.next.pictureFates(() => undefined)).includes('leftOut'));
    (await api.next()).end();
    await idle(session);
    assert.ok(Object.values(session.next.pictureFates(() => undefined)).includes('leftOut'));
  });

  it('never have more pages or bytes than a request takes, over any number of turns', () => {
    for (const [model, most] of [
      [big, 600],
      [undefined, 100],
    ] as const) {
      const path = Array.from({ length: 120 }, (_, at) =>
        prompt(at, [
          ...(at % 3 === 0 ? [picture(`p${at}`, 900_000)] : []),
          ...(at % 2 === 0 ? [document(`d${at}`, { pages: 1 + (at % 40), size: 200_000 + 30_000 * (at % 50) })] : []),
        ]),
      );
      let changes = 0;
      let before = '';
      for (let turn = 1; turn <= path.length; turn++) {
        const plan = planPictures(path.slice(0, turn), model);
        const pages = plan.documents.reduce((sum, each) => sum + each.pages, 0);
        const size = [...plan.sent, ...plan.documents].reduce((sum, each) => sum + each.size, 0);
        assert.ok(pages <= most && (size * 4) / 3 <= 24_000_000, `${turn}: ${pages} pages, ${size} bytes`);
        const first = `${plan.leftOut} ${plan.documentsLeftOut}`;
        if (first !== before) changes++;
        before = first;
      }
      assert.ok(changes < 30, `the request's beginning changed ${changes} times in 120 turns`);
    }
  });

  it('go oldest first where there are too many pages, and pictures stay', () => {
    const shot = picture('shot', 1000);
    const path = [
      prompt(1, [document('a', { pages: 60 }), shot]),
      prompt(2, [document('b', { pages: 30 })]),
      prompt(3, [document('c', { pages: 30 })]),
    ];
    const plan = planPictures(path, undefined);
    assert.deepEqual(
      plan.documents.map(({ name }) => name),
      ['c'],
    );
    assert.deepEqual([plan.documentsLeftOut, plan.leftOut, plan.sent.size], [2, 0, 1]);
  });

  it('leave no room for as many pictures as there would be without them', () => {
    const old: Model = { ...small, id: 'claude-sonnet-4-5' };
    const shots = Array.from({ length: 60 }, (_, at) => ({ ...picture(`shot${at}`, 1000), width: 1568, height: 1568 }));
    for (const model of [old, undefined]) {
      const alone = planPictures([prompt(1, shots)], model);
      const both = planPictures([prompt(1, shots), prompt(2, [document('a', { pages: 95 })])], model);
      assert.deepEqual([alone.sent.size > both.sent.size, both.documents.length], [true, 1]);
      const tokens = both.sent.size * pictureTokens({ width: 1568, height: 1568 }, sightOf(model?.id ?? '')) + 95 * 1500;
      assert.ok(tokens < 200_000 && both.sent.size > 0, `${both.sent.size} pictures, ${tokens} tokens`);
    }
  });

  it('that are left out or lost are a line of text', async () => {
    const part = { hash: hashOf('x'), size: 20, ranges: [[2, 3]] as const };
    const attached = [document('a.pdf', { pages: 90 }), document('b.pdf', { pages: 90 }), document('c.pdf', { part })];
    const [content = []] = await sent([prompt(1, attached)], [], small);
    assert.deepEqual(content, [
      { type: 'text', text: '[The PDF “a.pdf” was here: the conversation has too much to send it again.]' },
      { type: 'text', text: '[The PDF “b.pdf” was here and is lost.]' },
      { type: 'text', text: '[The PDF “c.pdf”, pages 2-3, was here and is lost.]' },
      { type: 'text', text: 'What?' },
    ]);
  });
});

describe('what a reply cites', () => {
  const raw = (index: number, title: string) => ({
    ...{ type: 'page_location', cited_text: 'warm', document_index: index, document_title: title },
    ...{ start_page_number: 1, end_page_number: 2, file_id: null },
  });

  it('is kept as it came, with what it points at, and goes back to the API', async () => {
    const { session, api, store } = await openSession();
    const part = { hash: hashOf('b.pdf'), size: 20, ranges: [[7, 9]] as const };
    await add(session, document('a.pdf', { citations: true }));
    await session.draft.changeDocuments(
      (all) => [...all, document('b.pdf', { pages: 12, part, uri: 'file:///w/b.pdf', citations: true })],
      [file('b.pdf')],
    );
    await session.send('u1', 'How?');
    const first = await api.next();
    first.emit(
      { type: 'blockStarted', at: 1, index: 0, block: { type: 'text', text: '' } },
      { type: 'text', index: 0, text: 'It is ' },
      { type: 'blockEnded', index: 0 },
      { type: 'blockStarted', at: 1, index: 1, block: { type: 'text', text: '' } },
      { type: 'text', index: 1, text: 'warm' },
      { type: 'citation', index: 1, citation: { raw: raw(1, 'b.pdf'), source: null } },
      { type: 'blockEnded', index: 1 },
      { type: 'blockStarted', at: 1, index: 2, block: { type: 'text', text: '' } },
      { type: 'text', index: 2, text: '.' },
    );
    first.end();
    await idle(session);
    const reply = store.messages.get(session.conversation.leafId ?? '') ?? assert.fail();
    const source = { documentId: 'id-b.pdf', uri: 'file:///w/b.pdf', pages: [7, 7] };
    assert.deepEqual(reply.blocks[1], { type: 'text', text: 'warm', citations: [{ raw: raw(1, 'b.pdf'), source }] });
    assert.equal(messageText(reply), 'It is warm.');
    await session.send('u2', 'Sure?');
    const { messages } = (await api.next()).request;
    const { file_id: _, ...back } = raw(1, 'b.pdf');
    assert.deepEqual(messages[1]?.content, [
      { type: 'text', text: 'It is ' },
      { type: 'text', text: 'warm', citations: [back] },
      { type: 'text', text: '.' },
    ]);
  });

  it('has the number of its document in each request, and is left away with it', async () => {
    const bytes = bytesOf(pdf({ pages: 3 }));
    const source = { documentId: 'id-b', uri: null, pages: null };
    const reply = assistantMessage({
      ...{ id: 'a1', status: 'complete' },
      blocks: [{ type: 'text', text: 'warm', citations: [{ raw: raw(1, 'b'), source }] }],
    });
    const files = ['a', 'b', 'c'].map((name) => file(name, bytes));
    const cited = async (first: number, last: number) => {
      const path = [
        prompt(1, [document('a', { pages: first, citations: true }), document('b', { citations: true })]),
        reply,
        prompt(2, [document('c', { pages: last })]),
      ];
      const [, said] = await sent(path, files, small);
      return said
        ?.flatMap((block) => (block.type === 'text' ? (block.citations ?? []) : []))
        .map((each) => ('document_index' in each ? each.document_index : null));
    };
    assert.deepEqual(await cited(3, 3), [1]);
    // The first is left out for its pages, and the second is the first.
    assert.deepEqual(await cited(80, 40), [0]);
    assert.deepEqual(await cited(80, 99), []);
  });
});
