import type { ServerToolName } from '../../shared/serverTools.ts';
import { serverToolWords } from '../../shared/toolText.ts';
import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { IconButton } from './Buttons.tsx';

/** The API's tools, while some are on; a click lets choose. */
export function ToolsButton() {
  const tools = header.value?.model.tools;
  if (!tools) return null;
  const { on, missing } = tools;
  const name = [
    on.length > 0 ? t('Tools: {0}', words(on)) : t('Tools: none'),
    ...(missing.length > 0 ? [t('not with this model: {0}', words(missing))] : []),
  ].join('; ');
  return <IconButton icon={on.length > 0 ? 'globe' : 'circle-slash'} name={name} onClick={() => ask(host.request('chooseTools', null))} />;
}

function words(names: readonly ServerToolName[]): string {
  return names.map((name) => serverToolWords(name, t)).join(', ');
}
