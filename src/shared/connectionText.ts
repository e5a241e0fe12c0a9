/** What the user is told of a test of the connection: a line for each step. Pure, so that dialog, log and tests say the same. */
import type { ConnectionStep, StepName } from './connectionSteps.ts';
import { describeError } from './errorText.ts';
import type { Translate } from './l10n.ts';

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** One line, as in `✓ Key: accepted` or `✗ Model: The model … is not available with this key.` */
export function stepLine(step: ConnectionStep, t: Translate): string {
  const time = step.ms === null ? '' : ` · ${t('{0} ms', Math.round(step.ms))}`;
  return `${marks[step.state]} ${stepTitle(step.name, t)}: ${said(step, t)}${time}`;
}

function stepTitle(name: StepName, t: Translate): string {
  switch (name) {
    case 'name':
      return t('Name');
    case 'proxy':
      return t('Proxy');
    case 'connection':
      return t('Connection');
    case 'encryption':
      return t('Encryption');
    case 'answer':
      return t('Answer');
    case 'key':
      return t('Key');
    case 'model':
      return t('Model');
    case 'reply':
      return t('Reply of one token');
    case 'clock':
      return t('Clock');
  }
}

function said(step: ConnectionStep, t: Translate): string {
  switch (step.state) {
    case 'failed':
      return describeError(step.error, t).sentence;
    case 'skipped':
      return step.fact === 'viaProxy'
        ? t('left to the proxy')
        : step.fact === 'plain'
          ? t('none, the address begins with http')
          : t('not tried');
    case 'passed':
      return step.fact ?? passed(step.name, t);
  }
}

/** What is said of a step that has nothing of its own to say. */
function passed(name: StepName, t: Translate): string {
  switch (name) {
    case 'name':
      return t('found');
    case 'proxy':
      return t('none in between');
    case 'key':
      return t('accepted');
    case 'clock':
      return t('right');
    case 'connection':
    case 'encryption':
    case 'answer':
    case 'model':
    case 'reply':
      return t('works');
  }
}
