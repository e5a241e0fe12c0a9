/** Answers that were written to do something: `test/fixtures/hostile/answers.json`, by what they try. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../../src/shared/json.ts';
import { bombs } from '../markdown/bombs.ts';

export interface HostileFamily {
  readonly name: string;
  readonly answers: readonly string[];
}

/** An answer of the file: a text, or parts of which some are repeated so many times. */
function readAnswer(raw: unknown): string {
  if (typeof raw === 'string') return raw;
  if (!Array.isArray(raw)) throw new Error(`No answer: ${JSON.stringify(raw)}`);
  return raw
    .map((part: unknown) => {
      if (typeof part === 'string') return part;
      const [text, times] = Array.isArray(part) ? (part as unknown[]) : [];
      if (typeof text !== 'string' || typeof times !== 'number') throw new Error(`No part of an answer: ${JSON.stringify(part)}`);
      return text.repeat(times);
    })
    .join('');
}

/** All of them, those that are nested deeply or go on for long last. */
export function hostileFamilies(): readonly HostileFamily[] {
  const raw: unknown = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'hostile', 'answers.json'), 'utf8'));
  if (!isObject(raw)) throw new Error('The file of hostile answers is malformed.');
  const families = Object.entries(raw).map(([name, answers]): HostileFamily => {
    if (!Array.isArray(answers)) throw new Error(`No answers: ${name}`);
    return { name, answers: answers.map(readAnswer) };
  });
  return [...families, { name: 'nesting and repetition', answers: Object.values(bombs) }];
}
