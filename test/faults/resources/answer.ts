/** What becomes of the turns of a day of use: a prompt says what its first reply is to be; all later ones are whole. */
import { failWith } from '../../sim/faults.ts';
import type { Reply, Script } from '../../sim/script.ts';
import type { AcceptedRequest } from '../../sim/validate.ts';

/** As often as they stand here. */
export const outcomes = [
  'whole',
  'whole',
  'whole',
  'whole',
  'whole',
  'overloaded',
  'refused',
  'cut',
  'stopped',
  'queued',
  'stalled',
] as const;
export type Outcome = (typeof outcomes)[number];

export function promptFor(number: number, outcome: Outcome): string {
  return `Turn ${number} ${outcome}: why does the kettle sing?`;
}

const reply: Reply = {
  blocks: [{ type: 'text', text: `It boils.\n\n${'Steam goes through **two holes**. '.repeat(12)}\n\n\`\`\`ts\nsing();\n\`\`\`\n` }],
};

/** Answers each prompt as it says. */
export class DayAnswers {
  readonly #seen = new Set<string>();

  readonly answer = ({ body }: AcceptedRequest): Script => {
    const content = body.messages.at(-1)?.content ?? '';
    const said = typeof content === 'string' ? [content] : content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
    const prompt = said.at(-1) ?? '';
    const [, outcome] = /^Turn \d+ (\w+):/.exec(prompt) ?? [];
    if (this.#seen.has(prompt)) return { reply };
    this.#seen.add(prompt);
    switch (outcome) {
      case 'overloaded':
        return failWith(529);
      case 'refused':
        return failWith(400);
      case 'cut':
        return { reply, cut: { deltas: 3 } };
      case 'stopped':
      case 'queued':
      case 'stalled':
        return { reply, hold: 3 };
      default:
        return { reply };
    }
  };
}
