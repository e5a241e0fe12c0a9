/**
 * A page that is used for long: hundreds of turns, conversations that are opened and left, all that opens and closes. What it holds at the end,
 * in the same state and after its garbage was collected, is what it held soon after its beginning.
 */
import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import type { MentionGroupView } from '../../../src/shared/mentionView.ts';
import type { TurnView } from '../../../src/shared/turnView.ts';
import { full } from '../../faults/size.ts';
import { samplesFor } from '../../sim/demoSamples.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import {
  answerPictures,
  assistantTurn,
  documentConversation,
  headerView,
  picture,
  pictureView,
  snapshot,
  streamingTurn,
  summary,
  text,
  usageReportView,
  userTurn,
} from './samples.ts';

/** Rounds before it is measured, and when it is measured again. A round is a turn that streams, and one of what opens and closes. */
const [first, last] = full ? [60, 660] : [20, 60];
const mega = 2 ** 20;

/**
 * By the browser's own names, and by how much each may be more at the end. Nodes are so many for the browser keeps what was typed, to undo it: two
 * for each time that the list behind @ is opened here, and as many where a text is typed that opens nothing.
 */
const bounds = { Nodes: 150, JSEventListeners: 15, Documents: 0, Frames: 0, LayoutObjects: 50, JSHeapUsedSize: 1.5 * mega } as const;
type Metric = keyof typeof bounds;
const metrics: readonly Metric[] = ['Nodes', 'JSEventListeners', 'Documents', 'Frames', 'LayoutObjects', 'JSHeapUsedSize'];
type Measured = Readonly<Record<Metric, number>>;

const answer = samplesFor('code table lists quote math').join('\n\n');
const failed = { kind: 'overloaded', retryAfter: null, requestId: 'req_01', detail: 'overloaded_error: Overloaded' } as const;
const groups: readonly MentionGroupView[] = [
  {
    ...{ title: 'Files', others: [], loading: false, note: null },
    entries: [{ id: 'f1', kind: 'file', label: 'math.ts', detail: 'src', ranges: [[0, 1]] }],
  },
];

