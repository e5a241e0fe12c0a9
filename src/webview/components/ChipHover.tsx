import type { ContextView } from '../../shared/attachmentViews.ts';
import { count, t } from '../words.ts';

/** There is one at a time. */
export const chipHoverId = 'chip-hover';

/** What a chip stands for: where it is from, how much it is, and the beginning of what is sent. */
export function ChipHover({ item: { path, note, preview, tokens, stale } }: { readonly item: ContextView }) {
  const facts = [path, t('About {0} tokens', count(tokens)), note].filter((fact) => fact !== null).join(' · ');
  return (
    <div id={chipHoverId} role="tooltip" class="chip-hover">
      <div class="chip-hover-facts">{facts}</div>
      {stale ? (
        <div class="chip-hover-facts chip-changed">
          {t('The document has changed since. This is sent as it was, unless you refresh it.')}
        </div>
      ) : null}
      <pre>{preview}</pre>
    </div>
  );
}
