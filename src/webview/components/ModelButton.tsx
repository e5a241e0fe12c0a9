import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { shortModel, t } from '../words.ts';
import { Icon } from './Icon.tsx';

/** Who answers; a click lets choose. */
export function ModelButton() {
  const model = header.value?.model;
  if (!model) return null;
  const name = t('Model: {0}', model.name);
  return (
    <button type="button" class="model-button" aria-label={name} title={name} onClick={() => ask(host.request('selectModel', null))}>
      <span class="model-name">{shortModel(model.name)}</span>
      <Icon name="chevron-down" />
    </button>
  );
}
