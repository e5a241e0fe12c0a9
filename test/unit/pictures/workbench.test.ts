/** What is being done to a picture: tools, regions, marks, and the way back. */
import assert from 'node:assert/strict';
import { isEdited, noEdits, scaledEdits } from '../../../src/pictures/edits.ts';
import { arrowShape, thicknessFor } from '../../../src/pictures/marks.ts';
import { gripAt, keyStep, middleOf, moved, placeWithin, type Region, rectOf, sized } from '../../../src/pictures/region.ts';
import {
  beginWorkbench,
  boundsOf,
  changeWorkbench,
  editsAfter,
  type Tool,
  textRegion,
  tools,
  type Workbench,
  type WorkbenchChange,
} from '../../../src/pictures/workbench.ts';

const size = { width: 640, height: 400 };
const region = (x: number, y: number, right: number, bottom: number): Region => ({ from: { x, y }, to: { x: right, y: bottom } });
const done = (...changes: readonly WorkbenchChange[]): Workbench => changes.reduce(changeWorkbench, beginWorkbench(size));
const use = (tool: Tool, where: Region, text = ''): WorkbenchChange[] => [
  { type: 'choose', tool, region: false },
  { type: 'place', region: where },
  { type: 'write', text },
  { type: 'apply' },
];

describe('pictures: the workbench', () => {
  it('begins with the picture as it is, and no tool', () => {
    const work = beginWorkbench(size);
    assert.deepEqual([work.edits, work.tool, work.region], [noEdits, null, null]);
    assert.deepEqual(boundsOf(work), { x: 0, y: 0, ...size });
    assert.equal(isEdited(work.edits), false);
  });

  it('crops, and lays the tool down', () => {
    const work = done(...use('crop', region(300, 200, 100, 50)));
    assert.deepEqual(work.edits, { crop: { x: 100, y: 50, width: 200, height: 150 }, marks: [] });
    assert.deepEqual([work.tool, work.region], [null, null]);
    assert.deepEqual(boundsOf(work), work.edits.crop);
  });

  it('each other tool adds its mark, above the ones before, and stays in the hand', () => {
    const where = region(10, 20, 110, 60);
    const work = done(...use('arrow', where), ...use('rectangle', where), ...use('text', where, ' Here '), ...use('redact', where));
    const rect = { x: 10, y: 20, width: 100, height: 40 };
    assert.deepEqual(work.edits.marks, [
      { kind: 'arrow', ...where, thickness: thicknessFor(size) },
      { kind: 'rectangle', rect, thickness: thicknessFor(size) },
      { kind: 'text', at: { x: 10, y: 20 }, size: 40, text: 'Here' },
      { kind: 'redaction', rect },
    ]);
    assert.deepEqual([work.tool, work.region, work.text], ['redact', null, '']);
  });

  it('does nothing where there is nothing to do, and leaves no step to be undone', () => {
    const point = region(50, 50, 50, 50);
    const line = region(50, 50, 90, 50);
    const whole = region(0, 0, 640, 400);
    const nothing: readonly (readonly [Tool, Region, string])[] = [
      ['crop', line, ''],
      ['crop', whole, ''],
      ['arrow', point, ''],
      ['rectangle', line, ''],
      ['redact', line, ''],
      ['text', region(1, 1, 90, 30), '  '],
    ];
    for (const [tool, where, text] of nothing) {
      const work = done(...use(tool, where, text));
      assert.deepEqual([work.edits, work.past, work.tool], [noEdits, [], tool], `${tool} ${JSON.stringify(where)}`);
    }
    assert.equal(editsAfter(done({ type: 'choose', tool: 'redact', region: false })), undefined);
    const untouched = beginWorkbench(size);
    for (const type of ['apply', 'undo', 'redo'] as const) assert.equal(changeWorkbench(untouched, { type }), untouched);
  });

  it('undoes and does again, step by step; a new step ends what could be done again', () => {
    const steps = [...use('redact', region(0, 0, 10, 10)), ...use('crop', region(5, 5, 50, 50)), ...use('arrow', region(6, 6, 30, 30))];
    const work = done(...steps);
    const states = [work];
    for (let n = 0; n < 3; n++) states.push(changeWorkbench(states.at(-1) ?? work, { type: 'undo' }));
    assert.deepEqual(
      states.map(({ edits }) => [edits.crop !== null, edits.marks.length]),
      [
        [true, 2],
        [true, 1],
        [false, 1],
        [false, 0],
      ],
    );
    let again = states.at(-1) ?? work;
    for (let n = 0; n < 3; n++) again = changeWorkbench(again, { type: 'redo' });
    assert.deepEqual(again.edits, work.edits);
    const other = [{ type: 'undo' } as const, ...use('rectangle', region(6, 6, 30, 30))].reduce(changeWorkbench, work);
    assert.equal(changeWorkbench(other, { type: 'redo' }), other);
    assert.equal(other.past.length, 3);
  });

  it('undoing drops the region, which may be beyond what there is then', () => {
    const work = done(...use('crop', region(0, 0, 50, 50)), { type: 'choose', tool: 'redact', region: true }, { type: 'undo' });
    assert.equal(work.region, null);
  });

  it('crops within what was cropped', () => {
    const work = done(...use('crop', region(100, 100, 300, 300)), { type: 'choose', tool: 'crop', region: true }, { type: 'apply' });
    assert.deepEqual(work.edits.crop, { x: 150, y: 150, width: 100, height: 100 });
  });

  it('keys bring a region first, then move and size it, and never beyond the picture', () => {
    for (const tool of tools) {
      let work = done({ type: 'choose', tool, region: false }, { type: 'move', by: { x: 6, y: 0 } });
      const first = work.region;
      assert.ok(first, tool);
      assert.deepEqual(work.region, done({ type: 'choose', tool, region: true }).region, tool);
      work = changeWorkbench(work, { type: 'move', by: { x: 6, y: -4 } });
      assert.deepEqual(work.region, moved(first, { x: 6, y: -4 }, boundsOf(work)));
      work = changeWorkbench(work, { type: 'size', by: { x: -3, y: 2 } });
      assert.deepEqual(work.region?.to, { x: first.to.x + 3, y: first.to.y - 2 });
      for (let n = 0; n < 300; n++) work = changeWorkbench(work, { type: n % 2 ? 'move' : 'size', by: { x: 7, y: 5 } });
      const rect = rectOf(work.region ?? assert.fail());
      assert.ok(rect.x + rect.width <= 640 && rect.y + rect.height <= 400 && rect.x >= 0 && rect.y >= 0, JSON.stringify(rect));
    }
    const none = beginWorkbench(size);
    assert.equal(changeWorkbench(none, { type: 'move', by: { x: 1, y: 1 } }), none);
  });

  it('a random walk of changes keeps every region and crop within the picture, and undo leads back to the beginning', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    const at = () => ({ x: random(900) - 100, y: random(700) - 100 });
    let work = beginWorkbench(size);
    for (let n = 0; n < 5000; n++) {
      const bounds = boundsOf(work);
      const tool = tools[random(tools.length)] ?? 'crop';
      const changes: WorkbenchChange[] = [
        { type: 'choose', tool, region: random(2) === 0 },
        { type: 'place', region: { from: placeWithin(at(), bounds), to: placeWithin(at(), bounds) } },
        { type: 'move', by: { x: random(41) - 20, y: random(41) - 20 } },
        { type: 'size', by: { x: random(41) - 20, y: random(41) - 20 } },
        { type: 'write', text: 'a'.repeat(random(3)) },
        { type: 'apply' },
        { type: 'undo' },
        { type: 'undo' },
        { type: 'redo' },
      ];
      work = changeWorkbench(work, changes[random(changes.length)] ?? { type: 'undo' });
      for (const rect of [boundsOf(work), ...(work.region ? [rectOf(work.region)] : [])]) {
        const isWithin = rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= 640 && rect.y + rect.height <= 400;
        assert.ok(isWithin && Object.values(rect).every(Number.isInteger), JSON.stringify(rect));
      }
    }
    for (let n = work.past.length; n > 0; n--) work = changeWorkbench(work, { type: 'undo' });
    assert.deepEqual(work.edits, noEdits);
  });
});

