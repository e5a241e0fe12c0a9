/** Milliseconds of work at a time where the browser does not say how much there is room for. */
const slice = 5;

/**
 * Calls once, soon, and not before what the user waits for. Browsers of web editors may have no idle time to give: there it is the next task.
 * @param callback is told how many milliseconds it has left
 * @param longestWait milliseconds after which it is called even if the page is never idle
 * @returns takes it back
 */
export function whenIdle(callback: (timeLeft: () => number) => void, longestWait: number): () => void {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback((deadline) => callback(() => deadline.timeRemaining()), { timeout: longestWait });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(() => {
    const end = performance.now() + slice;
    callback(() => end - performance.now());
  });
  return () => clearTimeout(timer);
}
