/** What a picture is, by its bytes. */
import assert from 'node:assert/strict';
import type { PictureFacts } from '../../../src/pictures/facts.ts';
import { looksLikePicture, readPictureBytes, withoutMetadata } from '../../../src/pictures/readPicture.ts';
import { chunk, exif, exifSegment, fixture, isoMedia, png, segment, withSegments } from '../../pictures/build.ts';
import { corpus } from '../../pictures/corpus.ts';

const plain = { frames: 1, orientation: 1, bits: 8, cmyk: false, profile: false, metadata: false, lossless: true };
const latin = (value: string) => Buffer.from(value, 'latin1');

function facts(bytes: Uint8Array): PictureFacts {
  const read = readPictureBytes(bytes);
  assert.equal(read.kind, 'picture');
  return read.kind === 'picture' ? read.facts : assert.fail();
}

describe('a picture by its bytes', () => {
  const quarters = { width: 96, height: 64 };
  const lossy = { ...plain, lossless: false };
  const table: readonly (readonly [name: string, bytes: Buffer, expected: PictureFacts])[] = [
    ['PNG', fixture('quarters.png'), { ...plain, ...quarters, format: 'png' }],
    ['a PNG of 16 bits', fixture('gray16.png'), { ...plain, ...quarters, format: 'png', bits: 16 }],
    ['a PNG with a profile', fixture('profile.png'), { ...plain, ...quarters, format: 'png', profile: true, metadata: true }],
    [
      'a PNG with a place',
      png({ width: 4, height: 3, chunks: [chunk('eXIf', exif(6))] }),
      { ...plain, width: 4, height: 3, format: 'png', orientation: 6, metadata: true },
    ],
    [
      'an animated PNG',
      png({ width: 4, height: 3, chunks: [chunk('acTL', Buffer.from([0, 0, 0, 9, 0, 0, 0, 0]))] }),
      { ...plain, width: 4, height: 3, format: 'png', frames: 9, metadata: true },
    ],
    ['JPEG', fixture('quarters.jpg'), { ...lossy, ...quarters, format: 'jpeg' }],
    ['a progressive JPEG', fixture('progressive.jpg'), { ...lossy, ...quarters, format: 'jpeg' }],
    ['a JPEG with inks', fixture('cmyk.jpg'), { ...lossy, ...quarters, format: 'jpeg', cmyk: true }],
    ['a JPEG with a profile', fixture('profile.jpg'), { ...lossy, ...quarters, format: 'jpeg', profile: true }],
    [
      'a JPEG on its side',
      withSegments(fixture('quarters.jpg'), exifSegment(8)),
      { ...lossy, ...quarters, format: 'jpeg', orientation: 8, metadata: true },
    ],
    [
      'a JPEG with a comment',
      withSegments(fixture('quarters.jpg'), segment(0xfe, latin('x'))),
      { ...lossy, ...quarters, format: 'jpeg', metadata: true },
    ],
    [
      'a JPEG with a film behind it',
      Buffer.concat([fixture('quarters.jpg'), latin('film')]),
      { ...lossy, ...quarters, format: 'jpeg', metadata: true },
    ],
    ['GIF', fixture('quarters.gif'), { ...plain, ...quarters, format: 'gif' }],
    ['a GIF of 500 frames', fixture('frames500.gif'), { ...plain, width: 8, height: 8, format: 'gif', frames: 500 }],
    ['WebP', fixture('quarters.webp'), { ...lossy, ...quarters, format: 'webp' }],
    ['WebP without loss', fixture('lossless.webp'), { ...plain, ...quarters, format: 'webp' }],
    ['an animated WebP', fixture('animated.webp'), { ...lossy, ...quarters, format: 'webp', frames: 2, metadata: true }],
    ['a WebP with EXIF', fixture('exif.webp'), { ...lossy, ...quarters, format: 'webp', metadata: true }],
    ['BMP', fixture('quarters.bmp'), { ...plain, ...quarters, format: 'bmp' }],
    ['AVIF', fixture('quarters.avif'), { ...lossy, ...quarters, format: 'avif', metadata: true }],
    ['HEIC', isoMedia('heic', 4032, 3024), { ...lossy, width: 4032, height: 3024, format: 'heic', metadata: true }],
    ['TIFF', fixture('quarters.tif'), { ...plain, ...quarters, format: 'tiff', metadata: true }],
    ['SVG by its size', latin('<svg width="12px" height=\'7\' viewBox="0 0 9 9"/>'), { ...plain, width: 12, height: 7, format: 'svg' }],
    [
      'SVG by its box',
      latin('<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<svg viewBox="0 0 200 100">'),
      { ...plain, width: 200, height: 100, format: 'svg' },
    ],
    [
      'SVG of a part of something',
      latin('<svg width="100%" height="50" viewBox="0,0,200,100">'),
      { ...plain, width: 100, height: 50, format: 'svg' },
    ],
    [
      'SVG that says nothing',
      latin('<!DOCTYPE svg PUBLIC "a" "b" [<!ENTITY x "y">]><svg>'),
      { ...plain, width: 300, height: 150, format: 'svg' },
    ],
  ];
  for (const [name, bytes, expected] of table) it(`knows ${name}`, () => assert.deepEqual(facts(bytes), expected));

  for (const { name, bytes, refused } of corpus()) {
    // What only shows when its pixels are read.
    if (name === 'broken.png' || refused === 'unreadable') continue;
    it(`${refused === null ? 'takes' : 'refuses'} ${name}`, () => {
      const read = readPictureBytes(bytes);
      assert.equal(read.kind === 'refused' ? read.refusal.reason : null, refused);
    });
  }

  it('refuses every beginning of a picture, and never throws', () => {
    for (const name of [
      'quarters.png',
      'quarters.jpg',
      'progressive.jpg',
      'quarters.gif',
      'quarters.webp',
      'quarters.avif',
      'animated.webp',
    ]) {
      const bytes = fixture(name);
      for (let length = 0; length < bytes.length; length++) {
        const read = readPictureBytes(bytes.subarray(0, length));
        // A GIF need not say that it ends.
        if (name.endsWith('.gif') && length === bytes.length - 1) continue;
        assert.equal(read.kind, 'refused', `${name} to ${length}`);
      }
    }
  });

  it('never throws for bytes that were changed', () => {
    let state = 7;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let readable = 0;
    for (const name of ['quarters.png', 'quarters.jpg', 'quarters.gif', 'animated.webp', 'quarters.avif', 'quarters.tif', 'quarters.bmp']) {
      const original = fixture(name);
      for (let round = 0; round < 300; round++) {
        const bytes = Buffer.from(original);
        for (let n = 0; n < 4; n++) bytes[next(Math.min(400, bytes.length))] = next(256);
        if (readPictureBytes(bytes).kind === 'picture') readable++;
      }
    }
    assert.ok(readable > 100, `${readable} could still be read`);
  });

  it('takes comments that never end for no drawing, in no time', () => {
    assert.equal(readPictureBytes(latin('<!-- a -->'.repeat(1_900))).kind, 'refused');
    assert.equal(readPictureBytes(latin(`<!-- ${'-- '.repeat(6_000)}`)).kind, 'refused');
  });

  it('tells pictures from text by their beginnings', () => {
    for (const name of ['quarters.png', 'quarters.jpg', 'quarters.gif', 'quarters.webp', 'quarters.avif', 'quarters.bmp', 'quarters.tif'])
      assert.equal(looksLikePicture(fixture(name).subarray(0, 64)), true, name);
    for (const words of ['', 'BM is short for many things, and here it begins a text', '<svg width="1"/>', 'GIF', '\x89PNG'])
      assert.equal(looksLikePicture(latin(words)), false, words);
  });
});

