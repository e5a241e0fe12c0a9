import { composer } from '../composer.ts';
import { host, tell } from '../host.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { chooseFiles } from './AttachButton.tsx';
import { Icon } from './Icon.tsx';

/** A way to begin. */
interface Starter {
  readonly icon: string;
  readonly label: string;
  /** The key that does it, too. */
  readonly hint?: string;
  readonly begin: () => void;
}

const mostStarters = 3;

/** How an empty conversation can begin: with what is there, and where that is little, with what one has oneself. */
export function Starters() {
  return (
    <>
      <p>{t('Ask Claude about code.')}</p>
      <ul class="starters">
        {[...ownStarters(), ...generalStarters()].slice(0, mostStarters).map(({ icon, label, hint, begin }) => (
          <li key={label}>
            <button type="button" class="line" onClick={begin}>
              <Icon name={icon} />
              <span class="line-title" title={label}>
                {label}
              </span>
              {hint === undefined ? null : <span class="line-time">{hint}</span>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function ownStarters(): Starter[] {
  const { file = null, changes = false } = header.value?.starters ?? {};
  const ofFile: Starter = {
    icon: 'file-code',
    label: t('Explain {0}', file ?? ''),
    begin: () => void beginWith('editor', t('Explain what this file does, and what could go wrong in it.')),
  };
  const ofPicture: Starter = {
    icon: 'device-camera',
    label: t('Ask about a screenshot'),
    hint: pasteKey(),
    begin: chooseFiles,
  };
  const ofChanges: Starter = {
    icon: 'git-compare',
    label: t('Review uncommitted changes'),
    begin: () => void beginWith('changes', t('Say what has changed since the last commit, and what could go wrong with it.')),
  };
  return [...(file === null ? [] : [ofFile]), ofPicture, ...(changes ? [ofChanges] : [])];
}

function generalStarters(): Starter[] {
  const put = (text: string) => () => composer.prepend(text);
  return [
    { icon: 'lightbulb', label: t('Explain an error message'), begin: put(t('Explain this error message and how to fix it:\n\n')) },
    {
      icon: 'code',
      label: t('Talk through a piece of code'),
      begin: put(t('Explain what this code does, and what could go wrong in it:\n\n')),
    },
    {
      icon: 'checklist',
      label: t('Plan a change'),
      begin: put(t('Help me plan a change. Ask me what you need to know first. The change: ')),
    },
  ];
}

let taking = false;

/** Adds what is named, as by `@`, and puts a question into the box. What was not added is not asked about. */
async function beginWith(id: 'editor' | 'changes', question: string): Promise<void> {
  if (taking) return;
  taking = true;
  try {
    const { insert } = await host.request('addMention', { sign: '@', id });
    if (insert !== null) composer.prepend(question);
  } catch (error) {
    tell(error);
  } finally {
    taking = false;
  }
}

function pasteKey(): string {
  return /\bMac/.test(navigator.userAgent) ? '⌘V' : t('Ctrl+V');
}
