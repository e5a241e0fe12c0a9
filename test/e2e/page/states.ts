/** States of the page that several suites look at. */
import { draftOf } from '../../../src/shared/conversation.ts';
import { noUsage } from '../../../src/shared/message.ts';
import type { Snapshot } from '../../../src/shared/protocol.ts';
import type { PageInBrowser } from './pageInBrowser.ts';
import {
  answerPictures,
  assistantTurn,
  documentConversation,
  headerView,
  noon,
  picture,
  pictureView,
  snapshot,
  summary,
  text,
  typedDocuments,
  usageReportView,
  userTurn,
} from './samples.ts';

export interface State {
  /** What the page is opened with. */
  readonly snapshot: Snapshot;
  readonly afterwards?: (parley: PageInBrowser) => Promise<unknown>;
}

/** Documents in a prompt, in what is typed, and cited. */
export const documentsState: State = {
  snapshot: snapshot(documentConversation(), { header: headerView({ documents: typedDocuments() }), draft: draftOf('And of sugar?') }),
  afterwards: async ({ page }) => {
    await page.getByRole('button', { name: 'Citation 1: Report 1.pdf, page 3' }).hover();
    await page.getByRole('tooltip').waitFor();
  },
};

/** Pictures in a prompt, in what is typed, and one whose price is not known. */
export const picturesState: State = {
  snapshot: snapshot(
    [
      userTurn('u1', '', { blocks: [1, 2, 3, 4, 5].map(picture).concat(text('Which of these is the newest?')) }),
      assistantTurn('a1', 'The third one.'),
    ],
    { draft: draftOf('And of these?') },
  ),
  afterwards: async (parley) => {
    await parley.page.evaluate(answerPictures);
    const large = {
      name: 'Screenshot of the settings page with everything open.png',
      width: 2576,
      height: 1449,
      tokens: 4784,
      cost: 0.009568,
    };
    await parley.update([
      {
        type: 'snapshot',
        snapshot: snapshot(
          [
            userTurn('u9', '', { blocks: [6, 7, 8, 9, 10].map(picture).concat(text('Which of these is the newest?')) }),
            assistantTurn('a9', 'The third one.'),
          ],
          {
            header: headerView({ pictures: [pictureView(11), pictureView(12, large), pictureView(18, { cost: null })] }),
            draft: draftOf('And of these?'),
          },
        ),
      },
    ]);
    await parley.painted();
    await parley.page.getByRole('button', { name: 'View Shot 10' }).locator('img').waitFor();
    await parley.page.getByRole('button', { name: 'View Shot 18' }).locator('.codicon-warning').waitFor();
  },
};

/** A picture that is looked at. */
export const viewerState: State = {
  snapshot: snapshot([]),
  afterwards: async (parley) => {
    await parley.page.evaluate(answerPictures);
    await parley.update([
      { type: 'header', header: headerView({ pictures: [pictureView(3, { note: 'Scaled down from 5,000 × 4,000' })] }) },
    ]);
    await parley.painted();
    await parley.page.getByRole('button', { name: 'View Shot 3' }).click();
    await parley.page.getByRole('dialog').getByRole('img').waitFor();
  },
};

/** A picture that is worked on: one place is redacted, and a text is being placed. */
export const workbenchState: State = {
  snapshot: snapshot([]),
  afterwards: async (parley) => {
    await parley.page.evaluate(answerPictures);
    await parley.update([{ type: 'header', header: headerView({ pictures: [pictureView(3, { description: 'A button' })] }) }]);
    await parley.painted();
    await parley.page.getByRole('button', { name: 'View Shot 3' }).click();
    await parley.page.getByRole('button', { name: 'Redact' }).focus();
    await parley.page.keyboard.press('Enter');
    await parley.page.keyboard.press('Enter');
    await parley.page.getByRole('button', { name: 'Text', exact: true }).focus();
    await parley.page.keyboard.press('Enter');
    await parley.page.getByRole('button', { name: 'Replace' }).waitFor();
  },
};

const question = [userTurn('u1', 'Why is this slow?'), assistantTurn('a1', 'It is a loop in a loop.')];

/** The usage of a month. */
export const reportState: State = {
  snapshot: snapshot(question),
  afterwards: async (parley) => {
    await parley.answer('usageReport', usageReportView());
    await parley.post({ type: 'show', what: 'usage' });
    await parley.page.getByRole('table', { name: 'By conversation' }).waitFor();
  },
};

/** A folder that was moved, and the history that offers what was had in others. */
export const movedState: State = {
  snapshot: snapshot(question, {
    header: headerView({ notices: [{ kind: 'moved', key: 'move-1', count: 3, from: '~/work/kettle', done: true }] }),
  }),
};

