/** Answers by a schema in a real window: chosen by keyboard, sent as the API takes it, shown as a tree, compared, copied, saved, there after a reload. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../src/shared/json.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { say } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { pickRow, proposedPath, quickInput, quickRows, runCommand, setTheme, typeIntoInputBox } from './driver/workbench.ts';

const schema = {
  title: 'Order',
  type: 'object',
  properties: { id: { type: 'string' }, lines: { type: 'array', items: { $ref: '#/$defs/Line' } } },
  required: ['id', 'lines'],
  $defs: {
    Line: { type: 'object', properties: { name: { type: 'string' }, price: { type: 'number', minimum: 1 } }, required: ['name', 'price'] },
  },
};
const sentSchema = {
  type: 'object',
  title: 'Order',
  properties: { id: { type: 'string' }, lines: { type: 'array', items: { $ref: '#/$defs/Line' } } },
  required: ['id', 'lines'],
  additionalProperties: false,
  $defs: {
    Line: {
      type: 'object',
      properties: { name: { type: 'string' }, price: { type: 'number', description: '{minimum: 1}' } },
      required: ['name', 'price'],
      additionalProperties: false,
    },
  },
};
const fitting = '{"id":"A-1","lines":[{"name":"Tea","price":12345678901234567890}]}';

describe('answers by a schema', () => {
  let chat: OpenChat;
  const page = () => chat.window.page;
  const line = () => chat.parley.getByRole('group', { name: 'Answer format' });
  const tree = () => chat.parley.getByRole('tree', { name: 'Answer' }).last();
  const format = () => {
    const config = chat.simulator.requests.at(-1)?.body['output_config'];
    return isObject(config) ? config['format'] : undefined;
  };

  before(async () => {
    chat = await openChat(300);
    const { folder } = chat.window.editor;
    mkdirSync(join(folder, 'schemas'), { recursive: true });
    writeFileSync(join(folder, 'schemas', 'order.schema.json'), JSON.stringify(schema));
    writeFileSync(join(folder, 'schemas', 'circle.schema.json'), JSON.stringify({ type: 'object', properties: { next: { $ref: '#' } } }));
    writeFileSync(
      join(folder, 'src', 'shapes.ts'),
      'export interface Shape {\n  /** In metres. */\n  width: number;\n  kind?: "round" | "square";\n  made: Date;\n}\n\ninterface Box { width: number }\n',
    );
    // What is excluded from the editor's lists is not offered here either.
    writeFileSync(join(folder, '.gitignore'), 'ignored/\n');
    mkdirSync(join(folder, 'ignored'), { recursive: true });
    writeFileSync(join(folder, 'ignored', 'hidden.schema.json'), JSON.stringify(schema));
  });

  after(() => chat.close());

  /** The editor shows no toasts to a test; they are all in its notification centre. */
  async function told(text: string): Promise<void> {
    const centre = page().locator('.notifications-center');
    if (!(await centre.isVisible())) await runCommand(page(), 'Notifications: Show Notifications');
    await centre.locator('.notification-list-item').filter({ hasText: text }).waitFor();
  }

  /** @param place a file, and after a colon its line */
  async function goTo(place: string): Promise<void> {
    await runCommand(page(), 'Go to File...');
    await quickInput(page()).fill(place);
    await quickRows(page()).filter({ hasText: 'shapes.ts' }).first().waitFor();
    await page().keyboard.press('Enter');
    await page()
      .getByText(`Ln ${place.split(':')[1]}, `)
      .waitFor();
  }

  /** The list goes when focus does, as it may when the palette gives it back to the view: then it is asked for again, as one would. */
  async function choose(label: string): Promise<void> {
    await until(
      `“${label}” to be chosen`,
      async () => {
        if (!(await quickInput(page()).isVisible())) await openFormats();
        // What is read of the workspace's files comes into the list when it is there, and moves the rows below it.
        await quickRows(page()).filter({ hasText: 'schemas/' }).first().waitFor({ timeout: 5000 });
        await pickRow(page(), label, 5000);
        return true;
      },
      60_000,
    );
  }

  async function openFormats(): Promise<void> {
    if ((await line().count()) === 0) await runCommand(page(), 'Parley: Answer Format');
    else
      await line()
        .getByRole('button', { name: /^Answers as JSON/ })
        .click();
  }

  it('are chosen in the list of the model, among the workspace’s schemas, and told above the box', async () => {
    await chat.parley.getByRole('button', { name: /^Model: / }).click();
    await quickInput(page()).fill('Answer format');
    await pickRow(page(), 'Answer format…');
    await quickRows(page()).filter({ hasText: 'order.schema.json' }).first().waitFor();
    const offered = await quickRows(page()).allTextContents();
    assert.ok(!offered.some((row) => row.includes('hidden.schema.json')), offered.join('\n'));
    await screenshot(page(), 'structured/picker-light');
    await pickRow(page(), 'order.schema.json');
    await line().getByRole('button', { name: 'Answers as JSON: order.schema.json' }).waitFor();
    await told('Told in words, as the API does not know these rules: minimum.');
  });

  it('are asked for by the schema as the API takes it, and shown as a tree that fits', async () => {
    chat.simulator.script({ reply: { text: fitting } });
    await say(chat.parley, 'What was ordered?');
    assert.deepEqual(format(), { type: 'json_schema', schema: sentSchema });
    await tree().getByRole('treeitem', { name: 'name: Tea' }).waitFor();
    await chat.parley.getByText('Fits “order.schema.json”').waitFor();
  });

  it('are copied in lines, and saved where the user says', async () => {
    const inLines = '{\n  "id": "A-1",\n  "lines": [\n    {\n      "name": "Tea",\n      "price": 12345678901234567890\n    }\n  ]\n}';
    await chat.parley.getByRole('button', { name: 'Copy JSON' }).last().click();
    await until(
      'the clipboard',
      async () =>
        (await page()
          .evaluate(() => navigator.clipboard.readText())
          .catch(() => '')) === inLines,
    );
    const target = join(chat.window.editor.folder, 'saved.json');
    await proposedPath(page(), () => chat.parley.getByRole('button', { name: 'Save JSON' }).last().click(), 'order.json');
    await typeIntoInputBox(page(), target);
    await until('the file', async () => {
      try {
        return readFileSync(target, 'utf8') === `${inLines}\n`;
      } catch {
        return false;
      }
    });
  });

  it('that do not fit say by which rule and where; in every theme', async () => {
    chat.simulator.script({
      reply: { text: '{"id":"A-2","lines":[{"name":"Tea","price":2},{"name":"A pot, of clay, for a whole family","price":0}]}' },
    });
    await say(chat.parley, 'And today?');
    await chat.parley.getByText('Does not fit “order.schema.json”: /lines/1/price breaks “minimum: 1”').waitFor();
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await setTheme(chat.window, theme);
      await screenshot(page(), `structured/answer-${theme}`, 'view');
    }
    await setTheme(chat.window, 'light');
  });

  it('are there after a reload, as trees, with the line above the box', async () => {
    await chat.window.reload();
    await tree().getByRole('treeitem', { name: 'price: 0' }).waitFor();
    await line().getByRole('button', { name: 'Answers as JSON: order.schema.json' }).waitFor();
    assert.equal(await chat.parley.getByRole('tree', { name: 'Answer' }).count(), 2);
  });

  it('by a type under the cursor: one that cannot be is refused in words, and what was chosen stays', async function () {
    // The palette is typed into key by key.
    this.timeout(120_000);
    await goTo('shapes.ts:3');
    await choose('From the TypeScript type under the cursor');
    await told('“Shape” cannot be made a schema: JSON has no “Date”. A text or a number may stand for it.');
    await line().getByRole('button', { name: 'Answers as JSON: order.schema.json' }).waitFor();
  });

  it('by another type of the file are asked for as it is declared', async function () {
    // The palette is typed into key by key.
    this.timeout(120_000);
    await goTo('shapes.ts:8');
    await choose('From the TypeScript type under the cursor');
    await line().getByRole('button', { name: 'Answers as JSON: Box' }).waitFor();
    await say(chat.parley, 'A box, please');
    assert.deepEqual(format(), {
      type: 'json_schema',
      schema: { type: 'object', title: 'Box', properties: { width: { type: 'number' } }, required: ['width'], additionalProperties: false },
    });
    await tree()
      .getByRole('treeitem', { name: /^width: / })
      .waitFor();
  });

  it('by a schema that leads back to itself are refused in words', async () => {
    await choose('circle.schema.json');
    await told('“circle.schema.json” cannot be used: # leads back to itself');
    await line().getByRole('button', { name: 'Answers as JSON: Box' }).waitFor();
  });

  it('are free text again by a button', async () => {
    await line().getByRole('button', { name: 'Answer in free text' }).click();
    await until('the line to go', async () => (await line().count()) === 0);
    chat.simulator.script({ reply: { text: 'As you like.' } });
    await say(chat.parley, 'In words?');
    assert.equal(format(), undefined);
    await chat.answers.last().getByText('As you like.').waitFor();
  });

  it('that the API refuses offer another, which may be one that was chosen before', async function () {
    // The palette is typed into key by key.
    this.timeout(120_000);
    await choose('as it was chosen');
    await line().waitFor();
    chat.simulator.script({ error: { status: 400, message: 'output_config.format.schema: Schema is too complex.' } });
    await chat.box.fill('Again?');
    await chat.box.press('Enter');
    const alert = chat.parley.getByRole('alert').filter({ hasText: 'did not accept the schema' });
    await alert.getByRole('button', { name: 'Change the answer format' }).click();
    await pickRow(page(), 'Free text');
    await until('the line to go', async () => (await line().count()) === 0);
    chat.simulator.script({ reply: { text: 'Better.' } });
    await alert.getByRole('button', { name: 'Retry' }).click();
    await chat.answers.last().getByText('Better.').waitFor();
  });
});