describe('pictures: regions', () => {
  const bounds = { x: 10, y: 10, width: 100, height: 50 };

  it('begin in the middle, half as large', () => {
    assert.deepEqual(middleOf({ x: 0, y: 0, ...size }), region(160, 100, 480, 300));
  });

  it('are moved and sized in whole pixels', () => {
    assert.deepEqual(moved(region(20, 20, 40, 30), { x: 5.4, y: -50 }, bounds), region(25, 10, 45, 20));
    assert.deepEqual(moved(region(40, 30, 20, 20), { x: 500, y: 0 }, bounds), region(110, 30, 90, 20));
    assert.deepEqual(sized(region(40, 30, 20, 20), { x: -500, y: 4 }, bounds), region(40, 30, 10, 24));
  });

  it('are taken hold of at a corner or inside', () => {
    const where = region(60, 50, 20, 20);
    assert.deepEqual(gripAt(where, { x: 22, y: 19 }, 4), { kind: 'corner', across: { x: 60, y: 50 } });
    assert.deepEqual(gripAt(where, { x: 59, y: 18 }, 4), { kind: 'corner', across: { x: 20, y: 50 } });
    assert.deepEqual(gripAt(where, { x: 40, y: 40 }, 4), { kind: 'inside' });
    assert.deepEqual(gripAt(where, { x: 70, y: 40 }, 4), { kind: 'none' });
  });

  it('keys go a hundredth of the longer edge, or one pixel', () => {
    assert.deepEqual([keyStep(size, false), keyStep(size, true), keyStep({ width: 8, height: 8 }, false)], [6, 1, 1]);
  });

  it('a text begins where one clicks, and has room for its height', () => {
    assert.deepEqual(textRegion({ x: 30, y: 390 }, { x: 0, y: 0, ...size }), region(30, 373, 138, 400));
  });
});

