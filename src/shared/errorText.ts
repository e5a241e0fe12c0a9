/**
 * What the user is told of an error or of a reply that ended early, and what is offered for it. Pure, so that the page, the
 * host's notifications and the tests say the same.
 */
import type { ChatError, RefusedDocument, RefusedPicture } from './errors.ts';
import type { Translate } from './l10n.ts';
import type { StopReason } from './message.ts';

export type ErrorAction =
  | { readonly kind: 'setKey' | 'retry' | 'continue' | 'chooseModel' | 'newConversation' | 'editPrompt' | 'openLog' }
  | { readonly kind: 'openBilling'; readonly url: string }
  | { readonly kind: 'openSettings'; readonly setting: 'parley.maxTokens' }
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

const billing: ErrorAction = { kind: 'openBilling', url: 'https://platform.claude.com/settings/billing' };

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
    case 'editPrompt':
      return t('Edit prompt');
    case 'openLog':
      return t('Open log');
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

/**
 * Says what went wrong and what to do.
 * @param hasText whether part of the reply had come: then going on is offered in place of asking again.
 * @param hasLonger whether there is a model that reads more at once
 */
export function describeError(error: ChatError, t: Translate, hasText = false, hasLonger = false): Explanation {
  const again: ErrorAction = { kind: hasText ? 'continue' : 'retry' };
  switch (error.kind) {
    case 'noKey':
      return { sentence: t('Parley needs an API key to talk to Claude.'), action: { kind: 'setKey' } };
    case 'invalidKey':
      return {
        sentence: error.expired ? t('This API key has expired.') : t('The API does not accept this key. It may be mistyped or revoked.'),
        action: { kind: 'setKey' },
      };
    case 'permission':
      return { sentence: t('This key is not allowed to do that.'), action: { kind: 'setKey' } };
    case 'credit':
      return { sentence: t('The account of this key has no credit left, or has reached its limit.'), action: billing };
    case 'modelNotFound':
      return { sentence: t('The model {0} is not available with this key.', error.model), action: { kind: 'chooseModel' } };
    case 'rateLimited':
      return error.retryAfter === null
        ? { sentence: t('The account’s limit is reached, and the API does not say until when.'), action: billing }
        : { sentence: t('The rate limit is reached. The API asks to wait {0}.', duration(error.retryAfter, t)), action: again };
    case 'overloaded':
      return { sentence: t('The API is overloaded at the moment.'), action: again };
    case 'serverError':
      return { sentence: t('The API had an error of its own.'), action: again };
    case 'offline':
      return { sentence: t('Parley could not reach {0}.', error.host), action: again };
    case 'stalled':
      return {
        sentence: t('The connection was silent for {0}, so the reply was given up.', duration(error.seconds * 1000, t)),
        action: again,
      };
    case 'tooLarge':
      return {
        sentence: t('The conversation is too long for the model.'),
        action: { kind: 'newConversation' },
        ...(hasLonger ? { other: { kind: 'chooseModel' } } : {}),
      };
    case 'maxTokens':
      return {
        sentence:
          error.allowed === null
            ? t('Parley asked for up to {0} tokens, which is more than the model can write.', error.asked)
            : t('Parley asked for up to {0} tokens, and the model can write {1} at the most.', error.asked, error.allowed),
        action: { kind: 'openSettings', setting: 'parley.maxTokens' },
      };
    case 'pictureRefused': {
      const { pictures } = error;
      const [first] = pictures;
      return {
        sentence:
          first && pictures.length === 1
            ? t('The API did not accept the picture “{0}”.', first.name)
            : t('The API did not accept the pictures, and does not say which of them.'),
        action: { kind: 'removePictures', pictures },
        other: { kind: 'shrinkPictures', pictures },
      };
    }
    case 'documentRefused': {
      const { documents } = error;
      const [first] = documents;
      return {
        sentence:
          first && documents.length === 1
            ? t('The API did not accept the PDF “{0}”.', first.name)
            : t('The API did not accept the PDFs, and does not say which of them.'),
        action: { kind: 'removeDocuments', documents },
      };
    }
    case 'invalidRequest':
      if (error.thinking)
        return {
          sentence: t('The API did not accept what Claude had thought before. Retry goes on without it.'),
          action: { kind: 'retry' },
        };
      return { sentence: t('The API did not accept the request.'), action: { kind: 'openLog' } };
    case 'refused':
      return { sentence: refusal(error.category, t), action: { kind: 'editPrompt' } };
    case 'cutOff':
      return { sentence: t('The connection ended before the reply did.'), action: again };
    case 'unknown':
      return { sentence: t('Something unexpected came back.'), action: again };
  }
}

/**
 * Says why a reply that did not fail ended early; null where it simply ended.
 * @param hasText whether there is something to go on from
 * @param hasLonger whether there is a model that reads more at once
 */
export function describeStop(reason: StopReason, t: Translate, hasText = true, hasLonger = false): Explanation | null {
  switch (reason) {
    case 'max_tokens':
      return hasText
        ? { sentence: t('The reply reached the longest length that is set.'), action: { kind: 'continue' } }
        : {
            sentence: t('Claude was still thinking when the reply reached the longest length that is set.'),
            action: { kind: 'openSettings', setting: 'parley.maxTokens' },
            other: { kind: 'retry' },
          };
    case 'model_context_window_exceeded':
      return {
        sentence: t('The conversation has filled the model’s context.'),
        action: { kind: 'newConversation' },
        ...(hasLonger ? { other: { kind: 'chooseModel' } } : {}),
      };
    case 'pause_turn':
      return { sentence: t('Claude paused and can go on.'), action: { kind: 'continue' } };
    case 'tool_use':
      return { sentence: t('Claude asked for a tool, and Parley has none to offer yet.'), action: { kind: 'continue' } };
    case 'stop_sequence':
      return { sentence: t('The reply ended at a stop sequence.'), action: { kind: 'continue' } };
    case 'other':
      return { sentence: t('The reply ended for a reason that this version does not know.'), action: { kind: 'continue' } };
    case 'refusal':
    case 'end_turn':
      return null;
  }
}

function refusal(category: string | null, t: Translate): string {
  switch (category) {
    case 'cyber':
      return t('Claude declined this as a possible security risk. Saying what it is for may help.');
    case 'bio':
      return t('Claude declined this as a possible biological risk. Saying what it is for may help.');
    case 'frontier_llm':
      return t('Claude declined to help develop a competing model.');
    case 'reasoning_extraction':
      return t('Claude declined to repeat its own thinking. Ask for a summary of its reasons.');
    case 'general_harms':
      return t('Claude declined this as something that may do harm. Saying what it is for may help.');
    default:
      return t('Claude declined to answer this. Another wording may help.');
  }
}

/** A time for people: seconds up to two minutes, then minutes, then hours. @param ms milliseconds */
export function duration(ms: number, t: Translate): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 120) return t('{0} s', seconds);
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 120 ? t('{0} minutes', minutes) : t('{0} hours', Math.ceil(minutes / 60));
}
