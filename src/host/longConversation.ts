/**
 * What becomes of a conversation that outgrows its model: all is kept, the oldest turns are left out, or a summary stands for them.
 *
 * The API's own context editing is not among it: it is in beta, and clears what earlier tools brought and what was thought, neither of which Parley
 * sends again.
 */
import * as vscode from 'vscode';
import { smallestWindow } from '../chat/sentTurns.ts';
import type { Session } from '../chat/session.ts';
import { hadNoRoom } from '../chat/summaries.ts';
import type { LeaveOut } from '../shared/longConversation.ts';
import { noUsage } from '../shared/message.ts';
import type { Chat } from './chat.ts';

interface LongItem extends vscode.QuickPickItem {
  readonly choice: { readonly leaveOut: LeaveOut | null } | 'summarise';
}

/** What is chosen, for the line in the model's list. */
export function longConversationWords({ conversation: { options } }: Pick<Session, 'conversation'>): string {
  const { leaveOut } = options;
  if (!leaveOut) return vscode.l10n.t('Keep all');
  return leaveOut.most === null
    ? vscode.l10n.t('Leave out the oldest turns')
    : vscode.l10n.t('Leave out the oldest turns, beyond {0} tokens', leaveOut.most.toLocaleString());
}

/** Lets the user choose, and goes on with a turn that had no room. */
export async function pickLongConversation(chat: Chat, session: Session): Promise<void> {
  const item = await vscode.window.showQuickPick(longConversationItems(chat, session), {
    title: vscode.l10n.t('Long conversation'),
    placeHolder: vscode.l10n.t('Now: {0}', longConversationWords(session)),
    matchOnDetail: true,
  });
  if (!item) return;
  if (item.choice === 'summarise') {
    if (!(await session.long.summarise(vscode.l10n.t('Summarise what was said so far'))))
      void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to summarise: nothing was said before this prompt.'));
    return;
  }
  const { leaveOut } = item.choice;
  await session.long.leaveOut(leaveOut);
  const last = session.path.at(-1)?.message;
  if (!leaveOut || !last || !hadNoRoom(last) || session.busy) return;
  if (last.role === 'assistant' && last.error === null) await session.continueAfter(last.id);
  else await session.regenerate(last.id);
}

/** What can be chosen; what it is now comes with a mark. */
export function longConversationItems(chat: Pick<Chat, 'models' | 'costOf'>, session: Session): LongItem[] {
  const { leaveOut } = session.conversation.options;
  const now = vscode.l10n.t('now');
  const described = (isNow: boolean) => (isNow ? { description: now } : {});
  const less = lessThan(chat, session);
  return [
    {
      label: vscode.l10n.t('Keep all'),
      ...described(!leaveOut),
      detail: vscode.l10n.t('Every request has all that was said, and fails when that does not fit.'),
      choice: { leaveOut: null },
    },
    {
      label: vscode.l10n.t('Leave out the oldest turns'),
      ...described(leaveOut?.most === null),
      detail: vscode.l10n.t('Where they do not fit, many at once, so that caches hold. They stay here.'),
      choice: { leaveOut: { most: null } },
    },
    ...(leaveOut?.most != null
      ? [{ label: longConversationWords(session), description: now, choice: { leaveOut } } satisfies LongItem]
      : []),
    ...(less === null
      ? []
      : [
          {
            label: vscode.l10n.t('Leave out more of the oldest turns'),
            detail: vscode.l10n.t('Requests have up to about {0} tokens.', less.toLocaleString()),
            choice: { leaveOut: { most: less } },
          } satisfies LongItem,
        ]),
    {
      label: vscode.l10n.t('Summarise what was said so far…'),
      detail: costWords(chat, session),
      choice: 'summarise',
    },
  ];
}

/** How many tokens requests may have where what is left out was not enough; null where that is not known to be so. */
function lessThan(chat: Pick<Chat, 'models'>, session: Session): number | null {
  const last = session.path.at(-1)?.message;
  const { leaveOut } = session.conversation.options;
  const error = last?.role === 'assistant' && last.error?.kind === 'tooLarge' ? last.error : null;
  if (!error || !leaveOut) return null;
  const window = leaveOut.most ?? chat.models.find(session.model)?.maxInputTokens ?? null;
  // What the server says that it takes counts where it is less than was known.
  if (error.most !== undefined && error.most < (window ?? smallestWindow)) return error.most;
  return Math.ceil((window ?? smallestWindow) / 2);
}

function costWords(chat: Pick<Chat, 'costOf'>, session: Session): string {
  const { tokens } = session.next.pathTokens;
  const cost = chat.costOf(session.model, { ...noUsage, input: tokens });
  const size = tokens.toLocaleString();
  return cost === null
    ? vscode.l10n.t('Asks with about {0} tokens. Can be read, edited and undone.', size)
    : vscode.l10n.t('Asks with about {0} tokens, up to {1}. Can be read, edited and undone.', size, `$${cost.toPrecision(2)}`);
}
