import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { whenIdle } from '../whenIdle.ts';

/** Milliseconds after which a page that is never idle goes on with it. */
const longestWait = 500;

/**
 * Whether a turn is laid out as one that streams: for some frames longer than it does. What has passed would all be laid out in the frame with the
 * last word otherwise, the dearest one of all; so it is one stretch after the other, the nearest first, when there is nothing else to do.
 */
export function useFlowing(live: boolean, article: RefObject<HTMLElement | null>): boolean {
  const [flowing, setFlowing] = useState(live);
  useEffect(() => {
    if (live) setFlowing(true);
    if (live || !flowing) return;
    const passed = [...(article.current?.querySelectorAll('.md-stretch:not(:last-of-type)') ?? [])];
    const next = () => {
      const stretch = passed.pop();
      stretch?.classList.add('md-by-sections');
      if (stretch) takeBack = whenIdle(next, longestWait);
      else setFlowing(false);
    };
    let takeBack = whenIdle(next, longestWait);
    return () => takeBack();
  }, [live]);
  return live || flowing;
}
