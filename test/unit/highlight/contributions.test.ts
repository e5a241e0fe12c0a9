import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findTheme, readContributions } from '../../../src/highlight/contributions.ts';
import type { ExtensionContributions } from '../../../src/shared/codeColors.ts';

const extension = (changes: Partial<ExtensionContributions>): ExtensionContributions => ({
  ...{ folder: '/ext', builtIn: true, languages: undefined, grammars: undefined, themes: undefined },
  ...changes,
});

describe('highlight: contributions', () => {
  const own = extension({
    folder: '/own',
    languages: [
      { id: 'vue', aliases: ['Vue'], extensions: ['.vue'] },
      { id: 'plaintext', aliases: ['Plain Text'], extensions: ['.txt'] },
      { id: 'ini', extensions: ['.VUE', '.cfg'], filenames: ['Vue'], aliases: ['Settings'] },
    ],
    grammars: [
      { language: 'vue', scopeName: 'source.vue', path: './old.json' },
      { language: 'ini', scopeName: 'source.ini', path: './ini.json' },
      { scopeName: 'inline.css', path: 'css.json', injectTo: ['text.html', 'source.vue'] },
    ],
    themes: [
      { id: 'Dark Modern', label: 'Dunkel', uiTheme: 'vs-dark', path: 'dark.json' },
      { label: 'Plain', uiTheme: 'vs', path: 'plain.json' },
      { id: 'Default High Contrast', uiTheme: 'hc-black', path: 'hc.json' },
    ],
  });
  const added = extension({ folder: '/added', builtIn: false, grammars: [{ language: 'vue', scopeName: 'text.vue', path: 'new.json' }] });

  it('name languages by id, then name, then file extension; one without a grammar has no name', () => {
    const { scopes } = readContributions([own]);
    const found = ['vue', 'cfg', 'settings', 'ini', 'plain text', 'txt'].map((name) => scopes.get(name));
    assert.deepEqual(found, ['source.vue', 'source.ini', 'source.ini', 'source.ini', undefined, undefined]);
  });

  it('of an extension that was added win, whatever the order', () => {
    for (const extensions of [
      [own, added],
      [added, own],
    ]) {
      const { scopes, grammars, injections } = readContributions(extensions);
      assert.equal(scopes.get('vue'), 'text.vue');
      assert.equal(grammars.get('text.vue'), join('/added', 'new.json'));
      assert.deepEqual(injections.get('text.html'), ['inline.css']);
    }
  });

  it('find the theme by what the setting calls it, or else one of its kind', () => {
    const contributions = readContributions([own]);
    const file = (id: string, type: 'vs' | 'vs-dark' | 'hc-black' | 'hc-light') => findTheme(contributions, { id, type })?.file;
    assert.equal(file('Plain', 'vs-dark'), join('/own', 'plain.json'));
    assert.equal(file('installed elsewhere', 'vs-dark'), join('/own', 'dark.json'));
    assert.equal(file('installed elsewhere', 'vs'), join('/own', 'plain.json'));
    assert.equal(file('', 'hc-black'), join('/own', 'hc.json'));
    assert.equal(file('', 'hc-light'), undefined);
  });

  it('that are malformed are passed over', () => {
    const junk = [null, 7, 'x', [], {}, { id: 7, aliases: 'x', extensions: [7], scopeName: 's', path: null, label: {} }];
    const read = readContributions([
      extension({ languages: junk, grammars: junk, themes: junk }),
      extension({ languages: 'x', grammars: {}, themes: 7 }),
    ]);
    assert.deepEqual([read.grammars.size, read.injections.size, read.scopes.size, read.themes.length], [0, 0, 0, 0]);
  });
});
