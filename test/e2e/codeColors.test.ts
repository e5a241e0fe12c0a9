/** Code blocks look as the same text does in the editor beside them, in every kind of theme. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Editor } from '../host/editor.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type Look, looksInEditor, looksInParley } from './driver/codeLooks.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, parleyFrame, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import type { ThemeKind } from './driver/themes.ts';
import { until } from './driver/until.ts';
import { pickRow, quickInput, setTheme, setViewWidth } from './driver/workbench.ts';

const code = `import { type Stats, statSync } from 'node:fs';

/** A shape. @see {@link Circle} */
export abstract class Shape<T extends object = {}> implements Iterable<T> {
  static readonly count: number = 0x1f + 1_000n;
  #area?: Promise<Map<string, T[]>>;
  constructor(private readonly name: string, public size = 12.5) {
    super.name ??= \`a \${name.toUpperCase()} of \\u00e9 and \${[1, 2].map((n) => n ** 2)}\`;
  }
  async *[Symbol.iterator](): AsyncGenerator<T> {
    for await (const [key, value] of Object.entries(this)) {
      if (typeof value === 'object' && !(value instanceof Date)) yield value as T; // one by one
      else if (/^[a-z]+(?<year>\\d{4})$/giu.test(key)) throw new TypeError("no", { cause: undefined });
    }
  }
  get [\`x\`](): asserts this is Shape<never> { return void debugger_; }
}
/* A comment
   of two lines */
enum Kind { Round = 1 << 2, Square = 'square' }
declare module 'x' { export default function f(this: Window, ...rest: unknown[]): rest is [null]; }
@decorated({ when: true }) label: while (false) { break label; }
type Keys = keyof typeof Kind extends infer K ? { readonly [P in K & string]-?: \`on\${P}\` } : never;
`;

/** Grammars in grammars: what puts itself into others, and what is put into them. */
const markdown = `---
title: "Front matter" # of YAML
---
# A *heading* with \`code\`

Some **bold**, _italic_, ~~old~~ [link](https://example.org "title") &amp; <b class='x'>html</b>.

~~~html
<style> p:hover { color: #fff; margin: 4px !important } /* css */ </style>
<script type="module">const a = \`\${b}\`; // js
</script>
~~~
~~~python
@decorated
async def f(x: int = 0x1F) -> str: return f"{x!r:>4}" # py
~~~
1. > quoted
   - [ ] task | \`\`co\`de\`\`
`;

/** A fence has no language server, which would tell a parameter from a constant; and no pairs of brackets are coloured in it. */
const comparable = {
  'editor.semanticHighlighting.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.guides.bracketPairs': false,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.showUnused': false,
  'editor.showDeprecated': false,
  'editor.links': false,
  'editor.inlayHints.enabled': 'off',
};

describe('the colours of code', () => {
  let simulator: Simulator;
  let editor: Editor;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    editor = await startParley({ settings: { 'parley.baseUrl': simulator.url, ...comparable } });
    writeFileSync(join(editor.folder, 'shape.ts'), code);
    writeFileSync(join(editor.folder, 'page.md'), markdown);
    window = await openWindow({ editor, theme: 'highContrast', viewport: { width: 1600, height: 1000 } });
    page = window.page;
    await open('shape.ts');
    parley = await openParley(page);
    await ask(`Like so:\n\n\`\`\`klingon\n${code}\`\`\`\n\nAnd\n\n\`\`\`ts\n${code}\`\`\``);
    await setViewWidth(page, 640);
  });

  after(async () => {
    await window.close();
    await editor.stop();
    await simulator.close();
  });

  async function open(file: string): Promise<void> {
    await page.keyboard.press('Control+P');
    await quickInput(page).fill(file);
    await pickRow(page, file);
    await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
    await page.locator('.editor-instance .view-line').first().waitFor();
  }

  async function ask(reply: string): Promise<void> {
    simulator.script({ reply: { text: reply } });
    const complete = parley.locator('[role=log] [data-role="assistant"][data-status="complete"]');
    const before = await complete.count();
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill('Code, please');
    await box.press('Enter');
    await complete.nth(before).waitFor();
  }

  const characters = (looks: readonly Look[]) => looks.map(([character]) => character).join('');
  const colors = (looks: readonly Look[]) => new Set(looks.map(([, color]) => color)).size;

  /** Settles when a block looks as the editor does; tells the first difference otherwise. */
  async function assertEqual(about: string, block = 1, text = code): Promise<void> {
    let shown: Look[] = [];
    let expected: Look[] = [];
    try {
      await until(
        about,
        async () => {
          [shown, expected] = [await looksInParley(page, block), await looksInEditor(page)];
          // Both are plain until their rules are read.
          return colors(expected) >= 5 && JSON.stringify(shown) === JSON.stringify(expected);
        },
        30_000,
      );
    } catch {
      const first = shown.findIndex((look, index) => JSON.stringify(look) !== JSON.stringify(expected[index]));
      const around = characters(expected.slice(Math.max(0, first - 20), first + 5));
      assert.deepEqual(shown[first], expected[first], `${about}: at character ${first}, after ${around}`);
      assert.equal(shown.length, expected.length, about);
    }
    assert.equal(characters(shown), text.replaceAll(/\s/g, ''));
    assert.ok(colors(shown) >= 5, `${about}: ${colors(shown)} colours`);
  }

  // Not the one that the window opened with: an editor that has just started may leave the end of a line plain, when its rules take long.
  for (const theme of ['dark', 'light', 'highContrastLight', 'highContrast'] satisfies ThemeKind[]) {
    it(`equal the editor's in the theme ${theme}, which is followed where the block is`, async () => {
      await setTheme(window, theme);
      await assertEqual(theme);
      await screenshot(page, `colors/${theme}`);
    });
  }

  it('are plain for a language that no extension knows', async () => {
    const looks = await looksInParley(page, 0);
    assert.equal(characters(looks), code.replaceAll(/\s/g, ''));
    assert.equal(colors(looks), 1);
    assert.equal(await parley.locator('.md-code').nth(0).locator('code span').count(), 0);
  });

  it("follow the user's own rules, with slant, weight and lines", async () => {
    editor.setSettings({
      'editor.tokenColorCustomizations': {
        comments: { foreground: '#12ab34', fontStyle: 'italic' },
        '[Default High*]': { textMateRules: [{ scope: 'storage', settings: { fontStyle: 'bold underline' } }] },
        '[Dark *]': { strings: '#ff0000' },
      },
    });
    await until('a comment in italics', async () => (await looksInEditor(page)).some(([, , fontStyle]) => fontStyle === 'italic'));
    await assertEqual('customised');
    const looks = await looksInParley(page, 1);
    assert.ok(looks.some((look) => look[1] === 'rgb(18, 171, 52)' && look[2] === 'italic'));
    assert.ok(looks.some((look) => look[3] === '700' && look[4] === 'underline'));
    assert.ok(!looks.some((look) => look[1] === 'rgb(255, 0, 0)'));
    await screenshot(page, 'colors/customised');
  });

  it("equal the editor's where grammars are in others", async () => {
    await open('page.md');
    await ask(`\`\`\`\`md\n${markdown}\`\`\`\``);
    await setTheme(window, 'dark');
    await assertEqual('Markdown', 2, markdown);
    await screenshot(page, 'colors/embedded');
  });

  it('of a long block are those of what is in view, and come with scrolling', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `let v${index} = 'x';`);
    await ask(`\`\`\`ts\n${lines.join('\n')}\n\`\`\``);
    const frame = await parleyFrame(page);
    /** Which of the block's parts of 64 lines have colours. */
    const painted = () =>
      frame.evaluate(() =>
        [...(document.querySelectorAll('.md-code').item(3)?.querySelectorAll('.md-lines') ?? [])].flatMap((part, index) =>
          part.firstElementChild ? [index] : [],
        ),
      );
    const all = Math.ceil(5000 / 64);
    const near = await until('colours at the end', async () => {
      const parts = await painted();
      return parts.includes(all - 1) && parts;
    });
    assert.ok(near.length < 8, `${near.length} of ${all} parts are coloured`);
    await parley.locator('.md-code').nth(3).locator('.md-lines').first().scrollIntoViewIfNeeded();
    await until('colours at the beginning', async () => (await painted()).includes(0));
    assert.ok((await painted()).length < 16, `${(await painted()).length} of ${all} parts are coloured`);
    assert.equal(await parley.locator('.md-code').nth(3).locator('code').textContent(), `${lines.join('\n')}\n`);
  });
});
