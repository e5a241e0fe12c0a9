import { useEffect, useState } from 'preact/hooks';
import type { ConversationSummary } from '../../shared/conversation.ts';
import type { OfferReason, OfferView } from '../../shared/project.ts';
import { openConversation } from '../actions.ts';
import { ask, host, tell } from '../host.ts';
import { count, t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';
import { HistoryRow } from './HistoryRow.tsx';

interface OffersProps {
  /** The workspace's own conversations have changed. */
  readonly changed: () => void;
}

/** Conversations of other folders that may belong to this one, at the end of the history. */
export function Offers({ changed }: OffersProps) {
  const [offers, setOffers] = useState<readonly OfferView[]>([]);
  useEffect(() => {
    host.request('listOffers', null).then(setOffers, tell);
  }, []);
  return offers.map((offer) => <Offer key={offer.key} offer={offer} changed={changed} />);
}

function Offer({ offer: { key, count: found, from, why }, changed }: OffersProps & { readonly offer: OfferView }) {
  const [shown, setShown] = useState<readonly ConversationSummary[] | null>(null);
  const [undo, setUndo] = useState<string | null>(null);
  const read = () => ask(host.request('listOffered', { key }).then(setShown));
  const bring = async () => {
    const brought = await host.request('bringOver', { key });
    setUndo(brought.undo);
    setShown(null);
    changed();
  };
  const takeBack = async (move: string) => {
    await host.request('undoBringOver', { key: move });
    setUndo(null);
    changed();
  };
  return (
    <section class="offer" aria-label={from}>
      <p class="muted" role="status">
        {undo === null ? offerWords(found, from, why) : t('They are in this workspace now.')}
      </p>
      <div class="offer-actions">
        {/* The same button, so that the focus stays on it. */}
        <LinkButton onClick={() => ask(undo === null ? bring() : takeBack(undo))}>{undo === null ? t('Bring over') : t('Undo')}</LinkButton>
        {undo === null ? <LinkButton onClick={() => (shown ? setShown(null) : read())}>{shown ? t('Hide') : t('Show')}</LinkButton> : null}
      </div>
      {shown ? (
        <ul>
          {shown.map((conversation) => (
            <HistoryRow
              key={conversation.id}
              entry={{ conversation, hit: null }}
              everywhere={false}
              open={() => openConversation(conversation.id, null)}
              changed={read}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function offerWords(found: number, from: string, why: OfferReason): string {
  const what = found === 1 ? t('1 conversation of {0}', from) : t('{0} conversations of {1}', count(found), from);
  switch (why) {
    case 'moved':
      return t('{0}, where this repository was.', what);
    case 'clone':
      return t('{0}, a clone of the same repository.', what);
    case 'relative':
      return t('{0}, a repository with the same beginning.', what);
    case 'name':
      return t('{0}, a folder of the same name that is gone.', what);
  }
}
