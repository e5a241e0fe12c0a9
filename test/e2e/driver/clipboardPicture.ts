/** Pictures on the real clipboard, and their pixels. */
import type { Page } from 'playwright-core';

/** Puts a picture on the clipboard, as a program does that takes screenshots. */
export async function copyPicture(page: Page, bytes: Buffer): Promise<void> {
  await page.evaluate(async (data) => {
    const blob = new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }, bytes.toString('base64'));
}

/** The picture that is on the clipboard, as base64; null where none is. */
export function copiedPicture(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    for (const item of await navigator.clipboard.read()) {
      if (!item.types.includes('image/png')) continue;
      const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }
    return null;
  });
}

/** The size and the pixels of a picture. @param data base64 */
export function pixelsOf(page: Page, data: string): Promise<string> {
  return page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    return `${bitmap.width} × ${bitmap.height}: ${context?.getImageData(0, 0, bitmap.width, bitmap.height).data.join()}`;
  }, data);
}
