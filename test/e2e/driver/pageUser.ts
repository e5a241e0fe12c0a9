/** What a user does by chance in a page that will be killed, when it is acknowledged there, and what has to be stored from then on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FrameLocator, Page } from 'playwright-core';
import type { Random } from '../../faults/kill/random.ts';
import { png } from '../../pictures/build.ts';
import { copyPicture } from './clipboardPicture.ts';
import { until } from './until.ts';

export type Act =
  /** What was pasted goes with it; queued while a reply comes. */
  | { readonly kind: 'send'; readonly text: string }
  /** Sends the last prompt in other words. */
  | { readonly kind: 'edit'; readonly text: string }
  /** Types and does not send. */
  | { readonly kind: 'type'; readonly text: string }
  /** A picture of that width, which no other has. */
  | { readonly kind: 'paste'; readonly width: number }
  /** Reads for so many milliseconds. */
  | { readonly kind: 'read'; readonly milliseconds: number };

/** What is stored of all that was done. */
export interface Talk {
  /** Sent or queued, by text: how many pictures go with it. */
  readonly prompts: ReadonlyMap<string, number>;
  /** What is in the box, and how many pictures with it. */
  readonly typed: string;
  readonly pictures: number;
}

const kinds: readonly Act['kind'][] = ['send', 'send', 'send', 'send', 'paste', 'paste', 'edit', 'type', 'read'];
const mostActs = 6;
/** Milliseconds. */
const longestRead = 400;
const height = 9;
let widths = 20;

/** What is done until the next kill. @param name no two have the same */
export function drawActs(random: Random, name: string): Act[] {
  return Array.from({ length: 1 + random.below(mostActs) }, (_, n) => draw(random, `${name}.${n}`));
}

function draw(random: Random, name: string): Act {
  const kind = random.pick(kinds) ?? 'read';
  const text = `${kind} ${name}: ${'word '.repeat(1 + random.below(9))}`.trim();
  switch (kind) {
    case 'send':
    case 'edit':
    case 'type':
      return { kind, text };
    case 'paste':
      return { kind, width: ++widths };
    case 'read':
      return { kind, milliseconds: random.below(longestRead) };
  }
}

/** What there may be while something is done, in its order: last, what there is when it is acknowledged. @param last the prompt that would be edited */
export function duringAct(act: Act, talk: Talk, last: string | undefined): readonly Talk[] {
  switch (act.kind) {
    case 'send':
      return [talk, { ...talk, typed: act.text }, { prompts: withPrompt(talk, act.text, talk.pictures), typed: '', pictures: 0 }];
    case 'edit':
      return [talk, { ...talk, prompts: withPrompt(talk, act.text, talk.prompts.get(last ?? '') ?? 0) }];
    case 'type':
      return [talk, { ...talk, typed: act.text }];
    case 'paste':
      return [talk, { ...talk, pictures: talk.pictures + 1 }];
    case 'read':
      return [talk];
  }
}

function withPrompt({ prompts }: Talk, text: string, pictures: number): ReadonlyMap<string, number> {
  return new Map([...prompts, [text, pictures]]);
}

/** Does it as a user does. Resolves when the page shows that it is done; what is typed is shown at once, and stored when `isTyped` says so. */
export async function perform(act: Act, page: Page, parley: FrameLocator, isTyped: (text: string) => boolean): Promise<void> {
  const box = parley.getByRole('textbox', { name: 'Message Claude' });
  switch (act.kind) {
    case 'send':
      await box.fill(act.text);
      await box.press('Enter');
      await until('the box to be empty', async () => (await box.inputValue()) === '');
      return;
    case 'edit': {
      const editor = parley.getByRole('textbox', { name: 'Edit prompt' });
      await parley.locator('[role=log] [data-role="user"]').last().getByRole('button', { name: 'Edit', exact: true }).click();
      await editor.fill(act.text);
      await editor.press('Enter');
      await editor.waitFor({ state: 'detached' });
      return;
    }
    case 'type':
      await box.fill(act.text);
      await until('what was typed to be stored', () => isTyped(act.text));
      return;
    case 'paste':
      await copyPicture(page, png({ width: act.width, height, color: (x, y) => [(x * 9) % 256, (y * 20) % 256, act.width % 256] }));
      await box.click();
      await page.keyboard.press('Control+V');
      await parley.getByRole('list', { name: 'Attachments' }).getByText(`${act.width} × ${height}`, { exact: true }).waitFor();
      return;
    case 'read':
      await pause(act.milliseconds);
      return;
  }
}
