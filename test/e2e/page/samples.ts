/** What a host would say, for tests: whole views with a few things of the test's own. */

import type { DraftDocumentView, PictureView } from '../../../src/shared/attachmentViews.ts';
import { type ConversationSummary, emptyDraft, initialViewState } from '../../../src/shared/conversation.ts';
import type { ChatError } from '../../../src/shared/errors.ts';
import type { HeaderView } from '../../../src/shared/headerView.ts';
import { noUsage } from '../../../src/shared/message.ts';
import type { Snapshot } from '../../../src/shared/protocol.ts';
import type { AssistantTurnView, BlockView, TurnView, UserTurnView } from '../../../src/shared/turnView.ts';
import type { UsageReportView } from '../../../src/shared/usageView.ts';

/** Frames after which nothing moves by itself any more: as many as the page corrects a place for, and one. */
export const settledFrames = 9;

/** The middle of a day, so that nothing is yesterday by accident. */
export const noon = new Date(new Date().setHours(12, 0, 0, 0)).getTime();

/** Why a reply failed. */
export const overloaded: ChatError = {
  kind: 'overloaded',
  retryAfter: null,
  requestId: 'req_011CSHoEeqs5C35K2UUqR7Fy',
  detail: 'overloaded_error: Overloaded',
};

export function summary(changes: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: 'conversation-1',
    workspaceId: 'workspace',
    workspaceName: 'sample',
    title: 'Fix flaky socket test',
    pinned: false,
    createdAt: noon,
    updatedAt: noon,
    messageCount: 2,
    ...changes,
  };
}

