import { useLayoutEffect } from 'preact/hooks';
import { citationHoverId, hideSoon, keepShown, placeOf, shownCitation } from '../citations.ts';
import { t } from '../words.ts';

const shownClass = 'citation-shown';

/** What the citation says that is pointed at, near its button. */
export function CitationHover() {
  const shown = shownCitation.value;
  const button = shown?.button;
  useLayoutEffect(() => {
    if (!button) return;
    button.classList.add(shownClass);
    button.setAttribute('aria-describedby', citationHoverId);
    return () => {
      button.classList.remove(shownClass);
      button.removeAttribute('aria-describedby');
    };
  }, [button]);
  if (!shown) return null;
  const { view } = shown.citation;
  return (
    <div id={citationHoverId} role="tooltip" class="chip-hover citation-hover" onPointerEnter={keepShown} onPointerLeave={hideSoon}>
      <div class="chip-hover-facts">{placeOf(view)}</div>
      {view.url === undefined ? null : <div class="chip-hover-facts citation-address">{view.url}</div>}
      {shown.isNowhere ? (
        <div class="chip-hover-facts">{t('The document is in no place that can be opened. This is what it says there.')}</div>
      ) : null}
      <pre>{view.quote}</pre>
    </div>
  );
}
