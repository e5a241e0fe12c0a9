/** Every kind of error, produced by a server on the wire, and what the user is told and offered. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Model } from '../../src/chat/model.ts';
import { Session, type SessionParts } from '../../src/chat/session.ts';
import { createModelApi } from '../../src/claude/client.ts';
import { type DocumentItem, documentType } from '../../src/shared/document.ts';
import { type ChatErrorKind, chatErrorKinds } from '../../src/shared/errors.ts';
import { describeError } from '../../src/shared/errorText.ts';
import { translator } from '../../src/shared/l10n.ts';
import { messageText, stopReasons } from '../../src/shared/message.ts';
import type { Picture } from '../../src/shared/picture.ts';
import { describeStop } from '../../src/shared/stopText.ts';
import { png } from '../pictures/build.ts';
import {
  brokenJsonAfter,
  cutAfter,
  errorEventAfter,
  failWith,
  htmlPage,
  noCredit,
  redirectTo,
  spendLimit,
  stallAfter,
} from '../sim/faults.ts';
import type { Script } from '../sim/script.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { FakeClock, FakeHistory } from './chat/fakes.ts';
import { pdf } from './sim/samples.ts';

interface Row {
  readonly name: string;
  readonly scripts: readonly Script[];
  readonly kind: ChatErrorKind;
  readonly action: string;
  readonly sentence: RegExp;
  /** The text that had come and must have been kept. */
  readonly kept?: string;
  readonly model?: string;
  readonly apiKey?: string | null;
  readonly awsRegion?: string;
  /** More than the model writes, by a list of models that is out of date. */
  readonly maxTokens?: number;
  /** A picture goes with the prompt. */
  readonly picture?: boolean;
  /** The answer is asked for by a schema. */
  readonly format?: boolean;
  /** A PDF goes with the prompt; its bytes in base64. */
  readonly document?: string;
  /** Nobody listens there. */
  readonly unreachable?: boolean;
}

const key = 'sk-ant-api03-canary-0123456789abcdef';
const anHour = 3600;