export function headerView(changes: Partial<HeaderView> = {}): HeaderView {
  return {
    conversation: summary(),
    connection: { kind: 'ready', host: null },
    model: { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', effort: null, thinking: null },
    instructions: { user: false, files: [], own: false },
    queue: [],
    context: [],
    pictures: [],
    documents: [],
    documentsLeftOut: 0,
    leftOut: null,
    pictureFates: {},
    busy: false,
    wait: null,
    usage: { tokens: 12_840, cost: 0.0412, partial: false },
    cachedUntil: null,
    next: { above: 12_000, counted: false, sent: 0, window: 1_000_000, perToken: { fresh: 2.5e-6, cached: 1e-7 } },
    hold: null,
    notices: [],
    recent: [
      summary({ id: 'recent-1', title: 'Why is the build slow on Windows?', updatedAt: noon - 3_600_000 }),
      summary({ id: 'recent-2', title: 'A parser for ISO 8601 durations, with tests for every edge', updatedAt: noon - 86_400_000 }),
      summary({ id: 'recent-3', title: 'Name for a cache that forgets', updatedAt: noon - 9 * 86_400_000 }),
    ],
    ...changes,
  };
}

export function text(value: string): BlockView {
  return { type: 'text', text: value };
}

/** A picture as the host shows it; each number is another one. */
export function pictureView(number: number, changes: Partial<PictureView> = {}): PictureView {
  return {
    id: `picture-${number}`,
    hash: String(number).padStart(64, '0'),
    type: 'image/png',
    width: 640,
    height: 400,
    size: 5_000,
    smallSize: null,
    name: `Shot ${number}`,
    note: null,
    description: null,
    tokens: 345,
    cost: 0.00069,
    ...changes,
  };
}

export function picture(number: number): BlockView {
  return { type: 'picture', picture: pictureView(number) };
}

/** A document as the host shows it; each number is another one. */
export function documentView(number: number, changes: Partial<DraftDocumentView> = {}): DraftDocumentView {
  return {
    ...{ id: `document-${number}`, name: `Report ${number}.pdf`, pages: 12, ranges: null, size: 1_240_000, citations: false },
    ...{ tokens: 27_600, cost: 0.0552, tooLong: false },
    ...changes,
  };
}

/** What `parleyAnswers` has for pictures: a drawing for each hash, but for those that end with 8. Runs in the page. */
export function answerPictures(): void {
  parleyAnswers['readPicture'] = async ({ hash }: { hash: string }) => {
    if (hash.endsWith('8')) return null;
    const canvas = new OffscreenCanvas(320, 200);
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.fillStyle = `hsl(${(Number(hash.slice(-3)) * 67) % 360} 60% 45%)`;
    context.fillRect(0, 0, 320, 200);
    context.fillStyle = 'white';
    context.font = '32px sans-serif';
    context.fillText(`Shot ${Number(hash.slice(-3))}`, 24, 112);
    return { type: 'image/png', bytes: await (await canvas.convertToBlob()).arrayBuffer() };
  };
}

export function userTurn(id: string, value: string, changes: Partial<UserTurnView> = {}): UserTurnView {
  return { id, role: 'user', origin: 'typed', createdAt: noon, siblings: { index: 0, count: 1 }, blocks: [text(value)], ...changes };
}

export function assistantTurn(id: string, value: string, changes: Partial<AssistantTurnView> = {}): AssistantTurnView {
  return {
    id,
    role: 'assistant',
    createdAt: noon,
    siblings: { index: 0, count: 1 },
    blocks: [text(value)],
    status: 'complete',
    model: 'claude-sonnet-5-5',
    modelName: 'Claude Sonnet 5.5',
    stopReason: 'end_turn',
    usage: { ...noUsage, input: 230, cacheRead: 1_024, output: 582 },
    cost: 0.0042,
    error: null,
    firstTokenAt: noon + 700,
    endedAt: noon + 9_000,
    cache: null,
    ...changes,
  };
}

/** A reply that has begun. */
export function streamingTurn(id: string, changes: Partial<AssistantTurnView> = {}): AssistantTurnView {
  return assistantTurn(id, '', {
    blocks: [],
    status: 'streaming',
    stopReason: null,
    usage: null,
    cost: null,
    firstTokenAt: null,
    endedAt: null,
    ...changes,
  });
}

export function snapshot(turns: readonly TurnView[], changes: Partial<Snapshot> = {}): Snapshot {
  return {
    header: headerView(),
    turns,
    hasEarlier: false,
    hasLater: false,
    draft: emptyDraft,
    viewState: initialViewState,
    ...changes,
  };
}

/** A conversation that is several views long. */
export function longConversation(pairs: number): TurnView[] {
  return Array.from({ length: pairs }, (_, index) => [
    userTurn(`prompt-${index}`, `Question ${index}`),
    assistantTurn(`reply-${index}`, `Answer ${index}.\n\n${'One more line of it.\n\n'.repeat(8)}`),
  ]).flat();
}

/** A conversation about documents, with a long name and what is cited. */
export function documentConversation(): TurnView[] {
  const longName = documentView(2, {
    name: 'Minutes of the meeting of the committee on tea, final version.pdf',
    pages: 20,
    ranges: [[3, 14]],
  });
  return [
    userTurn('u1', '', {
      blocks: [{ type: 'document', document: documentView(1) }, { type: 'document', document: longName }, text('What do they say of tea?')],
    }),
    assistantTurn('a1', '', {
      blocks: [
        text('The committee finds that '),
        {
          type: 'text',
          text: 'tea is to be served warm',
          citations: [{ name: 'Report 1.pdf', pages: [3, 3], quote: 'Tea is to be served warm.' }],
        },
        text(', and the minutes say '),
        {
          ...{ type: 'text', text: 'by whom' },
          citations: [1, 2].map((page) => ({
            name: longName.name,
            pages: [page, page] as const,
            quote: 'By the one who sits next to the pot.',
          })),
        },
        text('. Nothing is said of coffee.'),
      ],
    }),
  ];
}

/** Documents of which one has more pages than the model takes. */
export function typedDocuments(): DraftDocumentView[] {
  return [
    documentView(3, { citations: true }),
    documentView(4, {
      name: 'Everything that was ever said about tea in this house.pdf',
      pages: 700,
      tokens: 1_610_000,
      cost: 3.22,
      tooLong: true,
    }),
  ];
}

/** A month of usage, of which some has no known price. */
export function usageReportView(): UsageReportView {
  const dollars = (at: number) => [0, 0.0312, 0.4, 1.27, 0, 0.82, 2.4][at % 7] ?? 0;
  const days = Array.from({ length: 30 }, (_, at) => {
    const cost = dollars(at);
    const day = new Date(new Date(noon).setHours(0, 0, 0, 0));
    day.setDate(day.getDate() - 29 + at);
    return { day: day.getTime(), cost, tokens: Math.round(cost * 180_000), partial: at === 29, turns: cost === 0 ? 0 : 3 };
  });
  const sum = (cost: number, turns: number, partial = false) => ({ cost, turns, partial, tokens: Math.round(cost * 180_000) });
  return {
    days,
    models: [
      { id: 'claude-opus-5-5', name: 'Claude Opus 5.5', ...sum(12.4, 20) },
      { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', ...sum(6.31, 41) },
      {
        id: 'a-model-with-a-long-name-of-a-gateway-2026',
        name: 'a-model-with-a-long-name-of-a-gateway-2026',
        ...sum(0, 3, true),
        tokens: 5000,
      },
    ],
    conversations: [
      { id: 'conversation-1', name: 'Fix flaky socket test', ...sum(9.02, 30) },
      { id: 'recent-2', name: 'A parser for ISO 8601 durations, with tests for every edge', ...sum(5.5, 12) },
      { id: 'recent-3', name: '', ...sum(0.0003, 1, true) },
    ],
    total: sum(18.71, 64, true),
  };
}
