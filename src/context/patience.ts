/** How long others are waited for. */

/** What comes too late. */
export const late = Symbol('late');

/** What is awaited, or `late` after so many milliseconds. Rejects as what is awaited does. */
export async function within<T>(milliseconds: number, awaited: PromiseLike<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds);
  });
  try {
    return await Promise.race([awaited, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
