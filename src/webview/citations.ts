/** What replies cite: the buttons in their text, and what is shown near one. */
import { signal } from '@preact/signals';
import type { CitationView } from '../shared/turnView.ts';
import { hostOf } from '../shared/webAddress.ts';
import { host, tell } from './host.ts';
import { Hovering } from './hovering.ts';
import { count, t } from './words.ts';

/** A citation in a reply, by the numbers of its block and of itself in that. */
export interface TurnCitation {
  readonly messageId: string;
  readonly block: number;
  readonly at: number;
  readonly view: CitationView;
}

/** What is shown near its button. */
export interface ShownCitation {
  readonly button: HTMLElement;
  readonly citation: TurnCitation;
  /** It was to be opened, and is nowhere that the editor knows. */
  readonly isNowhere: boolean;
}

/** There is one at a time. */
export const citationHoverId = 'citation-hover';
export const shownCitation = signal<ShownCitation | null>(null);

const hovering = new Hovering<ShownCitation>((shown) => {
  shownCitation.value = shown;
});

/** "Citation 1: report.pdf, page 3" */
export function citationName(number: number, view: CitationView): string {
  const place = placeOf(view);
  return place === '' ? t('Citation {0}', number) : t('Citation {0}: {1}', number, place);
}

/** "report.pdf, page 3", or "A title, example.org"; empty where nothing is known. */
export function placeOf({ name, pages, url }: Pick<CitationView, 'name' | 'pages' | 'url'>): string {
  if (url !== undefined) return name === '' ? hostOf(url) : t('{0}, {1}', name, hostOf(url));
  const [first, last] = pages ?? [];
  if (first === undefined || last === undefined) return name;
  const page = first === last ? t('page {0}', count(first)) : t('pages {0}–{1}', count(first), count(last));
  return name === '' ? page : t('{0}, {1}', name, page);
}

/** Makes a button show what is cited, and open it. */
export function bindCitation(button: HTMLElement, citation: TurnCitation): void {
  button.addEventListener('pointerenter', () => hovering.soon({ button, citation, isNowhere: false }));
  button.addEventListener('pointerleave', () => hovering.soon(null));
  button.addEventListener('focus', () => {
    if (button.matches(':focus-visible')) hovering.now({ button, citation, isNowhere: false });
  });
  button.addEventListener('blur', () => hovering.now(null));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || shownCitation.peek()?.button !== button) return;
    event.stopPropagation();
    hovering.now(null);
  });
  button.addEventListener('click', () => void open(button, citation));
}

/** What is shown stays while the pointer is on it. */
export function keepShown(): void {
  hovering.keep();
}

export function hideSoon(): void {
  hovering.soon(null);
}

async function open(button: HTMLElement, citation: TurnCitation): Promise<void> {
  const { messageId, block, at, view } = citation;
  try {
    if (view.url !== undefined) {
      await host.request('openLink', { url: view.url });
      return;
    }
    const { opened } = await host.request('openCitation', { messageId, block, citation: at });
    hovering.now(opened ? null : { button, citation, isNowhere: true });
  } catch (error) {
    tell(error);
  }
}
