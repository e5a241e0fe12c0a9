/** What a page is told of a reply of many blocks: each of them once, or twice, however many there are. */
import assert from 'node:assert/strict';
import { ToldTurn } from '../../../src/host/toldTurn.ts';
import type { Update } from '../../../src/shared/protocol.ts';
import type { BlockView, TurnView } from '../../../src/shared/turnView.ts';
import { assistantTurn, streamingTurn, userTurn } from '../../e2e/page/samples.ts';

const text = (value: string): BlockView => ({ type: 'text', text: value });
const search = (result: 'running' | 'done'): BlockView => ({
  type: 'tool',
  view: { call: { kind: 'search', query: 'parley' }, result: result === 'done' ? { kind: 'done' } : null },
});

/** A page that takes in what it is told as Parley's does. */
class Reader {
  blocks: readonly BlockView[] = [];
  told = 0;

  read({ turn, same = 0 }: Extract<Update, { type: 'turn' }>): void {
    this.told += JSON.stringify(turn).length;
    this.blocks = [...this.blocks.slice(0, same), ...turn.blocks];
  }
}

function tell(turns: readonly TurnView[]): Reader {
  const [reader, told] = [new Reader(), new ToldTurn()];
  for (const turn of turns) {
    reader.read(told.update(turn));
    assert.deepEqual(reader.blocks, turn.blocks);
  }
  return reader;
}

describe('what is told of a reply that streams', () => {
  /** As it stands when each of its blocks opens. */
  const opening = (count: number, length: number) =>
    Array.from({ length: count }, (_, at) =>
      streamingTurn('a1', { blocks: [...Array.from({ length: at }, (_, n) => text(`${n} ${'x'.repeat(length)}`)), text('')] }),
    );

  it('is each block as it opens and as it ends: four times as many cost four times as much', () => {
    const [few, many] = [tell(opening(100, 400)).told, tell(opening(400, 400)).told];
    assert.ok(many / few < 4.1, `${many} and ${few} characters`);
    assert.ok(many < 400 * 400 * 3, `${many} characters`);
  });

  it('is a call again once its result is there, with what stands below it', () => {
    tell([
      streamingTurn('a1', { blocks: [text('I look'), search('running')] }),
      streamingTurn('a1', { blocks: [text('I look'), search('running'), { type: 'toolResult' }] }),
      streamingTurn('a1', { blocks: [text('I look'), search('done'), { type: 'toolResult' }, text('')] }),
      streamingTurn('a1', { blocks: [text('I look'), search('done'), { type: 'toolResult' }, text('It is')] }),
    ]);
  });

  it('is all of it when it has ended, and when blocks are gone', () => {
    const told = new ToldTurn();
    const ended = assistantTurn('a1', '', { blocks: [text('One'), text('Two')] });
    told.update(streamingTurn('a1', { blocks: ended.blocks }));
    assert.deepEqual(told.update(ended), { type: 'turn', turn: ended });
    tell([streamingTurn('a1', { blocks: [text('One'), text('Two')] }), streamingTurn('a1', { blocks: [text('One')] })]);
  });

  it('is all of it to a page that was told by other means, and of another turn', () => {
    const [told, turn] = [new ToldTurn(), streamingTurn('a1', { blocks: [text('One'), text('')] })];
    told.update(turn);
    assert.equal(told.update(turn).same, 2);
    told.forget();
    assert.deepEqual(told.update(turn), { type: 'turn', turn });
    for (const other of [{ ...turn, id: 'a2' }, userTurn('u1', 'One')]) assert.deepEqual(told.update(other), { type: 'turn', turn: other });
    assert.deepEqual(told.update(turn), { type: 'turn', turn });
  });
});
