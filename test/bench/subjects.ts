/** What is measured: Parley, and what it is compared with. Each is used as a person uses it. */
import type { Frame, Locator } from 'playwright-core';
import type { BenchWindow } from './benchWindow.ts';

export const subjectNames = ['parley', 'floor', 'typical', 'chat'] as const;
export type SubjectName = (typeof subjectNames)[number];

/** A subject that is on the screen. */
export interface Subject {
  readonly name: SubjectName;
  readonly frame: Frame;
  /** A selector: where answers are. */
  readonly root: string;
  /** What one writes in. */
  readonly box: Locator;
  /** A selector: what changes when one writes. */
  readonly editable: string;
  /** Sends a prompt. */
  send(): Promise<void>;
}

export function openSubject(name: SubjectName, window: BenchWindow): Promise<Subject> {
  switch (name) {
    case 'parley':
      return openParley(window);
    case 'chat':
      return openChat(window);
    case 'floor':
    case 'typical':
      return openBenchView(name, window);
  }
}

async function openParley(window: BenchWindow): Promise<Subject> {
  await window.showView('Parley');
  const frame = await window.frameWith('[data-testid=parley] textarea');
  return inWebview('parley', frame, '[role=log]');
}

async function openBenchView(name: 'floor' | 'typical', window: BenchWindow): Promise<Subject> {
  await window.showView(name === 'floor' ? 'Bench Floor' : 'Bench Typical');
  return inWebview(name, await window.frameWith(`body[data-bench=${name}][data-ready]`), '#reply');
}

function inWebview(name: SubjectName, frame: Frame, root: string): Subject {
  const box = frame.locator('textarea').last();
  const send = async () => {
    await box.fill('Say something.');
    await box.press('Enter');
  };
  return { name, frame, root, box, editable: 'textarea', send };
}

async function openChat(window: BenchWindow): Promise<Subject> {
  const { page } = window;
  await window.run('Chat: Open Chat');
  const box = page.locator('.interactive-session .interactive-input-editor .monaco-editor').first();
  await box.waitFor();
  const send = async () => {
    await box.click();
    await page.keyboard.type('@bench Say something.');
    // Suggestions would take the Enter.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  };
  return {
    name: 'chat',
    frame: page.mainFrame(),
    root: '.interactive-session',
    box,
    editable: '.interactive-input-editor .view-lines',
    send,
  };
}
