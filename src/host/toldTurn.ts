import { isDeepStrictEqual } from 'node:util';
import type { Update } from '../shared/protocol.ts';
import type { BlockView, TurnView } from '../shared/turnView.ts';

/**
 * What a page was last told of the reply that streams, so that with each block that opens only what is new is told: a reply with web search
 * has hundreds of blocks, as each thing it cites begins one.
 */
export class ToldTurn {
  #id = '';
  #blocks: readonly BlockView[] = [];

  update(turn: TurnView): Extract<Update, { type: 'turn' }> {
    const told = this.#id === turn.id ? this.#blocks : [];
    const goesOn = turn.role === 'assistant' && turn.status === 'streaming';
    this.#id = goesOn ? turn.id : '';
    this.#blocks = goesOn ? turn.blocks : [];
    const firstNew = turn.blocks.findIndex((block, index) => !isDeepStrictEqual(block, told[index]));
    const same = firstNew < 0 ? Math.min(told.length, turn.blocks.length) : firstNew;
    // What has ended is told whole: whoever missed something has it then.
    return goesOn && same > 0 ? { type: 'turn', turn: { ...turn, blocks: turn.blocks.slice(same) }, same } : { type: 'turn', turn };
  }

  /** The page is told by other means. */
  forget(): void {
    this.#id = '';
    this.#blocks = [];
  }
}
