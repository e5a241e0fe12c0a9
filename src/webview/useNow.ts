import { useEffect, useState } from 'preact/hooks';

/** The time, in milliseconds since the epoch, about twice a second: for what counts seconds. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}
