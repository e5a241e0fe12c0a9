import { actionLabel, type ErrorAction } from '../../shared/errorAction.ts';
import type { AssistantTurnView } from '../../shared/turnView.ts';
import { beginEditing, newConversation, promptText } from '../actions.ts';
import { composer } from '../composer.ts';
import { ask, host } from '../host.ts';
import { chooseLongConversation } from '../longConversation.ts';
import { mending, removeRefused, shrinkRefused } from '../pictures/refused.ts';
import { endOf, streaming, turns } from '../store.ts';
import { t } from '../words.ts';

interface ActionButtonProps {
  readonly turn: AssistantTurnView;
  readonly action: ErrorAction;
  readonly look: 'primary' | 'secondary' | 'link';
}

const classes = { primary: 'button', secondary: 'button button-secondary', link: 'link-button' };

/** What can be done about a turn that did not end well. */
export function ActionButton({ turn, action, look }: ActionButtonProps) {
  return (
    <button type="button" class={classes[look]} disabled={streaming.value || mending.value} onClick={() => act(turn, action)}>
      {actionLabel(action, t)}
    </button>
  );
}

function act(turn: AssistantTurnView, action: ErrorAction): void {
  const id = endOf(turn);
  switch (action.kind) {
    case 'setKey':
      ask(host.request('setApiKey', null));
      return;
    case 'testConnection':
      ask(host.request('testConnection', null));
      return;
    case 'retry':
      // The button goes away with what it was about: the focus must not go with it.
      composer.focus();
      ask(host.request('regenerate', { messageId: id }));
      return;
    case 'continue':
      composer.focus();
      ask(host.request('continue', { messageId: id }));
      return;
    case 'removePictures':
      composer.focus();
      ask(removeRefused(id, action.pictures));
      return;
    case 'removeDocuments':
      composer.focus();
      ask(removeRefused(id, action.documents));
      return;
    case 'shrinkPictures':
      composer.focus();
      ask(shrinkRefused(id, action.pictures));
      return;
    case 'chooseModel':
      ask(host.request('selectModel', null));
      return;
    case 'changeFormat':
      ask(host.request('chooseAnswerFormat', null));
      return;
    case 'longConversation':
      chooseLongConversation();
      return;
    case 'newConversation':
      newConversation();
      return;
    case 'openLog':
      ask(host.request('showLog', null));
      return;
    case 'openBilling':
      ask(host.request('openLink', { url: action.url }));
      return;
    case 'openSettings':
      ask(host.request('openSettings', { query: action.setting }));
      return;
    case 'editPrompt': {
      const at = turns.value.findIndex((each) => each.value.id === turn.id);
      const prompt = turns.value[at - 1]?.value;
      if (prompt) beginEditing(prompt.id, promptText(prompt));
      return;
    }
  }
}
