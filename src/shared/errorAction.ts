/** What is offered where something went wrong or ended early. */
import type { RefusedDocument, RefusedPicture } from './errors.ts';
import type { Translate } from './l10n.ts';

export type ErrorAction =
  | {
      readonly kind:
        | 'setKey'
        | 'retry'
        | 'continue'
        | 'chooseModel'
        | 'newConversation'
        | 'editPrompt'
        | 'openLog'
        | 'testConnection'
        | 'changeFormat';
    }
  /** Opens what can be done about a conversation that is too long; goes on with the turn. */
  | { readonly kind: 'longConversation' }
  | { readonly kind: 'openBilling'; readonly url: string }
  | {
      readonly kind: 'openSettings';
      readonly setting: 'parley.maxTokens' | 'parley.baseUrl' | 'parley.aws' | 'http.proxy' | 'http.systemCertificates';
    }
  /** Both go on with the turn. */
  | { readonly kind: 'removePictures' | 'shrinkPictures'; readonly pictures: readonly RefusedPicture[] }
  | { readonly kind: 'removeDocuments'; readonly documents: readonly RefusedDocument[] };

export interface Explanation {
  /** One sentence or two, in plain words. */
  readonly sentence: string;
  readonly action: ErrorAction;
  /** What else can be done, beside asking again. */
  readonly other?: ErrorAction;
}

/** The label of an action's button. */
export function actionLabel(action: ErrorAction, t: Translate): string {
  switch (action.kind) {
    case 'setKey':
      return t('Set API key');
    case 'retry':
      return t('Retry');
    case 'continue':
      return t('Continue');
    case 'chooseModel':
      return t('Choose model');
    case 'newConversation':
      return t('New conversation');
    case 'longConversation':
      return t('Long conversation…');
    case 'editPrompt':
      return t('Edit prompt');
    case 'openLog':
      return t('Open log');
    case 'testConnection':
      return t('Test connection');
    case 'changeFormat':
      return t('Change the answer format');
    case 'openBilling':
      return t('Open billing');
    case 'openSettings':
      return t('Open settings');
    case 'removePictures':
      return action.pictures.length === 1 ? t('Remove picture') : t('Remove {0} pictures', action.pictures.length);
    case 'shrinkPictures':
      return action.pictures.length === 1 ? t('Send it smaller') : t('Send them smaller');
    case 'removeDocuments':
      return action.documents.length === 1 ? t('Send without it') : t('Send without them');
  }
}
