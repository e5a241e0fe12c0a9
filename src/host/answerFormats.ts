/** What the answer formats of all conversations are made with. */
import type * as vscode from 'vscode';
import { type AnswerFormat, readAnswerFormat } from '../shared/answerFormat.ts';
import type { AnswerChecker } from '../structured/calls.ts';
import type { LastEditor } from './lastEditor.ts';

export interface AnswerFormats {
  readonly recent: RecentFormats;
  readonly lastEditor: LastEditor;
  readonly checker: AnswerChecker;
}

const key = 'parley.recentFormats';
const mostRecent = 5;

/** The schemas that were chosen last, newest first: as they were then, whatever became of their files. */
export class RecentFormats {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  list(): readonly AnswerFormat[] {
    const stored: unknown = this.#memory.get(key);
    return Array.isArray(stored) ? stored.flatMap((each: unknown) => readAnswerFormat(each) ?? []) : [];
  }

  async remember(format: AnswerFormat): Promise<void> {
    const others = this.list().filter(({ name }) => name !== format.name);
    await this.#memory.update(key, [format, ...others].slice(0, mostRecent));
  }
}
