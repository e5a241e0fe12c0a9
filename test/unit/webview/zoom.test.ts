import assert from 'node:assert/strict';
import { scaleFor, zoomBy, zoomStep } from '../../../src/webview/workbench/zoom.ts';

describe('the zoom of a picture', () => {
  const picture = { width: 1000, height: 500 };

  it('fits what is larger than the room, and enlarges nothing', () => {
    assert.equal(scaleFor('fit', { width: 250, height: 500 }, picture), 0.25);
    assert.equal(scaleFor('fit', { width: 900, height: 100 }, picture), 0.2);
    assert.equal(scaleFor('fit', { width: 3000, height: 3000 }, picture), 1);
    assert.equal(scaleFor('fit', { width: 0, height: 0 }, picture), 1);
    assert.equal(scaleFor(3, { width: 1, height: 1 }, picture), 3);
  });

  it('goes from level to level, from in between too, and ends', () => {
    assert.equal(zoomStep(1, 1), 1.5);
    assert.equal(zoomStep(1, -1), 0.75);
    assert.equal(zoomStep(0.272, 1), 0.33);
    assert.equal(zoomStep(0.272, -1), 0.2);
    assert.equal(zoomStep(1 - 1e-12, 1), 1.5);
    assert.equal(zoomStep(16, 1), 16);
    assert.equal(zoomStep(0.001, -1), 0.02);
  });

  it('by the wheel stays within its bounds, and comes back', () => {
    assert.ok(Math.abs(zoomBy(zoomBy(1, 53), -53) - 1) < 1e-9);
    assert.ok(zoomBy(1, -100) > 1);
    assert.deepEqual([zoomBy(1, -1e6), zoomBy(1, 1e6)], [16, 0.02]);
  });
});