describe('a picture without what is not the picture', () => {
  for (const [name, bytes] of [
    ['PNG', png({ width: 9, height: 9, chunks: [chunk('tEXt', latin('Author\0somebody')), chunk('eXIf', exif(1))] })],
    ['JPEG', withSegments(fixture('quarters.jpg'), exifSegment(1), segment(0xfe, latin('somebody')))],
  ] as const) {
    it(`${name}: loses all that tells of something, and no pixel`, () => {
      const before = facts(bytes);
      const plainBytes = withoutMetadata(new Uint8Array(bytes), before);
      assert.ok(plainBytes);
      assert.deepEqual(facts(plainBytes), { ...before, metadata: false });
      const said = Buffer.from(plainBytes).toString('latin1');
      assert.ok(!said.includes('somebody') && !said.includes('Camera maker'));
      const clean = name === 'PNG' ? png({ width: 9, height: 9 }) : fixture('quarters.jpg');
      assert.deepEqual(Buffer.from(plainBytes), clean);
    });
  }

  it('is itself where there is nothing to lose', () => {
    const bytes = new Uint8Array(fixture('quarters.webp'));
    assert.equal(withoutMetadata(bytes, facts(bytes)), bytes);
  });

  it('has to be drawn anew where nothing can be taken out', () => {
    const bytes = new Uint8Array(fixture('exif.webp'));
    assert.equal(withoutMetadata(bytes, facts(bytes)), undefined);
  });
});