const rows: readonly Row[] = [
  { name: 'no key', scripts: [], kind: 'noKey', action: 'setKey', sentence: /key/i, apiKey: null },
  { name: 'a wrong key', scripts: [], kind: 'invalidKey', action: 'setKey', sentence: /does not accept this key/, apiKey: 'sk-ant-wrong' },
  {
    name: 'an expired key',
    scripts: [{ error: { status: 401, message: 'Your API key has expired.' } }],
    kind: 'invalidKey',
    action: 'setKey',
    sentence: /expired/,
  },
  { name: '403', scripts: [failWith(403)], kind: 'permission', action: 'setKey', sentence: /key|allow/i },
  { name: 'no credit', scripts: [noCredit], kind: 'credit', action: 'openBilling', sentence: /credit/i },
  { name: '402', scripts: [failWith(402)], kind: 'credit', action: 'openBilling', sentence: /credit/i },
  {
    name: 'a model that is not there',
    scripts: [],
    kind: 'modelNotFound',
    action: 'chooseModel',
    sentence: /model/i,
    model: 'claude-nope-1',
  },
  { name: '429 with a long wait', scripts: [failWith(429, anHour)], kind: 'rateLimited', action: 'retry', sentence: /minutes|hour|limit/i },
  { name: '429 without a time', scripts: [spendLimit], kind: 'rateLimited', action: 'openBilling', sentence: /limit/i },
  { name: '529 that stays', scripts: Array(5).fill(failWith(529)), kind: 'overloaded', action: 'retry', sentence: /overloaded|busy/i },
  { name: '500 that stays', scripts: Array(3).fill(failWith(500)), kind: 'serverError', action: 'retry', sentence: /API|server/i },
  { name: 'nobody there', scripts: [], kind: 'offline', action: 'retry', sentence: /127\.0\.0\.1/, unreachable: true },
  { name: 'a stall', scripts: [stallAfter(2)], kind: 'stalled', action: 'continue', sentence: /silent|nothing|stopped/i, kept: 'One two ' },
  { name: '413', scripts: [failWith(413)], kind: 'tooLarge', action: 'longConversation', sentence: /large|long/i },
  {
    name: 'more tokens than the model writes',
    scripts: [],
    kind: 'maxTokens',
    action: 'openSettings',
    sentence: /up to 200000 tokens.* 128000 at the most/,
    maxTokens: 200_000,
  },
  {
    name: 'more tokens than a gateway allows, which does not say how many',
    scripts: [{ error: { status: 400, message: '`max_tokens` is too large for this model' } }],
    kind: 'maxTokens',
    action: 'openSettings',
    sentence: /up to 1000 tokens, which is more/,
  },
  {
    name: 'more tokens than the prompt leaves room for',
    scripts: [{ error: { status: 400, message: 'input length and `max_tokens` exceed context limit: 199500 + 1000 > 200000' } }],
    kind: 'maxTokens',
    action: 'openSettings',
    sentence: /up to 1000 tokens.* 500 at the most/,
  },
  {
    name: 'a prompt that leaves no room',
    scripts: [{ error: { status: 400, message: 'input length and `max_tokens` exceed context limit: 200500 + 1000 > 200000' } }],
    kind: 'tooLarge',
    action: 'longConversation',
    sentence: /long/,
  },
  {
    name: 'another 400 that names max_tokens',
    scripts: [{ error: { status: 400, message: '`max_tokens` must be greater than `thinking.budget_tokens`.' } }],
    kind: 'invalidRequest',
    action: 'openLog',
    sentence: /accept/,
  },
  {
    name: 'a picture that is too large for a gateway',
    scripts: [
      { error: { status: 400, message: 'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6 bytes > 5 bytes' } },
    ],
    kind: 'pictureRefused',
    action: 'removePictures',
    sentence: /the picture “shot\.png”/,
    picture: true,
  },
  {
    name: 'a picture, the API does not say which',
    scripts: [{ error: { status: 400, message: 'Could not process image' } }],
    kind: 'pictureRefused',
    action: 'removePictures',
    sentence: /picture/,
    picture: true,
  },
  {
    name: '413 with a picture',
    scripts: [failWith(413)],
    kind: 'pictureRefused',
    action: 'removePictures',
    sentence: /picture/,
    picture: true,
  },
  {
    name: 'a 400 that names an image where there is none',
    scripts: [{ error: { status: 400, message: 'Could not process image' } }],
    kind: 'invalidRequest',
    action: 'openLog',
    sentence: /accept/,
  },
  {
    name: 'a PDF that is none',
    scripts: [],
    kind: 'documentRefused',
    action: 'removeDocuments',
    sentence: /the PDF “report\.pdf”/,
    document: 'AAAA',
  },
  {
    name: 'a PDF, the API does not say which',
    scripts: [{ error: { status: 400, message: 'A maximum of 100 PDF pages may be provided. Found 101.' } }],
    kind: 'documentRefused',
    action: 'removeDocuments',
    sentence: /the PDF “report\.pdf”/,
    document: pdf(1),
  },
  {
    name: 'a schema that the API does not take',
    scripts: [{ error: { status: 400, message: 'output_config.format.schema: Schema is too complex.' } }],
    kind: 'formatRefused',
    action: 'changeFormat',
    sentence: /did not accept the schema/,
    format: true,
  },
  {
    name: 'a 400 that names a schema where there is none',
    scripts: [{ error: { status: 400, message: 'Schema is too complex.' } }],
    kind: 'invalidRequest',
    action: 'openLog',
    sentence: /accept/,
  },
  {
    name: '413 with a PDF',
    scripts: [failWith(413)],
    kind: 'documentRefused',
    action: 'removeDocuments',
    sentence: /the PDF “report\.pdf”/,
    document: pdf(1),
  },
  {
    name: 'a 400 that names a document where there is none',
    scripts: [{ error: { status: 400, message: 'The document could not be read.' } }],
    kind: 'invalidRequest',
    action: 'openLog',
    sentence: /accept/,
  },
  { name: '400', scripts: [failWith(400)], kind: 'invalidRequest', action: 'openLog', sentence: /refused|accept/i },
  {
    name: 'a refusal',
    scripts: [{ reply: { text: 'I', refusal: { category: 'cyber' } } }],
    kind: 'refused',
    action: 'editPrompt',
    sentence: /declined|refus/i,
    kept: 'I',
  },
  { name: 'a cut', scripts: [cutAfter(3)], kind: 'cutOff', action: 'continue', sentence: /connection|cut/i, kept: 'One two three ' },
  {
    name: 'overloaded in mid-stream',
    scripts: [errorEventAfter(2)],
    kind: 'overloaded',
    action: 'continue',
    sentence: /overloaded|busy/i,
    kept: 'One two ',
  },
  {
    name: 'an error that is not known',
    scripts: [errorEventAfter(2, 'moon_error')],
    kind: 'unknown',
    action: 'continue',
    sentence: /./,
    kept: 'One two ',
  },
  {
    name: 'a server’s error that names max_tokens',
    scripts: Array(3).fill({ error: { status: 500, message: 'max_tokens: 2 > 1' } }),
    kind: 'serverError',
    action: 'retry',
    sentence: /API/,
  },
  { name: 'a page in place of the API', scripts: [htmlPage], kind: 'notTheApi', action: 'testConnection', sentence: /web page/ },
  {
    name: 'a page in place of the API, with the status of something missing',
    scripts: [{ answer: { status: 404, headers: { 'content-type': 'text/html' }, body: '<html><title>Not here</title></html>' } }],
    kind: 'notTheApi',
    action: 'testConnection',
    sentence: /web page/,
  },
  {
    name: 'JSON that is said to be a stream of events',
    scripts: [{ answer: { status: 200, headers: { 'content-type': 'text/event-stream' }, body: '{"choices":[]}' } }],
    kind: 'notTheApi',
    action: 'testConnection',
    sentence: /not what the Messages API answers/,
  },
  {
    name: 'events that cannot be read',
    scripts: [{ reply: { deltas: ['One ', 'two '] }, inject: [brokenJsonAfter(1)] }],
    kind: 'notTheApi',
    action: 'continue',
    sentence: /not be read any further/,
    kept: 'One ',
  },
  {
    name: 'a redirect',
    scripts: [redirectTo('https://other.example/v1/messages?from=here')],
    kind: 'redirected',
    action: 'openSettings',
    sentence: /on to https:\/\/other\.example\. Parley does not follow/,
  },
  { name: 'a redirect to nowhere', scripts: [redirectTo('')], kind: 'redirected', action: 'openSettings', sentence: /./ },
  {
    name: 'a region of AWS that is not the workspace’s',
    scripts: [{ error: { status: 403, message: 'Credential should be scoped to a valid region.' } }],
    kind: 'aws',
    action: 'openSettings',
    sentence: /in the region eu-west-2/,
    awsRegion: 'eu-west-2',
  },
  {
    name: 'a clock that is off',
    scripts: [
      {
        error: {
          status: 403,
          message: 'Signature expired: 20261121T000000Z is now earlier than 20261121T025500Z',
          headers: { date: 'Sat, 21 Nov 2026 00:00:00 GMT' },
        },
      },
    ],
    kind: 'clockOff',
    action: 'retry',
    sentence: /clock/,
  },
];

