/** An answer in JSON: a tree that grows while it comes, by keyboard too, what is said of it, and the line that says that it is asked for. */
import assert from 'node:assert/strict';
import type { Update } from '../../../src/shared/protocol.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, text, userTurn } from './samples.ts';

const format = { name: 'order.schema.json' };

describe('The page: answers in JSON', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const tree = () => parley.page.getByRole('tree', { name: 'Answer' });
  const item = (name: string | RegExp) => tree().getByRole('treeitem', { name });
  const rows = () => tree().locator('.json-item').allTextContents();
  const delta = (value: string): Update => ({ type: 'delta', messageId: 'a1', block: 0, text: value });
  const streaming = () => openPage({ snapshot: snapshot([userTurn('u1', 'One'), streamingTurn('a1', { blocks: [text('')], format })]) });
  const ended = (value: string, changes = {}) => assistantTurn('a1', value, { format, ...changes });
  const shown = async (value: string, check: unknown = { kind: 'fits' }, changes = {}) => {
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One')]) });
    await parley.answer('checkAnswer', check);
    await parley.update([{ type: 'turn', turn: ended(value, changes) }]);
    await parley.painted();
  };

  describe('while it comes', () => {
    it('grows as a tree, also where it is cut in a name, a text, an escape or a number', async () => {
      parley = await streaming();
      await parley.update(['{"na', 'me":"Te', 'a \\', 'n", "prices', '": [1', '2.5, tr', 'ue, nul'].map(delta));
      await parley.painted();
      assert.deepEqual(await rows(), ['2 properties', 'name: Tea \n', 'prices: 2 items', '0: 12.5', '1: true']);
      await parley.update([delta('l]'), delta('}')]);
      await parley.painted();
      assert.deepEqual((await rows()).slice(2), ['prices: 3 items', '0: 12.5', '1: true', '2: null']);
      // What it is compared with is asked for when it has ended.
      assert.equal((await parley.requests('checkAnswer')).length, 0);
    });

    it('costs the same at any length of what came', async () => {
      parley = await streaming();
      await parley.page.evaluate(() => {
        const counts = { records: 0 };
        Object.assign(globalThis, { parleyCounts: counts });
        const log = document.querySelector('[data-message-id=a1]');
        if (log)
          new MutationObserver((records) => (counts.records += records.length)).observe(log, {
            subtree: true,
            childList: true,
            characterData: true,
            attributes: true,
          });
      });
      const counted = () =>
        parley.page.evaluate(() => (globalThis as unknown as { parleyCounts: { records: number } }).parleyCounts.records);
      const cost = async (updates: readonly Update[]) => {
        const before = await counted();
        await parley.update(updates);
        await parley.painted();
        return (await counted()) - before;
      };
      const part = () => Array.from({ length: 20 }, () => delta('{"name":"word","n":[1]},'));
      await cost([delta('{"rows":[')]);
      const early = await cost(part());
      await cost(Array.from({ length: 3000 }, () => delta('{"name":"word","n":[1]},')));
      const late = await cost(part());
      assert.ok(late > 0 && late <= early, `${early} and ${late} changes`);
      // As many elements as for a small one: what is far down is made when it is asked for.
      assert.ok((await tree().locator('.json-item').count()) < 700);
      assert.match((await item(/^rows/).textContent()) ?? '', /3,040 items/);
    });

    it('shows what came of it where it is cut', async () => {
      parley = await streaming();
      await parley.update([delta('{"name":"Te')]);
      await parley.update([{ type: 'turn', turn: ended('{"name":"Te', { status: 'stopped', stopReason: null }) }]);
      await parley.painted();
      assert.deepEqual(await rows(), ['1 property', 'name: Te']);
      await parley.page.getByText('The JSON is not whole: the answer ended before it did.').waitFor();
      assert.equal((await parley.requests('checkAnswer')).length, 0);
    });

    it('is shown as it came where it turns out to be no JSON', async () => {
      parley = await streaming();
      await parley.update(['I can', 'not.'].map(delta));
      await parley.painted();
      await parley.page.getByText('I cannot.').waitFor();
      await parley.update([{ type: 'turn', turn: ended('I cannot.') }]);
      await parley.page.getByText('This is not JSON, so it is shown as it came.').waitFor();
      assert.equal(await parley.page.locator('.json-raw').textContent(), 'I cannot.');
      assert.equal(await tree().isVisible(), false);
    });

    it('goes on where a cut one is gone on with', async () => {
      parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), ended('{"n":1', { status: 'stopped', stopReason: null })]) });
      assert.deepEqual(await rows(), ['1 property', 'n: 1']);
      await parley.update([
        { type: 'turn', turn: streamingTurn('a1', { blocks: [text('{"n":1'), text('')], format }) },
        { type: 'delta', messageId: 'a1', block: 1, text: '2}' },
      ]);
      await parley.painted();
      assert.deepEqual(await rows(), ['1 property', 'n: 12']);
    });
  });

  describe('that has ended', () => {
    const answer = '{"id":12345678901234567890,"lines":[{"name":"Tea","price":2}],"note":null}';

    it('is compared with its schema once, copied in lines and saved by the host', async () => {
      await shown(answer);
      await parley.page.getByText('Fits “order.schema.json”').waitFor();
      await parley.page.getByRole('button', { name: 'Copy JSON' }).click();
      await parley.page.getByRole('button', { name: 'Save JSON' }).click();
      await until('the answer to be saved', async () => (await parley.requests('saveAnswer')).length === 1);
      const [copy] = await parley.requests('copyText');
      assert.equal(
        copy?.name === 'copyText' && copy.params.text,
        '{\n  "id": 12345678901234567890,\n  "lines": [\n    {\n      "name": "Tea",\n      "price": 2\n    }\n  ],\n  "note": null\n}',
      );
      const asked = (await parley.requests('checkAnswer')).map(({ params }) => params);
      assert.deepEqual(asked, [{ messageId: 'a1' }]);
    });

    it('that does not fit says where and by which rule, and how it came is a click away', async () => {
      const rules = [
        { path: '/lines/0/price', rule: 'minimum: 5' },
        { path: '', rule: 'required: "of"' },
      ];
      await shown(answer, { kind: 'breaks', rules, count: 2 });
      await parley.page.getByText('Does not fit “order.schema.json”: /lines/0/price breaks “minimum: 5” (and 1 more)').waitFor();
      assert.match((await parley.page.getByRole('note').getAttribute('title')) ?? '', /the whole breaks “required: "of"”$/);
      await parley.page.getByRole('button', { name: 'Show as it came' }).click();
      assert.equal(await parley.page.locator('.json-raw').textContent(), answer);
      assert.equal(await tree().isVisible(), false);
      await parley.page.getByRole('button', { name: 'Show as a tree' }).click();
      await tree().waitFor();
    });

    it('says why it could not be compared', async () => {
      await shown(answer, { kind: 'unchecked', reason: 'slow' });
      await parley.page.getByText('Comparing it with “order.schema.json” took too long.').waitFor();
    });

    it('is walked through by keyboard, as any tree', async () => {
      await shown(answer);
      await item(/properties/)
        .first()
        .focus();
      const focused = () => parley.page.evaluate(() => document.activeElement?.textContent);
      const press = async (key: string) => {
        await parley.page.keyboard.press(key);
        return focused();
      };
      assert.equal(await press('ArrowDown'), 'id: 12345678901234567890');
      assert.equal(await press('ArrowDown'), 'lines: 1 item');
      assert.equal(await press('ArrowRight'), '0: 2 properties');
      assert.equal(await press('ArrowLeft'), '0: 2 properties');
      assert.equal(await item(/^0/).getAttribute('aria-expanded'), 'false');
      assert.equal(await press('ArrowLeft'), 'lines: 1 item');
      assert.equal(await press('Enter'), 'lines: 1 item');
      assert.deepEqual(await rows(), ['3 properties', 'id: 12345678901234567890', 'lines: 1 item', 'note: null']);
      assert.equal(await press('ArrowRight'), 'lines: 1 item');
      assert.equal(await item(/^lines/).getAttribute('aria-expanded'), 'true');
      assert.equal(await press('End'), 'note: null');
      assert.equal(await press('Home'), '3 properties');
      // One stop of the tab key, where one was.
      assert.equal(await tree().locator('[tabindex="0"]').count(), 1);
      assert.deepEqual(await item(/^note/).getAttribute('aria-level'), '2');
    });

    it('shows a long list and a long text in part, and more of them when it is asked for', async () => {
      const long = 'long '.repeat(400);
      await shown(JSON.stringify({ text: long, list: Array.from({ length: 250 }, (_, n) => n) }));
      const shownText = () => item(/^text/).locator('.json-string').textContent();
      assert.equal((await shownText())?.length, 600);
      await item(/^text/).focus();
      await parley.page.keyboard.press('Enter');
      assert.equal(await shownText(), long);
      assert.equal(await tree().locator('.json-item').count(), 3 + 100 + 1);
      const more = item('Show more: 100 of 250 are shown');
      await more.focus();
      await parley.page.keyboard.press('Enter');
      assert.equal(await parley.page.evaluate(() => document.activeElement?.textContent), '100: 100');
      await item('Show more: 200 of 250 are shown').click();
      assert.equal(await tree().locator('.json-item').count(), 3 + 250);
    });

    it('makes elements of texts, and nothing else, of whatever the model wrote', async () => {
      await shown(JSON.stringify({ '<img src=x onerror=alert(1)>': '<script>alert(1)</script>', '[a](command:x)': '**b**' }));
      assert.deepEqual((await rows()).slice(1), ['<img src=x onerror=alert(1)>: <script>alert(1)</script>', '[a](command:x): **b**']);
      assert.equal(await tree().locator('img, script, a').count(), 0);
    });

    it('is found in', async () => {
      await shown(answer);
      await parley.answer('findInConversation', [{ messageId: 'a1', count: 1 }]);
      await parley.page.keyboard.press('Control+f');
      await parley.page.getByRole('textbox', { name: 'Find in conversation' }).fill('Tea');
      await parley.page.getByText('1 of 1').waitFor();
    });
  });

  describe('that are asked for', () => {
    it('are told above the message box, only while they are, with what is to be said of it', async () => {
      parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One')]) });
      const line = () => parley.page.getByRole('group', { name: 'Answer format' });
      assert.equal(await line().count(), 0);
      await parley.update([
        { type: 'header', header: headerView({ answerFormat: { ...format, note: 'Documents are not cited meanwhile.' } }) },
      ]);
      await line().getByText('Documents are not cited meanwhile.').waitFor();
      await line().getByRole('button', { name: 'Answers as JSON: order.schema.json' }).click();
      await line().getByRole('button', { name: 'Answer in free text' }).click();
      await until('both to be asked for', async () => (await parley.requests('clearAnswerFormat')).length === 1);
      assert.equal((await parley.requests('chooseAnswerFormat')).length, 1);
    });

    it('by a schema that the API refuses offer another', async () => {
      const error = { kind: 'formatRefused', requestId: null, detail: '400' } as const;
      parley = await openPage({
        snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', '', { blocks: [], status: 'failed', stopReason: null, error })]),
      });
      await parley.page.getByText('The API did not accept the schema that the answer was to be by.').waitFor();
      await parley.page.getByRole('button', { name: 'Change the answer format' }).click();
      await until('it to be asked for', async () => (await parley.requests('chooseAnswerFormat')).length === 1);
    });
  });
});
