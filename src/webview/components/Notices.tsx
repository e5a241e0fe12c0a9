import type { StoreNotice } from '../../shared/conversation.ts';
import type { PictureFate } from '../../shared/picture.ts';
import { undoDeletion } from '../actions.ts';
import { ask, host } from '../host.ts';
import { leftOutTurns } from '../longConversation.ts';
import { deletions, header, type Pane, pane, trouble } from '../store.ts';
import { type TypedSecret, typedSecret } from '../typedSecret.ts';
import { count, t } from '../words.ts';
import { BudgetNotice } from './BudgetNotice.tsx';
import { IconButton, LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';
import { LeftOutNotice } from './LeftOutLine.tsx';
import { MovedNote } from './MovedNote.tsx';

/** What concerns no turn: the store's troubles, and what just did not work. In the conversation, and in what is over it. */
export function Notices({ of = 'conversation' }: { readonly of?: Pane }) {
  const notices = header.value?.notices ?? [];
  const said = trouble.value;
  const deletion = deletions.value.at(-1);
  const leftOut = of === 'conversation' ? leftOutWords() : '';
  const documentsLeftOut = of === 'conversation' ? (header.value?.documentsLeftOut ?? 0) : 0;
  const hold = of === 'conversation' ? (header.value?.hold ?? null) : null;
  const secret = of === 'conversation' ? typedSecret.value : null;
  const turnsLeftOut = of === 'conversation' ? leftOutTurns.value : 0;
  const isOut = notices.length + documentsLeftOut + turnsLeftOut > 0 || leftOut !== '';
  if (pane.value !== of || !(isOut || said || deletion || hold || secret)) return null;
  return (
    <div class="notices">
      {notices.map((notice) =>
        notice.kind === 'moved' ? (
          <MovedNote notice={notice} key={notice.key} />
        ) : (
          <div class="notice" role="alert" key={notice.kind}>
            <Icon name="warning" />
            <span class="notice-sentence" title={notice.kind === 'setAside' ? notice.file : undefined}>
              {storeWords(notice)}{' '}
              {notice.kind === 'inMemory' ? (
                <LinkButton onClick={() => ask(host.request('retryStore', null))}>{t('Try again')}</LinkButton>
              ) : null}
            </span>
            <IconButton icon="close" name={t('Dismiss')} onClick={() => host.notify({ type: 'dismissNotice', kind: notice.kind })} />
          </div>
        ),
      )}
      {secret ? (
        <div class="notice" role="status">
          <Icon name="key" />
          <span class="notice-sentence">{secretWords(secret)}</span>
        </div>
      ) : null}
      {turnsLeftOut > 0 ? <LeftOutNotice /> : null}
      {leftOut === '' ? null : (
        <div class="notice" role="status">
          <Icon name="file-media" />
          <span class="notice-sentence">{leftOut}</span>
        </div>
      )}
      {documentsLeftOut > 0 ? (
        <div class="notice" role="status">
          <Icon name="file-pdf" />
          <span class="notice-sentence">
            {documentsLeftOut === 1
              ? t('The oldest document is not sent any more: a request holds only so much.')
              : t('The {0} oldest documents are not sent any more: a request holds only so much.', count(documentsLeftOut))}
          </span>
        </div>
      ) : null}
      {deletion ? (
        <div class="notice" role="alert" key={deletion.id}>
          <Icon name="trash" />
          <span class="notice-sentence">
            {t('“{0}” is deleted.', deletion.title)} <LinkButton onClick={() => void undoDeletion(deletion)}>{t('Undo')}</LinkButton>
          </span>
          <IconButton
            icon="close"
            name={t('Dismiss')}
            onClick={() => {
              deletions.value = [];
            }}
          />
        </div>
      ) : null}
      {hold ? <BudgetNotice hold={hold} /> : null}
      {said ? (
        <div class="notice" role="alert">
          <Icon name="info" />
          <span class="notice-sentence">
            {said.sentence} {said.undo ? <LinkButton onClick={said.undo}>{t('Undo')}</LinkButton> : null}
          </span>
          <IconButton
            icon="close"
            name={t('Dismiss')}
            onClick={() => {
              trouble.value = null;
            }}
          />
        </div>
      ) : null}
    </div>
  );
}

/** What the next request will leave out, said before it is sent; empty: nothing. */
function leftOutWords(): string {
  const shown = header.value;
  if (!shown) return '';
  const { pictureFates, pictures } = shown;
  const isOut = (fate: PictureFate | undefined) => fate === 'leftOut' || fate === 'keptLeftOut';
  const out = Object.values(pictureFates).filter(isOut);
  const kept = out.filter((fate) => fate === 'keptLeftOut').length;
  const typed = pictures.filter(({ id }) => isOut(pictureFates[id])).length;
  const older = out.length - typed;
  const unseen = Object.values(pictureFates).includes('unseen');
  return [
    ...(unseen ? [t('This model cannot see pictures: the next request leaves them out.')] : []),
    ...(older === 1 ? [t('The next request leaves out 1 older picture: it holds only so many.')] : []),
    ...(older > 1 ? [t('The next request leaves out {0} older pictures: it holds only so many.', count(older))] : []),
    ...(kept === 1 ? [t('Of those that are kept, 1 does not fit in.')] : []),
    ...(kept > 1 ? [t('Of those that are kept, {0} do not fit in.', count(kept))] : []),
    ...(typed === 1 ? [t('Of this prompt, 1 picture does not fit in.')] : []),
    ...(typed > 1 ? [t('Of this prompt, {0} pictures do not fit in.', count(typed))] : []),
  ].join(' ');
}

/** What is typed is sent as it is: it is only named. */
function secretWords({ what, line }: TypedSecret): string {
  switch (what) {
    case 'privateKey':
      return t('Line {0} of what you type looks like a private key. It goes to the API when you send it.', count(line));
    case 'accessKey':
      return t('Line {0} of what you type looks like an access key. It goes to the API when you send it.', count(line));
    case 'token':
      return t('Line {0} of what you type looks like a token. It goes to the API when you send it.', count(line));
    case 'password':
      return t('Line {0} of what you type looks like a password. It goes to the API when you send it.', count(line));
  }
}

function storeWords(notice: StoreNotice): string {
  switch (notice.kind) {
    case 'setAside':
      return t('The database of conversations was damaged. It is kept as {0}, and a new one was begun.', fileName(notice.file));
    case 'inMemory':
      if (notice.reason === 'newer')
        return t('The database was written by a newer Parley. It is left as it is; what is said now is kept in memory only.');
      return [
        t('{0} The conversation goes on in memory until it can be written.', memoryWords(notice.reason)),
        ...(notice.withoutPictures ? [t('Pictures of before are left on the disk, and neither shown nor sent until then.')] : []),
      ].join(' ');
  }
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

type Reason = Exclude<Extract<StoreNotice, { kind: 'inMemory' }>['reason'], 'newer'>;

function memoryWords(reason: Reason): string {
  switch (reason) {
    case 'full':
      return t('The disk is full.');
    case 'readOnly':
      return t('The disk cannot be written to.');
    case 'locked':
      return t('Another program keeps the database locked.');
    case 'unavailable':
      return t('The database cannot be opened.');
  }
}
