/** Pictures of every format, orientation, depth and size, and those that are none: what must become of each. */
import type { PictureRefusal } from '../../src/pictures/readPicture.ts';
import { chunk, exif, exifSegment, fixture, isoMedia, png, segment, withSegments } from './build.ts';

export interface CorpusPicture {
  readonly name: string;
  readonly bytes: Buffer;
  /** Why it is not taken; null: it is. */
  readonly refused: PictureRefusal['reason'] | null;
  /** Its own bytes are sent, but for what tells of other things than its pixels. */
  readonly kept?: boolean;
  /** Its size as it is seen, upright. */
  readonly upright?: readonly [width: number, height: number];
}

const text = (value: string) => Buffer.from(value, 'utf8');
const jpeg = () => fixture('quarters.jpg');
const latin = (value: string) => Buffer.from(value, 'latin1');

/** Without its last bytes. */
const cut = (bytes: Buffer, by: number) => bytes.subarray(0, bytes.length - by);

const stripes = (x: number, y: number) => [(x * 7) % 256, (y * 5) % 256, (x ^ y) % 256] as const;

export function corpus(): CorpusPicture[] {
  const accepted = (name: string, bytes: Buffer, kept: boolean, upright?: CorpusPicture['upright']): CorpusPicture => ({
    ...{ name, bytes, refused: null, kept },
    ...(upright && { upright }),
  });
  const refused = (name: string, bytes: Buffer, reason: PictureRefusal['reason']): CorpusPicture => ({ name, bytes, refused: reason });
  const text1 = chunk('tEXt', latin('Comment\0made at home'));
  const turned = [2, 3, 4, 5, 6, 7, 8].map((orientation) =>
    accepted(`turned-${orientation}.jpg`, withSegments(jpeg(), exifSegment(orientation)), false, orientation >= 5 ? [64, 96] : [96, 64]),
  );
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><rect width="60" height="60" fill="red"/></svg>';
  const bold =
    '<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><script>document.title="x"</script>' +
    '<image href="https://example.invalid/a.png" width="9" height="9"/><foreignObject width="9" height="9"><b xmlns="http://www.w3.org/1999/xhtml">x</b>' +
    '</foreignObject><circle cx="50" cy="50" r="40" fill="green"/></svg>';
  return [
    accepted('plain.png', fixture('quarters.png'), true, [96, 64]),
    accepted('palette.png', fixture('palette.png'), true),
    accepted('transparent.png', fixture('transparent.png'), true),
    accepted('profile.png', fixture('profile.png'), false),
    accepted('deep.png', fixture('gray16.png'), false),
    accepted('deep-colors.png', png({ width: 120, height: 80, deep: true, alpha: true, color: stripes }), false),
    accepted('comment.png', png({ width: 40, height: 30, chunks: [text1] }), true),
    accepted('place.png', png({ width: 40, height: 30, chunks: [chunk('eXIf', exif(1))] }), true),
    accepted('turned.png', png({ width: 40, height: 30, color: stripes, chunks: [chunk('eXIf', exif(6))] }), false),
    accepted('animated.png', fixture('animated.png'), true),
    accepted('trailing.png', Buffer.concat([fixture('quarters.png'), text('something behind it')]), true),
    accepted('one-pixel.png', png({ width: 1, height: 1 }), true),
    accepted('thread.png', png({ width: 20_000, height: 2, color: stripes }), false),
    accepted('tower.png', png({ width: 3, height: 9_000, color: stripes }), false),
    accepted('4k.png', png({ width: 3840, height: 2160, color: stripes }), false),
    accepted('edge-of-old.png', png({ width: 1568, height: 700, color: stripes }), true),
    accepted('beyond-old.png', png({ width: 1700, height: 700, color: stripes }), false),
    accepted('edge-of-new.png', png({ width: 2576, height: 1120, color: stripes }), false),
    accepted(
      'see-through-large.png',
      png({ width: 2700, height: 2000, alpha: true, color: (x, y) => [x % 256, y % 256, 99, x % 256] }),
      false,
    ),
    accepted('noise.png', png({ width: 1900, height: 1900, color: noise() }), false),
    accepted('50-megapixels.png', png({ width: 8660, height: 5773 }), false),
    accepted('plain.jpg', jpeg(), true, [96, 64]),
    accepted('progressive.jpg', fixture('progressive.jpg'), true),
    accepted('gray.jpg', fixture('gray.jpg'), true),
    accepted('cmyk.jpg', fixture('cmyk.jpg'), false),
    accepted('profile.jpg', fixture('profile.jpg'), false),
    accepted('upright.jpg', withSegments(jpeg(), exifSegment(1)), true),
    accepted('comment.jpg', withSegments(jpeg(), segment(0xfe, latin('made at home'))), true),
    accepted(
      'edited.jpg',
      withSegments(jpeg(), segment(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<x/>')), segment(0xed, latin('Photoshop'))),
      true,
    ),
    accepted('motion.jpg', Buffer.concat([jpeg(), text('a film')]), true),
    ...turned,
    accepted('plain.gif', fixture('quarters.gif'), true),
    accepted('500-frames.gif', fixture('frames500.gif'), false),
    accepted('plain.webp', fixture('quarters.webp'), true),
    accepted('lossless.webp', fixture('lossless.webp'), true),
    accepted('animated.webp', fixture('animated.webp'), false),
    accepted('place.webp', fixture('exif.webp'), false),
    accepted('plain.bmp', fixture('quarters.bmp'), false, [96, 64]),
    accepted('plain.avif', fixture('quarters.avif'), false, [96, 64]),
    accepted('drawing.svg', text(svg), false),
    accepted('hostile.svg', text(bold), false),
    accepted('wrong-name.png', jpeg(), true),
    refused('empty.png', Buffer.alloc(0), 'empty'),
    refused('words.png', text('This is not a picture at all.'), 'notAPicture'),
    refused('page.svg', text('<!DOCTYPE html><html><svg></svg></html>'), 'notAPicture'),
    refused('program.jpg', Buffer.concat([latin('MZ'), Buffer.alloc(100)]), 'notAPicture'),
    refused('cut.png', cut(fixture('quarters.png'), 30), 'truncated'),
    refused('head.png', fixture('quarters.png').subarray(0, 20), 'truncated'),
    refused('cut.jpg', cut(jpeg(), 40), 'truncated'),
    refused('cut.gif', cut(fixture('quarters.gif'), 60), 'truncated'),
    refused('cut.webp', cut(fixture('quarters.webp'), 20), 'truncated'),
    refused('cut.bmp', cut(fixture('quarters.bmp'), 500), 'truncated'),
    refused('cut.avif', cut(fixture('quarters.avif'), 50), 'truncated'),
    refused('no-pixels.png', Buffer.concat([fixture('quarters.png').subarray(0, 33), chunk('IEND', Buffer.alloc(0))]), 'damaged'),
    refused('broken.png', png({ width: 40, height: 30 }).map((byte, at) => (at > 45 && at < 60 ? 255 : byte)) as Buffer, 'damaged'),
    refused('no-width.png', png({ width: 4, height: 4, claims: [0, 4] }), 'damaged'),
    refused('bomb.png', png({ width: 4, height: 4, claims: [64_000, 64_000] }), 'tooManyPixels'),
    refused('ribbon.png', png({ width: 4, height: 4, claims: [70_000, 10] }), 'tooManyPixels'),
    refused('scan.tif', fixture('quarters.tif'), 'unreadable'),
    refused('phone.heic', isoMedia('heic', 4032, 3024), 'unreadable'),
  ];
}

/** What no file format makes smaller; the same each time. */
function noise(): () => readonly [number, number, number] {
  let state = 1;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >>> 8) % 256;
  };
  return () => [next(), next(), next()];
}
