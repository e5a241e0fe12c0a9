import type { DocumentView, DraftDocumentView } from '../../shared/attachmentViews.ts';
import { money } from '../../shared/money.ts';
import { pagesLabel } from '../../shared/pages.ts';
import { ask, host } from '../host.ts';
import { bytes, count, t } from '../words.ts';
import { IconButton, LinkButton } from './Buttons.tsx';
import { chipRemove } from './ChipList.tsx';
import { Icon } from './Icon.tsx';

/** A document that goes with the prompt that is being typed: its name chooses the pages. */
export function DocumentChip({ document }: { readonly document: DraftDocumentView }) {
  const { id, name, citations, tokens, cost, tooLong } = document;
  return (
    <li class="chip document-chip">
      <Icon name="file-pdf" />
      <span class="picture-facts">
        <span class="picture-head">
          <span class="picture-name">{name}</span>
          <span class="picture-size">{bytes(document.size)}</span>
        </span>
        <span class="document-numbers">
          <button
            type="button"
            class={tooLong ? 'link-button chip-changed' : 'link-button'}
            aria-label={t('Choose pages of {0}, now {1}', name, pagesOf(document))}
            title={tooLong ? t('These are more pages than this model takes.') : t('Choose pages…')}
            onClick={() => ask(host.request('choosePages', { id }))}
          >
            {pagesOf(document)}
          </button>
          <span class="picture-size">
            {cost === null ? t('about {0} tok', count(tokens)) : t('about {0} tok · {1}', count(tokens), money(cost))}
          </span>
        </span>
      </span>
      <button
        type="button"
        class={citations ? 'icon-button cite cite-on' : 'icon-button cite'}
        aria-pressed={citations}
        aria-label={t('Cite {0}', name)}
        title={t('Answers say from which page they have something. Documents of one request are all cited, or none is.')}
        onClick={() => ask(host.request('citeDocuments', { citations: !citations }))}
      >
        <Icon name="quote" />
      </button>
      <IconButton
        icon="close"
        class={chipRemove}
        name={t('Remove {0}', name)}
        onClick={() => ask(host.request('removeDocument', { id }))}
      />
    </li>
  );
}

interface DocumentRowProps {
  readonly documents: readonly DocumentView[];
  /** The message that they went with. */
  readonly messageId: string;
}

/** The documents that went with a prompt. */
export function DocumentRow({ documents, messageId }: DocumentRowProps) {
  if (documents.length === 0) return null;
  return (
    <ul class="chips document-row" aria-label={t('Documents')}>
      {documents.map((document) => (
        <li key={document.id} class="chip">
          <button
            type="button"
            class="chip-name"
            title={t('Open {0}', document.name)}
            onClick={() => ask(host.request('openDocument', { messageId, id: document.id }))}
          >
            <Icon name="file-pdf" />
            <span>{document.name}</span>
            <span class="chip-tokens">{pagesOf(document)}</span>
          </button>
          {document.takenOut === undefined ? null : <TakenOut hash={document.takenOut} />}
        </li>
      ))}
    </ul>
  );
}

/** The API did not take it: it is not sent any more, until it is put back. */
function TakenOut({ hash }: { readonly hash: string }) {
  return (
    <span class="chip-tokens">
      {t('taken out')} ·{' '}
      <LinkButton onClick={() => ask(host.request('setPictureSending', { hashes: [hash], sending: null }))}>{t('Put back')}</LinkButton>
    </span>
  );
}

/** "12 pages", or "pages 1–5, 8 of 12". */
function pagesOf({ pages, ranges }: DocumentView): string {
  if (ranges) return t('pages {0} of {1}', pagesLabel(ranges), count(pages));
  return pages === 1 ? t('1 page') : t('{0} pages', count(pages));
}
