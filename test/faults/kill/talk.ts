/** What is said in a long random run: prompts by chance, and the reply that each of them always gets. */

import type { Script } from '../../sim/script.ts';
import type { AcceptedRequest } from '../../sim/validate.ts';
import { Random, seedOf } from './random.ts';

const words = [
  'kettle',
  'naïve',
  '水沸',
  '☕',
  'const x = 1;',
  '**bold**',
  '`code`',
  'größer',
  '👩‍👩‍👧',
  'a\nb',
  '"quoted"',
  '\\',
  '|',
  '\u2028',
  'end',
];

/** A prompt that is told from every other by its number. A prompt with `cut` in it gets a reply that breaks off. */
export function promptText(random: Random, number: string): string {
  const cut = random.below(12) === 0 ? ' cut' : '';
  return `Prompt ${number}${cut}: ${some(random, 1 + random.below(12)).join(' ')}`;
}

/** What is sent to see whether a conversation can be used. */
export function checkText(number: string): string {
  return `Check ${number}`;
}

/** The deltas of the reply that a prompt gets. */
export function replyDeltas(prompt: string): readonly string[] {
  const random = new Random(seedOf(prompt));
  const count = prompt.startsWith('Check ') ? 3 : 5 + random.below(120);
  return some(random, count).map((word) => `${word} `);
}

/** Answers each prompt as `replyDeltas` says. */
export class Talker {
  /** Deltas a second: some replies end between two kills, others do not. */
  static readonly pace = 400;
  deltasPerSecond = Talker.pace;

  readonly answer = ({ body }: AcceptedRequest): Script => {
    const content = body.messages.at(-1)?.content ?? '';
    const said = typeof content === 'string' ? [content] : content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
    const prompt = said.at(-1) ?? '';
    const deltas = replyDeltas(prompt);
    return {
      reply: { deltas, deltasPerSecond: this.deltasPerSecond },
      ...(prompt.includes(' cut: ') && { cut: { deltas: Math.ceil(deltas.length / 2) } }),
    };
  };
}

function some(random: Random, count: number): string[] {
  return Array.from({ length: count }, () => random.pick(words) ?? '');
}
