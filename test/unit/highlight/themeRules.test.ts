/** A theme's rules: files that include others, TextMate's own format, and the user's rules on top. */
import assert from 'node:assert/strict';
import { parseJsonWithComments } from '../../../src/highlight/jsonWithComments.ts';
import { customRules, readThemeRules, type ThemeRule } from '../../../src/highlight/themeRules.ts';

const files: Readonly<Record<string, string>> = {
  '/theme/own.json': `\uFEFF{
    // Own rules come after included ones.
    "include": "./base/base.json",
    "tokenColors": [
      { "name": "no scope", "settings": { "foreground": "#ffffff" } },
      { "scope": ["comment", 7, "string"], "settings": { "foreground": "#010101", "fontStyle": "italic", "background": "#fff" } },
      { "scope": "keyword" }, "nonsense", null,
      { "scope": "a//b", "settings": { "fontStyle": "" } }, /* both "kinds" */
    ],
  }`,
  '/theme/base/base.json':
    '{ "include": "../first.json", "tokenColors": [{ "scope": "keyword, storage", "settings": { "foreground": "#020202" } }] }',
  '/theme/first.json': '{ "settings": [{ "scope": "variable", "settings": { "foreground": "#030303" } }] }',
  '/theme/circle.json': '{ "include": "circle.json", "tokenColors": [{ "scope": "c", "settings": {} }] }',
  '/theme/plain.json': '{ "colors": { "editor.background": "#000000" } }',
  '/theme/nothing.json': '[]',
  '/theme/converted.json': '{ "tokenColors": "./old.tmTheme" }',
  '/theme/old.tmTheme': `<?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0"><dict><key>name</key><string>Old</string><key>settings</key><array>
      <dict><key>settings</key><dict><key>background</key><string>#000000</string></dict></dict>
      <dict><key>scope</key><string>comment, string</string>
        <key>settings</key><dict><key>foreground</key><string>#040404</string><key>fontStyle</key><string>bold</string></dict></dict>
    </array></dict></plist>`,
};

const read = async (file: string) => {
  const text = files[file.replaceAll('\\', '/')];
  if (text === undefined) throw new Error(`no ${file}`);
  return text;
};
const rules = (file: string) => readThemeRules(file, read);
const comment = (foreground: string): ThemeRule => ({ scope: 'comment', settings: { foreground } });

describe('highlight: the rules of a theme', () => {
  it('come after those of the themes that it includes, and what is malformed is passed over', async () => {
    assert.deepEqual(await rules('/theme/own.json'), [
      { scope: 'variable', settings: { foreground: '#030303' } },
      { scope: 'keyword, storage', settings: { foreground: '#020202' } },
      { scope: ['comment', 'string'], settings: { foreground: '#010101', fontStyle: 'italic' } },
      { scope: 'a//b', settings: { fontStyle: '' } },
    ]);
  });

  it("are read from TextMate's format, by itself or named by a theme", async () => {
    const expected = [{ scope: 'comment, string', settings: { foreground: '#040404', fontStyle: 'bold' } }];
    assert.deepEqual(await rules('/theme/old.tmTheme'), expected);
    assert.deepEqual(await rules('/theme/converted.json'), expected);
  });

  it('may be none, and end where a theme includes itself', async () => {
    assert.deepEqual(await rules('/theme/plain.json'), []);
    assert.deepEqual(await rules('/theme/nothing.json'), []);
    assert.ok((await rules('/theme/circle.json')).length < 20);
    await assert.rejects(rules('/theme/none.json'));
  });

  it("are followed by the user's: short names first, then rules, then those for the theme", () => {
    const own = customRules(
      {
        textMateRules: [comment('#000001')],
        comments: { foreground: '#000002', fontStyle: 'bold' },
        numbers: '#000003',
        '[Dark+]': { textMateRules: [comment('#000004')] },
        '[Light+]': { textMateRules: [comment('#000005')] },
      },
      'Dark+',
    );
    assert.deepEqual(own, [
      { scope: 'comment', settings: { foreground: '#000002', fontStyle: 'bold' } },
      { scope: 'punctuation.definition.comment', settings: { foreground: '#000002', fontStyle: 'bold' } },
      { scope: 'constant.numeric', settings: { foreground: '#000003' } },
      comment('#000001'),
      comment('#000004'),
    ]);
  });

  it('hold for the themes that they name', () => {
    const holds = (key: string, theme: string) => customRules({ [key]: { textMateRules: [comment('#000001')] } }, theme).length > 0;
    for (const key of ['[Dark Modern]', '[Light+][Dark Modern]', '[Dark*]', '[*Modern]', '[*rk Mo*]', '[*]'])
      assert.ok(holds(key, 'Dark Modern'), key);
    for (const key of ['[Dark]', '[Light*]', '[*Dark]', 'Dark Modern', '[]', '[Dark Modern', '[*light*]'])
      assert.ok(!holds(key, 'Dark Modern'), key);
    assert.deepEqual(customRules(null, 'x'), []);
    assert.deepEqual(customRules({ comments: 7, textMateRules: {}, '[x]': 'y' }, 'x'), []);
  });
});

describe('highlight: JSON with comments', () => {
  it('is read as the editor reads it', () => {
    const text = '\uFEFF/* a */ { "b//c": "/* d */", // e\n "f": [1, 2, /* g */ ], "h\\"": "i,]", }';
    assert.deepEqual(parseJsonWithComments(text), { 'b//c': '/* d */', f: [1, 2], 'h"': 'i,]' });
    assert.throws(() => parseJsonWithComments('{'));
  });
});