describe('The page: what it holds', function () {
  this.timeout(full ? 900_000 : 90_000);
  let parley: PageInBrowser;
  let session: CDPSession;
  /** Of the conversation that is shown. */
  let header = headerView();
  /** The same before each measuring. */
  const rest = snapshot([userTurn('u-rest', 'Why?'), assistantTurn('a-rest', 'Because.')]);

  before(async () => {
    parley = await openPage({ snapshot: rest });
    session = await parley.page.context().newCDPSession(parley.page);
    await session.send('Performance.enable');
    await parley.page.evaluate(answerPictures);
    await parley.answer('usageReport', usageReportView());
    await parley.answer('mentions', groups);
    await parley.answer('listConversations', [summary({ pinned: true }), ...headerView().recent]);
    await parley.answer('knownSymbols', ['primes']);
    await parley.answer('loadAround', null);
  });
  after(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });

  /** Opens another conversation, in which there is one of each. */
  async function open(round: number, more: readonly TurnView[] = []): Promise<void> {
    const turns = [
      userTurn(`u-${round}`, '', { blocks: [picture(1 + (round % 5)), text(`Question ${round}`)] }),
      assistantTurn(`a-${round}`, answer, { siblings: { index: 0, count: 2 } }),
      ...documentConversation().map((turn) => ({ ...turn, id: `${turn.id}-${round}` })),
      userTurn(`v-${round}`, 'And then?'),
      assistantTurn(`b-${round}`, 'Half of', { status: 'failed', error: failed }),
      ...more,
    ];
    header = headerView({ conversation: summary({ id: `conversation-${round}`, title: `Conversation ${round}` }) });
    await parley.update([{ type: 'snapshot', snapshot: snapshot(turns, { header }) }]);
    await parley.painted();
  }

  /** A reply that streams into the conversation that is shown. */
  async function stream(round: number): Promise<void> {
    const id = `streamed-${round}`;
    await parley.update([
      { type: 'turn', turn: userTurn(`asked-${round}`, 'Go on') },
      { type: 'turn', turn: streamingTurn(id) },
      { type: 'turn', turn: streamingTurn(id, { blocks: [text('')] }) },
    ]);
    for (const part of answer.match(/[\s\S]{1,1000}/g) ?? []) {
      const deltas = part.match(/[\s\S]{1,20}/g) ?? [];
      await parley.update(deltas.map((delta) => ({ type: 'delta', messageId: id, block: 0, text: delta })));
      await parley.painted();
    }
    await parley.update([{ type: 'turn', turn: assistantTurn(id, answer) }]);
    await parley.painted();
  }

  /** Opens something and closes it again. */
  const acts: Readonly<Record<string, () => Promise<void>>> = {
    'the history': async () => {
      await parley.post({ type: 'show', what: 'history' });
      await parley.page.getByRole('listitem').nth(1).hover();
      await parley.post({ type: 'show', what: 'conversation' });
      await box().waitFor();
    },
    finding: async () => {
      await parley.answer('findInConversation', []);
      await parley.page.keyboard.press('Control+f');
      await parley.page.getByRole('textbox', { name: 'Find in conversation' }).fill('prime');
      await parley.page.keyboard.press('Escape');
      await parley.page.getByRole('textbox', { name: 'Find in conversation' }).waitFor({ state: 'detached' });
    },
    'the list behind @': async () => {
      await box().fill('');
      await box().pressSequentially('@m');
      await parley.page.getByRole('option').first().waitFor();
      await box().press('Escape');
      await box().fill('');
      await parley.page.getByRole('option').first().waitFor({ state: 'detached' });
    },
    'the menu of other conversations': async () => {
      await parley.page.getByRole('button', { name: 'Other conversations' }).click();
      await parley.page.getByRole('menuitem').first().waitFor();
      await parley.page.keyboard.press('Escape');
      await parley.page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    },
    'a picture': async () => {
      await parley.update([{ type: 'header', header: { ...header, pictures: [pictureView(3)] } }]);
      await parley.painted();
      await parley.page.getByRole('list', { name: 'Attachments' }).getByRole('button', { name: 'View Shot 3' }).click();
      await parley.page.getByRole('dialog').getByRole('img').waitFor();
      await parley.page.keyboard.press('Escape');
      await parley.page.getByRole('dialog').waitFor({ state: 'detached' });
      await parley.update([{ type: 'header', header }]);
      await parley.painted();
    },
    'the usage report': async () => {
      await parley.post({ type: 'show', what: 'usage' });
      await parley.page.getByRole('table', { name: 'By conversation' }).waitFor();
      await parley.post({ type: 'show', what: 'conversation' });
      await parley.page.getByRole('table', { name: 'By conversation' }).waitFor({ state: 'detached' });
    },
    'the details of an error': async () => {
      await parley.page.getByRole('button', { name: 'Details', exact: true }).last().click();
      await parley.page.getByRole('button', { name: 'Copy details' }).waitFor();
      await parley.page.getByRole('button', { name: 'Details', exact: true }).last().click();
      await parley.page.getByRole('button', { name: 'Copy details' }).waitFor({ state: 'detached' });
    },
    'a prompt that is edited': async () => {
      const prompt = parley.page.locator('[data-role=user]').last();
      await prompt.hover();
      await prompt.getByRole('button', { name: 'Edit' }).click();
      await parley.page.getByRole('button', { name: 'Cancel' }).click();
      await parley.page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    },
    'being hidden and shown, in the focus and out of it': async () => {
      await parley.page.evaluate(() => {
        for (const event of ['blur', 'pagehide', 'pageshow', 'focus']) dispatchEvent(new Event(event));
        document.dispatchEvent(new Event('visibilitychange'));
      });
    },
    'another theme': async () => {
      await parley.page.evaluate(() => {
        const { dataset } = document.body;
        dataset['vscodeThemeId'] = dataset['vscodeThemeId'] === 'One' ? 'Other' : 'One';
      });
    },
  };

  async function measure(): Promise<Measured> {
    await parley.update([{ type: 'snapshot', snapshot: rest }]);
    await parley.painted();
    await box().focus();
    await parley.page.evaluate(async () => {
      // The host's part of the page, and what waits for an idle moment.
      parleyPosted.length = 0;
      for (let frame = 0; frame < 60; frame++) await new Promise(requestAnimationFrame);
    });
    for (let turn = 0; turn < 3; turn++) await session.send('HeapProfiler.collectGarbage');
    const { metrics: all } = await session.send('Performance.getMetrics');
    const value = (name: Metric) => all.find((each) => each.name === name)?.value ?? assert.fail(`${name} is not measured`);
    return {
      Nodes: value('Nodes'),
      JSEventListeners: value('JSEventListeners'),
      Documents: value('Documents'),
      Frames: value('Frames'),
      LayoutObjects: value('LayoutObjects'),
      JSHeapUsedSize: value('JSHeapUsedSize'),
    };
  }

  it(`is the same after ${last} turns as after ${first}`, async () => {
    const names = Object.keys(acts);
    let before: Measured | undefined;
    for (let round = 1; round <= last; round++) {
      await open(round);
      await stream(round);
      await acts[names[round % names.length] ?? '']?.();
      // What the host was told is the test's own.
      await parley.page.evaluate(() => void parleyPosted.splice(0));
      if (round === first) before = await measure();
    }
    const after = await measure();
    assert.ok(before);
    const rows = metrics.map((name) => {
      const shown = (value: number) => (name === 'JSHeapUsedSize' ? `${(value / mega).toFixed(2)} MB` : String(value));
      return [name, shown(before[name]), shown(after[name]), shown(bounds[name])];
    });
    for (const [name = '', ...cells] of [['after turns', String(first), String(last), 'may grow by'], ...rows])
      console.log(`    ${name.padEnd(18)}${cells.map((cell) => cell.padStart(14)).join('')}`);
    const grown = metrics.filter((name) => after[name] - before[name] > bounds[name]);
    assert.deepEqual(grown, []);
  });
});