describe('pictures: marks', () => {
  it('an arrow ends at its tip', () => {
    const shape = arrowShape({ kind: 'arrow', from: { x: 0, y: 0 }, to: { x: 100, y: 0 }, thickness: 4 });
    assert.deepEqual(shape, [
      { x: 0, y: 2 },
      { x: 80, y: 2 },
      { x: 80, y: 10 },
      { x: 100, y: 0 },
      { x: 80, y: -10 },
      { x: 80, y: -2 },
      { x: 0, y: -2 },
    ]);
    assert.deepEqual(arrowShape({ kind: 'arrow', from: { x: 3, y: 3 }, to: { x: 3, y: 3 }, thickness: 4 }), []);
  });

  it('in another size are where they were, and redact every pixel of which a part was redacted', () => {
    const edits = done(
      ...use('redact', region(1, 1, 3, 3)),
      ...use('arrow', region(2, 4, 6, 8)),
      ...use('rectangle', region(2, 4, 6, 8)),
      ...use('text', region(2, 4, 6, 8), 'a'),
      ...use('crop', region(1, 3, 639, 399)),
    ).edits;
    assert.deepEqual(scaledEdits(edits, size, size), edits);
    const larger = scaledEdits(edits, size, { width: 1600, height: 1000 });
    assert.deepEqual(larger.crop, { x: 3, y: 8, width: 1595, height: 990 });
    assert.deepEqual(larger.marks, [
      { kind: 'redaction', rect: { x: 2, y: 2, width: 6, height: 6 } },
      { kind: 'arrow', from: { x: 5, y: 10 }, to: { x: 15, y: 20 }, thickness: thicknessFor(size) * 2.5 },
      { kind: 'rectangle', rect: { x: 5, y: 10, width: 10, height: 10 }, thickness: thicknessFor(size) * 2.5 },
      { kind: 'text', at: { x: 5, y: 10 }, size: 10, text: 'a' },
    ]);
    const smaller = scaledEdits({ crop: { x: 639, y: 399, width: 1, height: 1 }, marks: [] }, size, { width: 64, height: 40 });
    assert.deepEqual(smaller.crop, { x: 63, y: 39, width: 1, height: 1 });
  });
});
