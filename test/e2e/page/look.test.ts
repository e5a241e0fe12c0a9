/** The page in every kind of theme at 300 pixels: nothing is cut off sideways, nothing is asked of the network. Pictures for people. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { draftOf } from '../../../src/shared/conversation.ts';
import { themeKinds } from '../driver/themes.ts';
import { openPage } from './pageInBrowser.ts';
import { assistantTurn, headerView, overloaded, snapshot, streamingTurn, summary, text, userTurn } from './samples.ts';
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
  usageState,
  viewerState,
  workbenchState,
} from './states.ts';

const pictures = join(process.cwd(), 'out', 'screenshots', 'page');

const answer = `The loop is **quadratic**: for each of the \`n\` rows it looks at every other row again.

\`\`\`ts
export const pairs = (rows: readonly Row[]) => [...Map.groupBy(rows, (row) => row.key).values()].flatMap(combine);
\`\`\`

| rows | before | after |
|---:|---:|---:|
| 100 000 | 118 s | 90 ms |

See \`aVeryLongIdentifierThatHasNoPlaceToBreakAndGoesOnAndOn\`.`;

const states: readonly (State & { readonly name: string })[] = [
  {
    name: 'no-key',
    snapshot: snapshot([], { header: headerView({ connection: { kind: 'noKey', host: null }, conversation: summary({ title: '' }) }) }),
  },
  {
    name: 'welcome',
    snapshot: snapshot([], {
      header: headerView({ connection: { kind: 'ready', host: '127.0.0.1:4010' }, conversation: summary({ title: '' }) }),
    }),
  },
  {
    name: 'answer',
    snapshot: snapshot([
      userTurn('u1', 'Why is this slow?'),
      assistantTurn('a1', '', {
        siblings: { index: 1, count: 3 },
        blocks: [{ type: 'thinking', text: 'A loop in a loop.' }, text(answer)],
      }),
    ]),
  },
  {
    name: 'streaming',
    snapshot: snapshot(
      [userTurn('u1', 'x'.repeat(2000), { siblings: { index: 0, count: 2 } }), streamingTurn('a1', { blocks: [text('It is')] })],
      {
        header: headerView({
          busy: true,
          queue: [
            {
              id: 'q1',
              text: 'and add a test that fails when the socket is closed twice',
              title: null,
              context: [],
              pictures: [],
              documents: [],
            },
          ],
        }),
        draft: draftOf('then a line in the changelog'),
      },
    ),
  },
  {
    name: 'failed',
    snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', 'Half of', { status: 'failed', error: overloaded })], {
      header: headerView({ notices: [{ kind: 'setAside', file: '/data/parley-2026-11-21.sqlite.damaged' }] }),
    }),
    afterwards: ({ page }) => page.getByRole('button', { name: 'Details' }).click(),
  },
  {
    name: 'history',
    snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', 'Two')]),
    afterwards: async (parley) => {
      await parley.answer('listConversations', [summary({ pinned: true }), ...headerView().recent]);
      await parley.post({ type: 'show', what: 'history' });
      await parley.page.getByRole('listitem').nth(1).hover();
    },
  },
  { name: 'usage', ...usageState },
  { name: 'instructions', ...instructionsState },
  { name: 'documents', ...documentsState },
  { name: 'pictures', ...picturesState },
  { name: 'viewer', ...viewerState },
  { name: 'workbench', ...workbenchState },
  { name: 'json', ...jsonState },
  { name: 'report', ...reportState },
  { name: 'budget', ...budgetState },
  { name: 'moved', ...movedState },
  { name: 'offers', ...offersState },
  { name: 'estimate', ...estimateState },
];

describe('The page: look', () => {
  before(() => mkdirSync(pictures, { recursive: true }));

  for (const { name, snapshot: shown, afterwards } of states) {
    it(`${name}, at 300 pixels`, async () => {
      for (const theme of themeKinds) {
        const parley = await openPage({ theme, snapshot: shown });
        await afterwards?.(parley);
        const wide = await parley.page.evaluate(() =>
          [
            document.documentElement,
            ...document.querySelectorAll('.turn-list, .welcome, .history-list, .composer-bar, .chips, .viewer, .notice, .turn-foot'),
          ]
            .filter((element) => element.scrollWidth > element.clientWidth)
            .map((element) => element.className || element.tagName),
        );
        assert.deepEqual(wide, [], theme);
        assert.deepEqual(parley.violations, []);
        await parley.page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
        await parley.page.close();
      }
    });
  }
});
