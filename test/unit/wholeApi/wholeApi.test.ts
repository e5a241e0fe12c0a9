/**
 * Everything that the Messages API has, as the installed SDK's types tell: each is handled, which is shown here, or is listed as not offered, with
 * the reason. A new version of the SDK that has more fails until that is in a row.
 */
import assert from 'node:assert/strict';
import { errorClasses, errorCodes, errorTypes } from './errorRows.ts';
import { readSurface } from './readSurface.ts';
import { citations, deltas, refusals, replyBlocks, stops, streamEvents } from './replyRows.ts';
import { choices, documentSources, imageSources, parameters, sentBlocks } from './requestRows.ts';
import { notOffered, type Row } from './rows.ts';

/** Only in the SDK's types of what is in beta. */
const beta: Readonly<Record<string, Row>> = {
  context_management: notOffered(
    'It is in beta, and clears results of tools and what was thought, neither of which is sent again; turns are left out or summarised here.',
  ),
};

/** By the names of `sdkSurface.ts`. */
const tables: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  Parameter: { ...parameters, ...beta },
  Choice: choices,
  SentBlock: sentBlocks,
  ImageSource: imageSources,
  DocumentSource: documentSources,
  ReplyBlock: replyBlocks,
  StreamEvent: streamEvents,
  Delta: deltas,
  Citation: citations,
  StopReason: stops,
  RefusalCategory: refusals,
  ErrorClass: errorClasses,
  ErrorType: errorTypes,
  ErrorCode: errorCodes,
};

/** On the wire, but in no type of the SDK, which passes over it; and what is in beta. */
const beside: readonly string[] = ['StreamEvent ping', ...Object.keys(beta).map((name) => `Parameter ${name}`)];

describe('the whole Messages API', () => {
  let surface: ReadonlyMap<string, readonly string[]>;
  before(function () {
    this.timeout(60_000);
    surface = readSurface();
  });

  it('is read from the SDK', () => {
    assert.deepEqual([...surface.keys()].sort(), Object.keys(tables).sort());
    assert.ok(surface.get('StopReason')?.includes('end_turn'));
  });

  for (const [table, rows] of Object.entries(tables)) {
    describe(table, () => {
      it('has a row for each name of the SDK’s, and no other', () => {
        const names = Object.keys(rows).filter((name) => !beside.includes(`${table} ${name}`));
        assert.deepEqual(names.sort(), [...(surface.get(table) ?? [])].sort());
      });

      for (const [name, row] of Object.entries(rows)) {
        if ('shownBy' in row) it(`${name}: ${row.what}`, row.shownBy);
        else it(`${name}: not offered. ${row.notOffered}`, () => assert.match(row.notOffered, /^[A-Z].*\.$/));
      }
    });
  }
});
