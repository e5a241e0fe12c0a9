import { useEffect, useState } from 'preact/hooks';
import { header } from '../store.ts';
import { t } from '../words.ts';

const minute = 60_000;

/** How long what was said is kept by the API: until then the next prompt pays a fraction for it. */
export function CacheLife() {
  const until = header.value?.cachedUntil ?? null;
  return until === null ? null : <Left until={until} />;
}

/** Counts minutes, and seconds in the last one. It wakes up only when its words change. */
function Left({ until }: { readonly until: number }) {
  const [now, setNow] = useState(Date.now());
  const left = until - now;
  useEffect(() => {
    const current = Date.now();
    setNow(current);
    const unit = until - current > minute ? minute : 1000;
    const toNext = (until - current) % unit || unit;
    if (until <= current) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), toNext + 1);
    return () => clearTimeout(timer);
  }, [until, now]);
  if (left <= 0) return null;
  const words = left > minute ? t('{0} min', Math.ceil(left / minute)) : t('{0} s', Math.ceil(left / 1000));
  return (
    <span
      class="cache-life"
      title={t('The API keeps this conversation for {0} more: a prompt that is sent by then pays a fraction for it.', words)}
    >
      {t('cached {0}', words)}
    </span>
  );
}
