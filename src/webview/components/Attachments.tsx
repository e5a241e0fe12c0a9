import { pending } from '../pictures/intake.ts';
import { conversationId, header } from '../store.ts';
import { t } from '../words.ts';
import { ChipList } from './ChipList.tsx';
import { ContextChip } from './ContextChips.tsx';
import { DocumentChip } from './DocumentChip.tsx';
import { PendingChip, PictureChip } from './PictureChip.tsx';

/** What goes with the prompt that is being typed. */
export function Attachments() {
  const { pictures = [], documents = [], context = [] } = header.value ?? {};
  const known = new Set([...pictures, ...documents].map(({ id }) => id));
  // The host may have shown one before it has answered that it is stored.
  const isHere = (id: string) => id === '' || id === conversationId.value;
  const coming = pending.value.filter((each) => isHere(each.conversationId) && !known.has(each.id));
  if (pictures.length + documents.length + context.length + coming.length === 0) return null;
  return (
    <ChipList label={t('Attachments')}>
      {pictures.map((picture) => (
        <PictureChip key={picture.id} picture={picture} />
      ))}
      {documents.map((document) => (
        <DocumentChip key={document.id} document={document} />
      ))}
      {coming.map((picture) => (
        <PendingChip key={picture.id} picture={picture} />
      ))}
      {context.map((item) => (
        <ContextChip key={item.id} item={item} messageId={null} />
      ))}
    </ChipList>
  );
}
