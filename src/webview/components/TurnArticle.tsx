import type { ComponentChildren, RefObject } from 'preact';
import type { TurnView } from '../../shared/turnView.ts';

interface TurnArticleProps {
  readonly turn: TurnView;
  readonly class: string;
  /** Who and when: what a screen reader goes by. */
  readonly heading: string;
  readonly element?: RefObject<HTMLDivElement | null>;
  readonly children: ComponentChildren;
}

/** What all turns are: an article with a heading, found by role and attributes, that can be stepped to. */
export function TurnArticle({ turn, class: className, heading, element, children }: TurnArticleProps) {
  const headingId = `heading-${turn.id}`;
  return (
    <div
      {...(element && { ref: element })}
      class={`turn ${className}`}
      role="article"
      aria-labelledby={headingId}
      data-role={turn.role}
      data-status={turn.role === 'assistant' ? turn.status : 'complete'}
      data-message-id={turn.id}
      data-parts={turn.role === 'assistant' ? turn.parts?.map(({ id }) => id).join(' ') : undefined}
      tabIndex={-1}
    >
      <h2 class="sr-only" id={headingId}>
        {heading}
      </h2>
      {children}
    </div>
  );
}
