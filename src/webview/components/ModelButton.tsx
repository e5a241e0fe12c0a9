import type { ModelView } from '../../shared/headerView.ts';
import { shortModel } from '../../shared/modelId.ts';
import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { count, t } from '../words.ts';
import { Icon } from './Icon.tsx';

/** Who answers, and with how much effort; a click lets choose. */
export function ModelButton() {
  const model = header.value?.model;
  if (!model) return null;
  const { effort, thinking } = model;
  // What is read is in what is heard, word for word.
  const full = t('Model: {0}', effort === null ? model.name : `${model.name} · ${t('{0} effort', effort)}`);
  const name = thinking === null ? full : `${full}, ${thinkingWords(thinking)}`;
  return (
    <button type="button" class="model-button" aria-label={name} title={name} onClick={() => ask(host.request('selectModel', null))}>
      <span class="model-name">{[shortModel(model.name), ...(effort === null ? [] : [effort])].join(' · ')}</span>
      <Icon name="chevron-down" />
    </button>
  );
}

function thinkingWords(thinking: NonNullable<ModelView['thinking']>): string {
  switch (thinking) {
    case 'off':
      return t('no thinking');
    case 'between_tools':
      return t('thinking between tools only');
    default:
      return t('thinks up to {0} tokens', count(thinking.budget));
  }
}
