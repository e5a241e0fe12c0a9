/** Reads the cases of test/fixtures/apply: files with their code blocks and what is to become of them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplyOptions, Reading } from '../../../src/apply/plan.ts';

export interface Case {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  readonly options: ApplyOptions;
  readonly expected:
    | { readonly kind: 'result'; readonly text: string; readonly how: Reading }
    | { readonly kind: 'unchanged' }
    /** `lines`: the places or what is missing, as `3-5`; a line or a hunk as `7`; paths. */
    | { readonly kind: 'refused'; readonly reason: string; readonly detail: string };
}

const folder = join('test', 'fixtures', 'apply');

/**
 * A case is `===== name | flags`, and then the parts `===== file`, `===== code` and `===== result HOW` or `===== unchanged` or
 * `===== refused REASON DETAIL`. `→` is a tab, `·` at a line's end a space, `§` the cursor, and of the flags `crlf`, `bom` and `bare` (no ending
 * of the last line) are the file's and the result's, `path=` and `language=` are the options'. A line that ends in `␍` ends in CRLF, a last
 * one that ends in `¶` in nothing.
 */
export function readCorpus(): Case[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readCases(name, readFileSync(join(folder, name), 'utf8')));
}

function readCases(source: string, text: string): Case[] {
  const parts = text.split(/^===== /m).slice(1);
  const cases: Case[] = [];
  for (let index = 0; index < parts.length; index += 4) {
    const [title = '', file = '', code = '', expected = ''] = parts.slice(index, index + 4);
    const [name = '', flags = ''] = (title.split('\n')[0] ?? '').split(' | ');
    assert.ok(file.startsWith('file\n') && code.startsWith('code\n'), `${source}: ${name} has no file or code`);
    cases.push(readCase(`${source.replace('.txt', '')}: ${name}`, flags.split(' '), file.slice(5), code.slice(5), expected));
  }
  return cases;
}

function readCase(name: string, flags: readonly string[], file: string, code: string, expected: string): Case {
  const decode = (text: string) => {
    const plain = text.replaceAll('→', '\t').replace(/·$/gm, ' ').replaceAll('␍\n', '\r\n').replace(/¶\n$/, '');
    const ended = flags.includes('bare') ? plain.replace(/\n$/, '') : plain;
    const endings = flags.includes('crlf') ? ended.replaceAll('\n', '\r\n') : ended;
    return flags.includes('bom') ? `\uFEFF${endings}` : endings;
  };
  const option = (key: string) => flags.find((flag) => flag.startsWith(`${key}=`))?.slice(key.length + 1);
  const [head = '', ...rest] = expected.split('\n');
  const [kind, what = '', ...detail] = head.split(' ');
  const before = decode(file);
  const near = before.indexOf('§');
  const text = rest.join('\n');
  const codeText = code.replaceAll('→', '\t').replace(/·$/gm, ' ').replaceAll('␍\n', '\r\n');
  return {
    name,
    file: before.replace('§', ''),
    code: codeText,
    options: { path: option('path'), language: option('language'), near: near < 0 ? undefined : near },
    expected:
      kind === 'result'
        ? { kind, how: what as Reading, text: decode(text) }
        : kind === 'unchanged'
          ? { kind }
          : { kind: 'refused', reason: what, detail: detail.join(' ') },
  };
}
