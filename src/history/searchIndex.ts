/** The index of what was said, kept in the same transactions as the messages themselves. */
import type { Message } from '../shared/message.ts';
import type { Connection } from './connection.ts';

export function indexMessage(_connection: Connection, _message: Message): void {}
export function unindexConversation(_connection: Connection, _conversationId: string): void {}
