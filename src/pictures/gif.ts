/** GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
import { type ByteReader, DamagedError, type PictureFacts, plain } from './facts.ts';

const extension = 0x21;
const image = 0x2c;
const trailer = 0x3b;
const graphicControl = 0xf9;

export function isGif(reader: ByteReader): boolean {
  return reader.has(0, 'GIF87a') || reader.has(0, 'GIF89a');
}

export function gifFacts(reader: ByteReader): PictureFacts {
  let frames = 0;
  let metadata = false;
  let at = 13 + tableSize(reader.u8(10));
  // Many end without saying so: then the last block is whole.
  while (at < reader.length && reader.u8(at) !== trailer) {
    const kind = reader.u8(at);
    if (kind === image) {
      frames += 1;
      at = endOfBlocks(reader, at + 11 + tableSize(reader.u8(at + 9)));
    } else if (kind === extension) {
      metadata ||= reader.u8(at + 1) !== graphicControl;
      at = endOfBlocks(reader, at + 2);
    } else {
      throw new DamagedError();
    }
  }
  // The beginning alone is there.
  if (frames === 0) throw new RangeError();
  metadata ||= at + 1 < reader.length;
  return { ...plain, format: 'gif', width: reader.u16(6, true), height: reader.u16(8, true), frames, metadata };
}

function tableSize(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function endOfBlocks(reader: ByteReader, start: number): number {
  let at = start;
  for (let size = reader.u8(at); size > 0; size = reader.u8(at)) at += 1 + size;
  return at + 1;
}
