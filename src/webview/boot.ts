/** What the host wrote into the page. */
import { isObject } from '../shared/json.ts';
import type { Boot } from '../shared/protocol.ts';

function readBoot(): Boot {
  const root = document.getElementById('parley-root');
  const raw: unknown = JSON.parse(root?.dataset['boot'] ?? '{}');
  const boot = isObject(raw) ? raw : {};
  return {
    l10n: isObject(boot['l10n']) ? (boot['l10n'] as Record<string, string>) : {},
    locale: typeof boot['locale'] === 'string' ? boot['locale'] : 'en',
    mathScript: typeof boot['mathScript'] === 'string' ? boot['mathScript'] : '',
    copyScript: typeof boot['copyScript'] === 'string' ? boot['copyScript'] : '',
  };
}

export const boot = readBoot();
