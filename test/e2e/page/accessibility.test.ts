/** The rules of WCAG 2.1 that a program can check, A and AA, by axe: on each state of the page, in a dark theme and in those of high contrast. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { ContextView } from '../../../src/shared/attachmentViews.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, noon, overloaded, snapshot, streamingTurn, summary, text, userTurn } from './samples.ts';
import {
  budgetState,
  documentsState,
  estimateState,
  instructionsState,
  jsonState,
  movedState,
  offersState,
  picturesState,
  reportState,
  type State,
  summaryState,
  usageState,
  viewerState,
  workbenchState,
} from './states.ts';

declare global {
  var axe: { readonly run: (context: Document, options: RunOptions) => Promise<AxeResults> };
}

const axeScript = readFileSync(join(process.cwd(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

const everything = `## Two ways

1. Keep the values **sorted**, as \`Map\` does[^1]
2. Keep *counts* of them, ~~or not~~

- [x] measured
- [ ] decided

\`\`\`ts
export const pairs = (rows: readonly Row[]) => [...Map.groupBy(rows, (row) => row.key).values()].flatMap(combine);
\`\`\`

| way | insert |
| --- | ---: |
| sorted | O(n) |

> The second is faster. See [the notes](https://example.com/notes) and \`src/math.ts:5\`.

$$\\sum_{n=1}^{10} n^2$$

![a picture](https://example.com/picture.png)

[^1]: In order of insertion.`;

const conversation = [userTurn('u1', 'Why is this slow?'), assistantTurn('a1', 'It looks at every row twice.')];

const chip: ContextView = {
  ...{ id: 'c1', kind: 'file', name: 'math.ts', path: 'src/math.ts', lines: [5, 8], language: 'typescript', note: null },
  ...{ preview: 'export const two = 2;', tokens: 1200, stale: false },
};

const states: readonly (State & { readonly name: string })[] = [
  {
    name: 'no key',
    snapshot: snapshot([], { header: headerView({ connection: { kind: 'noKey', host: null }, conversation: summary({ title: '' }) }) }),
  },
  {
    name: 'an empty conversation',
    snapshot: snapshot([], {
      header: headerView({ connection: { kind: 'ready', host: '127.0.0.1:4010' }, conversation: summary({ title: '' }) }),
    }),
  },
  {
    name: 'a recent conversation under the pointer',
    snapshot: snapshot([], { header: headerView({ conversation: summary({ title: '' }) }) }),
    afterwards: ({ page }) => page.getByRole('button', { name: /Why is the build slow/ }).hover(),
  },
  {
    name: 'an answer with all that Markdown has, and its thinking',
    snapshot: snapshot([
      userTurn('u1', 'x'.repeat(2000), { siblings: { index: 0, count: 2 } }),
      assistantTurn('a1', '', {
        siblings: { index: 1, count: 3 },
        blocks: [{ type: 'thinking', text: 'A loop in a loop.' }, text(everything)],
      }),
      userTurn('u2', '', { origin: 'continue' }),
      assistantTurn('a2', '', { status: 'stopped', blocks: [text('More'), { type: 'opaque', name: 'server_tool_use' }] }),
    ]),
    afterwards: async (parley) => {
      const { page } = parley;
      await page.getByRole('button', { name: /^Thought/ }).click();
      await page.getByRole('log').evaluate((log) => log.scrollTo(0, log.scrollHeight / 3));
      await parley.answer('knownSymbols', ['Map']);
      await until('a link to a symbol', async () => {
        await page.evaluate(() => dispatchEvent(new Event('focus')));
        return (await page.locator('code[role=link]').count()) > 0;
      });
      await page.locator('math').waitFor();
    },
  },
  {
    name: 'a reply that streams, with a queue',
    snapshot: snapshot([userTurn('u1', 'One'), streamingTurn('a1', { blocks: [text('It is')] })], {
      header: headerView({
        busy: true,
        queue: [{ id: 'q1', text: 'and add a test', title: null, context: [], pictures: [], documents: [] }],
      }),
      draft: draftOf('then a line in the changelog'),
    }),
  },
  {
    name: 'a wait for another attempt',
    snapshot: snapshot([userTurn('u1', 'One'), streamingTurn('a1')], {
      header: headerView({ busy: true, wait: { kind: 'retrying', reason: 'rateLimited', until: noon + 1e9 } }),
    }),
  },
  {
    name: 'an error with its details, a held queue and a trouble of the store',
    snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', 'Half of', { status: 'failed', error: overloaded })], {
      header: headerView({
        queue: [{ id: 'q1', text: 'and add a test', title: null, context: [], pictures: [], documents: [] }],
        notices: [{ kind: 'inMemory', reason: 'full' }],
      }),
    }),
    afterwards: ({ page }) => page.getByRole('button', { name: 'Details' }).click(),
  },
  {
    name: 'a reply that reached its longest length',
    snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', 'Half of', { stopReason: 'max_tokens' })]),
  },
  {
    name: 'chips, with the hover of one that has changed',
    snapshot: snapshot(
      [
        userTurn('u1', '', {
          blocks: [
            { type: 'context', item: chip },
            { type: 'instruction', title: 'Explain · src/math.ts:5–8', text: 'Explain this.' },
          ],
        }),
      ],
      { header: headerView({ context: [{ ...chip, stale: true }] }) },
    ),
    afterwards: async ({ page }) => {
      await page.getByRole('list', { name: 'Attachments' }).getByRole('button', { name: /^math/ }).hover();
      await page.getByRole('tooltip').waitFor();
    },
  },
  {
    name: 'the list of what can be named',
    snapshot: snapshot(conversation),
    afterwards: async (parley) => {
      const entries = [{ id: 'f1', kind: 'file', label: 'math.ts', detail: 'src', ranges: [[0, 1]] }];
      await parley.answer('mentions', [{ title: 'Files', loading: true, note: 'Some are left out.', entries, others: [] }]);
      await parley.page.getByRole('textbox', { name: 'Message Claude' }).pressSequentially('@m');
      await parley.page.getByRole('option').waitFor();
    },
  },
  {
    name: 'a prompt that is edited',
    snapshot: snapshot(conversation),
    afterwards: async ({ page }) => {
      await page.locator('[data-message-id=u1]').hover();
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
    },
  },
  {
    name: 'the menu of other conversations',
    snapshot: snapshot(conversation),
    afterwards: ({ page }) => page.getByRole('button', { name: 'Other conversations' }).click(),
  },
  {
    name: 'the title that is edited',
    snapshot: snapshot(conversation),
    afterwards: ({ page }) => page.getByRole('heading', { level: 1 }).getByRole('button').click(),
  },
  {
    name: 'the bar that finds',
    snapshot: snapshot(conversation),
    afterwards: async (parley) => {
      await parley.answer('findInConversation', [{ messageId: 'a1', count: 1 }]);
      await parley.page.keyboard.press('Control+f');
      await parley.page.getByRole('textbox', { name: 'Find in conversation' }).fill('row');
      await parley.page.getByText('1 of 1').waitFor();
    },
  },
  {
    name: 'the history',
    snapshot: snapshot(conversation),
    afterwards: async (parley) => {
      await parley.answer('listConversations', [summary({ pinned: true }), ...headerView().recent]);
      await parley.post({ type: 'show', what: 'history' });
      await parley.page.getByRole('listitem').nth(1).hover();
    },
  },
  {
    name: 'a search in the history of all workspaces, and a deletion',
    snapshot: snapshot(conversation),
    afterwards: async (parley) => {
      const hit = { conversation: summary({ id: 'c2' }), messageId: 'm', excerpt: 'every row twice', ranges: [[6, 9]] };
      await parley.answer('searchHistory', [hit, { ...hit, messageId: null }]);
      await parley.answer('listConversations', headerView().recent);
      await parley.post({ type: 'show', what: 'history' });
      await parley.page.getByRole('checkbox', { name: 'All workspaces' }).check();
      await parley.page
        .getByRole('button', { name: /^Delete / })
        .first()
        .click();
      await parley.page.getByRole('button', { name: 'Undo' }).waitFor();
      await parley.page.getByRole('searchbox').fill('row');
      await parley.page.locator('mark').first().waitFor();
    },
  },
  {
    name: 'a history in which nothing was said',
    snapshot: snapshot([]),
    afterwards: async (parley) => {
      await parley.post({ type: 'show', what: 'history' });
      await parley.page.getByText('Nothing was said here yet.').waitFor();
    },
  },
  { name: 'what a turn cost, and why the cache was missed', ...usageState },
  { name: 'what goes with every message', ...instructionsState },
  { name: 'documents in a prompt, in what is typed and cited', ...documentsState },
  { name: 'pictures in a prompt, in what is typed and on their way', ...picturesState },
  { name: 'a picture that is looked at', ...viewerState },
  { name: 'a picture that is worked on', ...workbenchState },
  { name: 'an answer in JSON', ...jsonState },
  { name: 'the usage report', ...reportState },
  { name: 'a budget that is used up', ...budgetState },
  { name: 'a summary, and turns that are left out', ...summaryState },
  { name: 'a folder that was moved', ...movedState },
  { name: 'conversations of other folders', ...offersState },
  { name: 'an estimate', ...estimateState },
];

/** What breaks a rule: the rule, where, and why. */
async function breaches({ page }: PageInBrowser): Promise<string[]> {
  await page.evaluate(axeScript);
  const results = await page.evaluate(() =>
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }),
  );
  assert.ok(results.passes.length > 10, `only ${results.passes.length} rules had something to look at`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Icons that show nothing: the packed style does not have them. */
function emptyIcons({ page }: PageInBrowser): Promise<string[]> {
  return page
    .locator('.codicon')
    .evaluateAll((icons) => icons.flatMap((icon) => (/^"."$/u.test(getComputedStyle(icon, '::before').content) ? [] : [icon.className])));
}

describe('The page: accessibility', () => {
  for (const { name, snapshot: shown, afterwards } of states) {
    for (const theme of ['dark', 'highContrast', 'highContrastLight'] as const) {
      it(`${name}, ${theme}: no rule is broken`, async () => {
        const parley = await openPage({ theme, snapshot: shown });
        await afterwards?.(parley);
        assert.deepEqual(await breaches(parley), []);
        assert.deepEqual(await emptyIcons(parley), []);
        assert.deepEqual(parley.violations, []);
        await parley.page.close();
      });
    }
  }
});
