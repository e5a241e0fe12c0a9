/** The system prompt and its parts, in their order: the user's, the workspace's, the conversation's. Pure. */
import { escapeAttribute } from '../shared/context.ts';

/** A part of the system prompt. */
export interface SystemPart {
  /** `user`, `conversation`, or the path of a file. */
  readonly name: string;
  /** As it is sent. */
  readonly text: string;
}

/** A file of the workspace that says what goes with every request. */
export interface InstructionFile {
  readonly path: string;
  readonly text: string;
}

/** What changes most seldom comes first, so that as much as can be stays the same. Who says nothing is not among them. */
export function systemParts(user: string, files: readonly InstructionFile[], conversation: string): SystemPart[] {
  const parts = [
    { name: 'user', text: user.trim() },
    ...files.map(({ path, text }) => ({ name: path, text: text.trim() === '' ? '' : fileText(path, text) })),
    { name: 'conversation', text: conversation.trim() },
  ];
  return parts.filter(({ text }) => text !== '');
}

export function systemText(parts: readonly SystemPart[]): string {
  return parts.map(({ text }) => text).join('\n\n');
}

/** With its path, as other files of the workspace are sent. What is in it cannot end it. */
function fileText(path: string, text: string): string {
  const inside = text.trim().replaceAll('</instructions', '<\\/instructions');
  return `<instructions path="${escapeAttribute(path)}">\n${inside}\n</instructions>`;
}
