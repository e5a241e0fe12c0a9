import { money } from '../../shared/money.ts';
import { chooseLongConversation } from '../longConversation.ts';
import { hasPrompt, nextCost, nextTokens } from '../nextPrompt.ts';
import { header } from '../store.ts';
import { count, percent, t, tokens } from '../words.ts';

/** What the next prompt is about to cost; nothing while there is none. */
export function Estimate() {
  if (!hasPrompt.value || !header.value) return null;
  const cost = nextCost(Date.now());
  const size = tokens(nextTokens.value);
  const lines = [
    t('The next request has about {0}.', size),
    cost === null ? t('What it costs is not known.') : t('It costs about {0}, and then its reply.', money(cost)),
    header.value.next.counted ? t('Counted by the API, but for what was typed since.') : t('Estimated here.'),
  ];
  return (
    <span class="estimate" data-testid="estimate" title={lines.join('\n')}>
      {`≈ ${cost === null ? size : money(cost)}`}
    </span>
  );
}

/** From this part on, there is not much room left. */
const nearlyFull = 0.8;
/** Of the ring, in its own units. */
const radius = 5;
const around = 2 * Math.PI * radius;

/** How much of what the model takes the next request fills; a click opens what can be done about it. */
export function ContextMeter() {
  const window = header.value?.next.window ?? null;
  if (window === null || window === 0) return null;
  const used = Math.min(nextTokens.value, window);
  const share = used / window;
  const words = t('about {0} of {1} tokens, {2}', count(used), count(window), percent(share));
  return (
    // A way for the pointer: by keyboard, the model's list has it.
    <button
      type="button"
      class="context-button"
      aria-label={t('Long conversation')}
      tabIndex={-1}
      title={t('The next request takes {0}.', words)}
      onClick={chooseLongConversation}
    >
      <Meter share={share} used={used} window={window} words={words} />
    </button>
  );
}

interface MeterProps {
  readonly share: number;
  readonly used: number;
  readonly window: number;
  readonly words: string;
}

function Meter({ share, used, window, words }: MeterProps) {
  return (
    <span
      class={share >= nearlyFull ? 'context-meter nearly-full' : 'context-meter'}
      role="meter"
      aria-label={t('Context')}
      aria-valuemin={0}
      aria-valuemax={window}
      aria-valuenow={used}
      aria-valuetext={words}
    >
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <circle class="context-meter-track" cx="7" cy="7" r={radius} />
        <circle
          class="context-meter-fill"
          cx="7"
          cy="7"
          r={radius}
          stroke-dasharray={`${share * around} ${around}`}
          transform="rotate(-90 7 7)"
        />
      </svg>
    </span>
  );
}
