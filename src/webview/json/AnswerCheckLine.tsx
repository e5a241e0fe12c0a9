import type { AnswerCheck, BrokenRule } from '../../shared/answerFormat.ts';
import type { JsonState } from '../../structured/jsonReader.ts';
import { Icon } from '../components/Icon.tsx';
import { t } from '../words.ts';

interface AnswerCheckLineProps {
  /** The schema's. */
  readonly name: string;
  readonly state: JsonState;
  /** Null while it is not known. */
  readonly check: AnswerCheck | null;
}

/** Whether an answer is what was asked for. */
export function AnswerCheckLine({ name, state, check }: AnswerCheckLineProps) {
  if (state === 'broken') return <Line icon="warning">{t('This is not JSON, so it is shown as it came.')}</Line>;
  if (state === 'open') return <Line icon="warning">{t('The JSON is not whole: the answer ended before it did.')}</Line>;
  switch (check?.kind) {
    case undefined:
      return null;
    case 'fits':
      return <Line icon="pass">{t('Fits “{0}”', name)}</Line>;
    case 'unchecked':
      return <Line icon="warning">{uncheckedWords(check, name)}</Line>;
    case 'breaks': {
      const [first] = check.rules;
      const more = check.count - 1;
      const rules = check.rules.map(ruleWords).join('\n');
      const sentence = first ? t('Does not fit “{0}”: {1}', name, ruleWords(first)) : t('Does not fit “{0}”', name);
      return (
        <Line icon="warning" title={rules}>
          {more > 0 ? t('{0} (and {1} more)', sentence, more) : sentence}
        </Line>
      );
    }
  }
}

/** "/orders/0/price breaks “minimum: 1”" */
function ruleWords({ path, rule }: BrokenRule): string {
  return path === '' ? t('the whole breaks “{0}”', rule) : t('{0} breaks “{1}”', path, rule);
}

function uncheckedWords({ reason }: Extract<AnswerCheck, { kind: 'unchecked' }>, name: string): string {
  switch (reason) {
    case 'slow':
      return t('Comparing it with “{0}” took too long.', name);
    case 'schema':
      return t('It could not be compared with “{0}”: the schema cannot be read by who compares.', name);
    case 'gone':
      return t('It could not be compared with “{0}”.', name);
  }
}

function Line({ icon, title, children }: { readonly icon: string; readonly title?: string; readonly children: string }) {
  return (
    <span class={`json-check json-check-${icon}`} role="note" title={title ?? ''}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}
