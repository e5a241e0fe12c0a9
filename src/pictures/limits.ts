/**
 * What the API takes, and how its models see: what is larger than a model sees is scaled down by the server, so that to send more than
 * that costs time and brings nothing.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much of a picture a model sees. */
export interface Sight {
  /** Pixels of the longer edge. */
  readonly edge: number;
  readonly tokens: number;
}

const sharp: Sight = { edge: 2576, tokens: 4784 };
const older: Sight = { edge: 1568, tokens: 1568 };
/** The first version that sees sharply. */
const sharpSince = 4.7;

/** Pixels of a token's edge. */
const patch = 28;
/** More than this in one request, and each may only have edges of `edgeAmongMany`. */
const many = 20;
/** Pixels of an edge, where there are many pictures. */
export const edgeAmongMany = 2000;
/** Bytes: 10 MB of base64, which writes three bytes as four characters. */
export const mostBytes = 7_500_000;
/** Pictures of a prompt: as many as a request may have with any model. */
export const mostPictures = 100;
/** Bytes of all pictures of a request, of the 32 MB that it takes: as base64 they are 24 MB, and the rest is for text. */
export const mostBytesTogether = 18_000_000;

/** How many pictures a request may have. @param maxInputTokens the model's; null where it is not known */
export function mostPicturesTogether(maxInputTokens: number | null): number {
  return maxInputTokens !== null && maxInputTokens > 200_000 ? 600 : mostPictures;
}

/** What is known of how a model sees, by its id; of one that is not the API's own, that it sees sharply: the server scales what it must. */
export function sightOf(model: string): Sight {
  if (!model.startsWith('claude-')) return sharp;
  const [, major, minor = '0'] = /^claude-[a-z]+-(\d+)(?:-(\d{1,2}))?(?!\d)/.exec(model) ?? [];
  if (major === undefined) return /^claude-\d/.test(model) ? older : sharp;
  return Number(`${major}.${minor}`) >= sharpSince ? sharp : older;
}

/** The size at which a model sees a picture: its own, or the largest of its shape that the model takes. Never less than a pixel. */
export function sizeSeen({ width, height }: Size, { edge, tokens }: Sight): Size {
  const long = Math.max(width, height);
  const byTokens = Math.sqrt((tokens * patch * patch) / (width * height));
  const scaled = (to: number): Size => ({
    width: Math.max(1, Math.round((width * to) / long)),
    height: Math.max(1, Math.round((height * to) / long)),
  });
  // As parts of a patch count whole, it may be a little more than fits; and where they do not, a little less.
  let to = Math.min(long, edge, Math.ceil(long * byTokens) + patch);
  while (to > 1 && patches(scaled(to)) > tokens) to -= 1;
  return scaled(to);
}

/** Scaled down so that no edge is longer. */
export function within({ width, height }: Size, edge: number): Size {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** What a picture costs with a model. */
export function pictureTokens(size: Size, sight: Sight): number {
  return patches(sizeSeen(size, sight));
}

/** Whether so many pictures are of the kind that the API calls many. */
export function isMany(pictures: number): boolean {
  return pictures > many;
}

function patches({ width, height }: Size): number {
  return Math.ceil(width / patch) * Math.ceil(height / patch);
}