const sonnet: Model = {
  id: 'claude-sonnet-5-5',
  name: 'Claude Sonnet 5.5',
  lifecycle: 'active',
  retiresAt: null,
  maxInputTokens: null,
  maxTokens: null,
  effort: [],
  thinking: [],
  images: true,
};

const shot = { type: 'image/png', bytes: new Uint8Array(png({ width: 8, height: 8 })) } as const;
const picture: Picture = {
  ...{ id: 'p1', hash: 'a'.repeat(64), type: 'image/png', width: 8, height: 8 },
  ...{ size: shot.bytes.length, smallSize: null, name: 'shot.png', note: null, description: null },
};

const report: DocumentItem = {
  ...{ id: 'd1', type: documentType, hash: 'd'.repeat(64), name: 'report.pdf', size: 1, pages: 1 },
  ...{ part: null, citations: false, uri: null },
};

/** Nothing out of the ordinary but how the reply ends. */
const endings = {};

describe('every error, from the wire to its words', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ requireKey: true, keys: [key] });
  });
  after(() => simulator.close());
  beforeEach(() => simulator.reset());

  it('has a row for each kind', () => {
    const covered = new Set(rows.map(({ kind }) => kind));
    assert.deepEqual(
      chatErrorKinds.filter((kind) => !covered.has(kind)),
      [],
    );
  });

  for (const row of rows) {
    it(`${row.name}: ${row.kind}, ${row.action}`, async () => {
      simulator.script(...row.scripts);
      const { session, clock } = await open(row);
      if (row.picture) await session.draft.addPicture(picture, { hash: picture.hash, whole: shot, small: null, thumbnail: shot });
      if (row.document !== undefined) {
        const bytes = new Uint8Array(Buffer.from(row.document, 'base64'));
        await session.draft.changeDocuments(() => [{ ...report, size: bytes.length }], [{ hash: report.hash, bytes }]);
      }
      if (row.format)
        await session.choices.chooseAnswering({
          answerFormat: { name: 'Answer', schema: { type: 'object', properties: { a: { type: 'null' } } } },
        });
      await session.send('u1', 'Why?');
      while (session.busy) {
        await pause(5);
        if (session.wait?.kind === 'retrying') clock.pass(60_000);
      }
      const reply = session.path[1]?.message;
      assert.ok(reply?.role === 'assistant' && reply.error, 'the turn has its error');
      const { sentence, action } = describeError(reply.error, translator({}), messageText(reply) !== '');
      assert.deepEqual(
        { kind: reply.error.kind, status: reply.status, action: action.kind },
        { kind: row.kind, status: 'failed', action: row.action },
      );
      assert.match(sentence, row.sentence);
      assert.match(sentence, /^[A-Z].*[.]$/, 'it is a sentence');
      assert.equal(messageText(reply), row.kept ?? '');
      assert.doesNotMatch(JSON.stringify(reply), new RegExp(key), 'the key is in none of it');

      if (reply.error.kind === 'documentRefused') {
        const hashes = reply.error.documents.map(({ hash }) => hash);
        assert.deepEqual(hashes, [report.hash]);
        await session.changePictures({ type: 'sending', hashes, sending: 'never' });
      }
      // What comes after an error works: the conversation is never wedged.
      if (row.unreachable || row.apiKey !== undefined || row.model !== undefined || row.maxTokens !== undefined) return;
      simulator.script({ reply: { text: 'Better.' } });
      await session.send('u2', 'Again?');
      while (session.busy) await pause(5);
      const next = session.path.at(-1)?.message;
      assert.equal(next && messageText(next), 'Better.');
    });
  }

  for (const reason of [...stopReasons, 'moon_phase'] as const) {
    it(`stop reason ${reason}: has its own words, or needs none`, async () => {
      simulator.script({
        reply: { text: 'So far.', stopReason: reason, ...(reason === 'refusal' ? { refusal: { category: 'bio' } } : {}) },
      });
      const { session } = await open(endings);
      await session.send('u1', 'Why?');
      while (session.busy) await pause(5);
      const reply = session.path[1]?.message;
      assert.ok(reply?.role === 'assistant');
      assert.equal(messageText(reply), 'So far.');
      const t = translator({});
      const words = reply.error ? describeError(reply.error, t) : reply.stopReason && describeStop(reply.stopReason, t);
      assert.equal(reply.stopReason, reason === 'moon_phase' ? 'other' : reason);
      if (reason === 'end_turn') assert.equal(words, null);
      else assert.match(words ? words.sentence : '', /^[A-Z].*[.]$/);
    });
  }

  it('stop reasons are told apart', () => {
    const sentences = stopReasons
      .map((reason) => describeStop(reason, translator({}))?.sentence)
      .filter((sentence) => sentence !== undefined);
    assert.equal(new Set(sentences).size, stopReasons.length - 2, 'all but an ordinary end and a refusal, which is an error');
  });

  async function open(
    row: Pick<Row, 'unreachable' | 'apiKey' | 'awsRegion' | 'model' | 'maxTokens' | 'format'>,
  ): Promise<{ session: Session; clock: FakeClock }> {
    const clock = new FakeClock();
    let ids = 0;
    const api = createModelApi({
      baseUrl: row.unreachable ? 'http://127.0.0.1:9' : simulator.url,
      apiKey: row.apiKey === undefined ? key : row.apiKey,
      ...(row.awsRegion === undefined ? {} : { aws: { region: row.awsRegion, workspaceId: 'wrkspc_01', signer: null } }),
      stallTimeout: 200,
      userAgent: 'Parley/test',
      now: Date.now,
    });
    const parts: SessionParts = {
      store: new FakeHistory(),
      clock,
      connect: () => Promise.resolve(api),
      settings: () => ({
        ...{
          model: row.model ?? 'claude-sonnet-5-5',
          maxTokens: row.maxTokens ?? 1000,
          effort: null,
          thinking: 'auto',
          instructions: '',
          caching: 'off',
        },
      }),
      model: () =>
        row.maxTokens === undefined && !row.format
          ? undefined
          : { ...sonnet, maxTokens: row.maxTokens ?? null, abilities: ['structured_outputs'] },
      newId: () => `id${++ids}`,
      log: () => {},
    };
    return { session: await Session.create(parts, { id: 'w', name: 'W' }), clock };
  }
});