/** The end of the history, with what is offered of other folders. */
export const offersState: State = {
  snapshot: snapshot(question),
  afterwards: async (parley) => {
    await parley.answer('listConversations', [summary()]);
    await parley.answer('listOffers', [
      { key: 'offer-1', count: 12, from: '~/work/kettle', why: 'clone' },
      { key: 'offer-2', count: 1, from: '/srv/somewhere/deep/below/a-rather-long-name-of-a-folder/kettle-fork', why: 'relative' },
    ]);
    await parley.answer('listOffered', [
      summary({ id: 'offered-1', title: 'Why does the kettle whistle?' }),
      summary({ id: 'offered-2', title: 'A lid that does not fall off', updatedAt: noon - 86_400_000 }),
    ]);
    await parley.post({ type: 'show', what: 'history' });
    const offer = parley.page.getByRole('region', { name: '~/work/kettle' });
    await offer.getByRole('button', { name: 'Show' }).click();
    await offer.getByText('Why does the kettle whistle?').waitFor();
  },
};

/** A budget that is used up. */
export const budgetState: State = {
  snapshot: snapshot(question, { header: headerView({ hold: { kind: 'refuse', scope: 'day', spent: 5.02, partial: true, limit: 5 } }) }),
};

/** A prompt that is about to fill the model's window, where one is asked before it is sent. */
export const estimateState: State = {
  snapshot: snapshot(question, {
    header: headerView({
      hold: { kind: 'ask', scope: 'conversation', spent: 1.02, partial: false, limit: 1 },
      next: { above: 840_000, counted: true, sent: 0, window: 1_000_000, perToken: { fresh: 2.5e-6, cached: 1e-7 } },
    }),
    draft: draftOf('And is there a faster way?'),
  }),
};

/** What a turn cost, with why the cache was missed. */
export const usageState: State = {
  snapshot: snapshot([
    userTurn('u1', 'And of these?'),
    assistantTurn('a1', 'The third one.', {
      usage: { ...noUsage, input: 230, cacheRead: 1_024, cacheWrite5m: 18_400, output: 582 },
      cache: {
        ...{ caching: '5m', expected: 18_000, miss: { reason: 'system_changed', tokens: 17_000 } },
        changes: [
          { type: 'instructions', name: '.github/copilot-instructions.md' },
          { type: 'files', what: 'leftOut', count: 2 },
        ],
      },
    }),
  ]),
  afterwards: ({ page }) => page.locator('.usage-line').click(),
};

/** What goes with every message. */
export const instructionsState: State = {
  snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', 'Two.')], {
    header: headerView({
      model: { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', effort: 'medium', thinking: null },
      instructions: {
        user: true,
        files: [
          { path: 'AGENTS.md', tokens: 1200, on: true, note: null },
          { path: 'CLAUDE.md', tokens: 1200, on: true, note: 'Says the same as another one.' },
          {
            ...{ path: '.github/copilot-instructions.md', tokens: 0, on: false },
            note: 'Is not sent: it is too long (70,000 characters of at most 60,000).',
          },
        ],
        own: true,
      },
    }),
  }),
  afterwards: async (parley) => {
    await parley.answer('readInstructions', { text: 'Answer with numbers that were measured.\nName what you are not sure of.' });
    await parley.page.getByRole('button', { name: /^Instructions: / }).click();
    await parley.page.getByRole('button', { name: 'Save as preset' }).and(parley.page.locator(':enabled')).waitFor();
  },
};

const order = {
  id: 'A-1042',
  paid: true,
  note: null,
  lines: [
    { name: 'Tea, green, in bags of a hundred grams each', price: 12.5 },
    { name: 'A pot', price: 0 },
  ],
};

/** An answer in JSON that does not fit, and the line that says that more of them are asked for. */
export const jsonState: State = {
  snapshot: snapshot(
    [userTurn('u1', 'What was ordered?'), assistantTurn('a1', JSON.stringify(order), { format: { name: 'order.schema.json' } })],
    {
      header: headerView({
        answerFormat: { name: 'order.schema.json', note: 'Documents are not cited meanwhile: the API cannot do both.' },
      }),
    },
  ),
  afterwards: async (parley) => {
    await parley.answer('checkAnswer', { kind: 'breaks', rules: [{ path: '/lines/1/price', rule: 'minimum: 1' }], count: 1 });
    await parley.update([{ type: 'turn', turn: assistantTurn('a2', JSON.stringify(order), { format: { name: 'order.schema.json' } }) }]);
    // Whether the first one is asked about as well depends on how soon it is drawn.
    await parley.page.locator('[data-message-id=a2]').getByText('/lines/1/price breaks').waitFor();
    await parley.page.getByRole('treeitem', { name: /^paid/ }).first().focus();
  },
};

/** A summary that is unfolded, and turns after it that do not fit any more. */
export const summaryState: State = {
  snapshot: snapshot(
    [
      userTurn('u1', 'Which way of keeping the median is the faster one?'),
      assistantTurn('a1', 'Counts, where there are few values.'),
      assistantTurn('s1', '- Counts are faster than a heap where there are **few values**.\n- Open: how to test that.', {
        summary: { turns: 12, isPart: true, stands: true, prompt: { id: 'ask', siblings: { index: 1, count: 2 } } },
      }),
      userTurn('u2', 'And without sorting?'),
      assistantTurn('a2', 'With a histogram.'),
      userTurn('u3', 'How large is that?'),
      assistantTurn('a3', 'As large as there are values.'),
    ],
    { header: headerView({ leftOut: { turns: 1, beforeId: 'u3' } }) },
  ),
  afterwards: ({ page }) => page.getByRole('button', { name: 'Summary of 12 earlier turns' }).click(),
};
