/** What the user is told of an error. Pure, so that the page, the host's notifications and the tests say the same. */
import { duration } from './duration.ts';
import type { ErrorAction, Explanation } from './errorAction.ts';
import type { AwsProblem, ChatError, OfflineReason } from './errors.ts';
import type { Translate } from './l10n.ts';

const billing: ErrorAction = { kind: 'openBilling', url: 'https://platform.claude.com/settings/billing' };

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
      if (error.retryAfter === null)
        return { sentence: t('The account’s limit is reached, and the API does not say until when.'), action: billing };
      return {
        sentence:
          error.retryAfter < 1000
            ? t('The rate limit is reached.')
            : t('The rate limit is reached. The API asks to wait {0}.', duration(error.retryAfter, t)),
        action: again,
      };
    case 'overloaded':
      return { sentence: t('The API is overloaded at the moment.'), action: again };
    case 'serverError':
      return { sentence: t('The API had an error of its own.'), action: again };
    case 'offline':
      return { sentence: unreached(error.reason, error.host, t), ...mending(error.reason, again) };
    case 'redirected':
      return {
        sentence:
          error.to === null
            ? t('The server {0} sends Parley elsewhere. Parley does not follow, so that the key goes nowhere else.', error.host)
            : t(
                'The server {0} sends Parley on to {1}. Parley does not follow, so that the key goes nowhere else. Where that is the right address, set it.',
                error.host,
                error.to,
              ),
        action: { kind: 'openSettings', setting: 'parley.baseUrl' },
      };
    case 'notTheApi':
      return {
        sentence:
          hasText || error.found === 'rest'
            ? t('What came from {0} could not be read any further.', error.host)
            : error.found === 'page'
              ? t(
                  'A web page came from {0} in place of an answer. It may be a sign-in page of the network, or the wrong address.',
                  error.host,
                )
              : t('What came from {0} is not what the Messages API answers. The address may be wrong.', error.host),
        action: hasText || error.found === 'rest' ? again : { kind: 'testConnection' },
      };
    case 'aws':
      return { sentence: aws(error.problem, error.region, t), ...mendingAws(error.problem, again) };
    case 'clockOff':
      return { sentence: clock(error.ahead, t), action: again };
    case 'stalled':
      return {
        sentence: t('The connection was silent for {0}, so the reply was given up.', duration(error.seconds * 1000, t)),
        action: again,
      };
    case 'tooLarge':
      return {
        sentence: t('The conversation is too long for the model.'),
        action: { kind: 'longConversation' },
        other: { kind: hasLonger ? 'chooseModel' : 'newConversation' },
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
    case 'formatRefused':
      return { sentence: t('The API did not accept the schema that the answer was to be by.'), action: { kind: 'changeFormat' } };
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

function unreached(reason: OfflineReason, host: string, t: Translate): string {
  switch (reason) {
    case 'unreachable':
      return t('Parley could not reach {0}.', host);
    case 'name':
      return t('Parley could not reach {0}: the name was not found. The computer may be offline, or the address wrong.', host);
    case 'refused':
      return t('Parley could not reach {0}: nothing listens there.', host);
    case 'closed':
      return t('The server {0} closed the connection without an answer.', host);
    case 'certificate':
      return t('The certificate of {0} is not one that this computer trusts.', host);
    case 'notSecure':
      return t('Parley could not make a secure connection to {0}. It may speak http and not https.', host);
    case 'proxy':
      return t('Parley could not reach {0}: the proxy in between did not let it through.', host);
  }
}

function aws(problem: AwsProblem, region: string, t: Translate): string {
  switch (problem) {
    case 'unset':
      return t('Claude Platform on AWS needs a region and a workspace. Set both.');
    case 'missing':
      return t('No AWS credentials were found. Sign in with AWS’s command line, or set an API key of the workspace.');
    case 'expired':
      return t('The AWS credentials have expired. Sign in again, as with “aws sso login”.');
    case 'rejected':
      return t('AWS does not accept these credentials. They may be mistyped, revoked or of another account.');
    case 'region':
      return t('AWS does not accept these credentials in the region {0}. The workspace may be in another one.', region);
    case 'notAllowed':
      return t('These AWS credentials are not allowed to use Claude in this workspace.');
  }
}

function mendingAws(problem: AwsProblem, again: ErrorAction): Pick<Explanation, 'action' | 'other'> {
  switch (problem) {
    case 'missing':
    case 'rejected':
      return { action: again, other: { kind: 'setKey' } };
    case 'expired':
      return { action: again };
    case 'unset':
    case 'region':
    case 'notAllowed':
      return { action: { kind: 'openSettings', setting: 'parley.aws' } };
  }
}

function clock(ahead: number | null, t: Translate): string {
  if (ahead === null) return t('The clock of this computer and that of the server do not agree. Set this one right and try again.');
  const off = duration(Math.round(Math.abs(ahead) / 60_000) * 60_000, t);
  return ahead > 0
    ? t('The clock of this computer is {0} ahead of the server’s. Set it right and try again.', off)
    : t('The clock of this computer is {0} behind the server’s. Set it right and try again.', off);
}

function mending(reason: OfflineReason, again: ErrorAction): Pick<Explanation, 'action' | 'other'> {
  switch (reason) {
    case 'unreachable':
    case 'name':
    case 'refused':
    case 'closed':
      return { action: again, other: { kind: 'testConnection' } };
    case 'certificate':
      return { action: { kind: 'openSettings', setting: 'http.systemCertificates' } };
    case 'notSecure':
      return { action: { kind: 'openSettings', setting: 'parley.baseUrl' } };
    case 'proxy':
      return { action: { kind: 'openSettings', setting: 'http.proxy' } };
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
