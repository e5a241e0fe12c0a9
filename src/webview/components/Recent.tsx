import { openConversation } from '../actions.ts';
import { header } from '../store.ts';
import { exactTime, relativeTime, t } from '../words.ts';

const shownCount = 5;

/** The last conversations, on the page of an empty one. */
export function Recent() {
  const recent = (header.value?.recent ?? []).slice(0, shownCount);
  if (recent.length === 0) return null;
  return (
    <section class="recent" aria-label={t('Last conversations')}>
      <h2 class="group-name">{t('Last conversations')}</h2>
      <ul>
        {recent.map(({ id, title, updatedAt }) => (
          <li key={id}>
            <button type="button" class="line" onClick={() => openConversation(id)}>
              <span class="line-title">{title || t('New conversation')}</span>
              <span class="line-time" title={exactTime(updatedAt)}>
                {relativeTime(updatedAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
