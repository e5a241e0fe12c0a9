/** Replies that stream: whose they are, what has come of them, and what becomes of those whose process died. */
import { withEstimate } from '../chat/cutReply.ts';
import { mergeEvents, OpenTurn, type TurnEvent } from '../chat/turnEvents.ts';
import { readAnswerFormat } from '../shared/answerFormat.ts';
import { isCount, isObject, isString, oneOf } from '../shared/json.ts';
import { type AssistantMessage, noUsage, readBilling, stopReasons } from '../shared/message.ts';
import { readTurnCache } from '../shared/turnCache.ts';
import type { Connection, Row } from './connection.ts';
import { countWrite } from './conversations.ts';
import { readBlock } from './messageRow.ts';
import type { Owner } from './owner.ts';
import { parseJson } from './rows.ts';

/** Milliseconds for which the checkpoints of a recovered reply are kept: its process may only have slept. */
const keptAfterRecovery = 24 * 60 * 60 * 1000;

/** Remembers whose a streaming message is; call inside a transaction. */
export function openStream(connection: Connection, messageId: string, me: Owner, now: number): void {
  connection.run(
    `INSERT INTO streams (message_id, host, pid, instance, started_at, heartbeat, checkpoint_count, recovered)
     VALUES (?, ?, ?, ?, ?, ?, 0, 0)`,
    messageId,
    me.host,
    me.pid,
    me.instance,
    now,
    now,
  );
}

/**
 * Appends what has come of a message since the last checkpoint: three statements, however much there is already. Also a sign of life.
 * @throws when this process has no such message streaming.
 */
export function checkpoint(connection: Connection, messageId: string, events: readonly TurnEvent[], me: Owner, now: number): void {
  connection.transaction(() => {
    const stream = connection.get(
      `UPDATE streams SET checkpoint_count = checkpoint_count + 1, heartbeat = ? WHERE message_id = ? AND instance = ?
       RETURNING checkpoint_count, recovered, (SELECT conversation_id FROM messages WHERE id = message_id) AS conversation_id`,
      now,
      messageId,
      me.instance,
    );
    if (!stream) throw new Error(`The message ${messageId} does not stream in this window.`);
    connection.run(
      'INSERT INTO checkpoints (message_id, ordinal, events) VALUES (?, ?, ?)',
      messageId,
      stream['checkpoint_count'] ?? null,
      JSON.stringify(mergeEvents(events)),
    );
    countWrite(connection, String(stream['conversation_id']));
    if (stream['recovered'] !== 0) takeBack(connection, messageId);
  });
}

/** Renews this process's signs of life, if it has messages that stream. */
export function renewHeartbeat(connection: Connection, me: Owner, now: number): void {
  // Asking takes no lock; most of the time nothing streams.
  if (!connection.get('SELECT 1 FROM streams WHERE instance = ?', me.instance)) return;
  connection.transaction(() => {
    const sql = 'UPDATE streams SET heartbeat = ? WHERE instance = ? RETURNING message_id, recovered';
    for (const { message_id, recovered } of connection.all(sql, now, me.instance)) {
      if (recovered !== 0) takeBack(connection, String(message_id));
    }
  });
}

/**
 * Another process took this one for dead, as after a long sleep, and finished its message. It streams on, and nothing of it is lost,
 * because recovery leaves the checkpoints.
 */
function takeBack(connection: Connection, messageId: string): void {
  connection.run(`UPDATE messages SET status = 'streaming', error = NULL, ended_at = NULL WHERE id = ?`, messageId);
  connection.run('UPDATE streams SET recovered = 0 WHERE message_id = ?', messageId);
}

/** Forgets whose a message was and its checkpoints; call inside a transaction. */
export function dropStream(connection: Connection, messageId: string): void {
  connection.run('DELETE FROM checkpoints WHERE message_id = ?', messageId);
  connection.run('DELETE FROM streams WHERE message_id = ?', messageId);
}

/** Drops the checkpoints of replies that were recovered so long ago that nobody can want them back. */
export function purgeStreams(connection: Connection, now: number): void {
  const old = connection.all('SELECT message_id FROM streams WHERE recovered <> 0 AND heartbeat < ?', now - keptAfterRecovery);
  if (old.length === 0) return;
  connection.transaction(() => {
    for (const { message_id } of old) dropStream(connection, String(message_id));
  });
}

export function readStream(connection: Connection, messageId: string): Row | undefined {
  return connection.get('SELECT * FROM streams WHERE message_id = ?', messageId);
}

/** The message with what its checkpoints hold. */
export function replay(connection: Connection, message: AssistantMessage): AssistantMessage {
  const rows = connection.all('SELECT events FROM checkpoints WHERE message_id = ? ORDER BY ordinal', message.id);
  if (rows.length === 0) return message;
  const turn = new OpenTurn(message);
  for (const { events } of rows) for (const event of readEvents(parseJson(events))) turn.apply(event);
  return turn.message();
}

/** The message as its dead process left it: what had come, and that it was cut off. */
export function recover(connection: Connection, message: AssistantMessage, stream: Row | undefined): AssistantMessage {
  const lastSign = stream?.['heartbeat'];
  return withEstimate({
    ...replay(connection, message),
    status: 'failed',
    error: { kind: 'cutOff', requestId: null, detail: 'The window that received this reply was closed or stopped before its end.' },
    endedAt: typeof lastSign === 'number' ? lastSign : message.createdAt,
  });
}

export function markRecovered(connection: Connection, messageId: string): void {
  connection.run('UPDATE streams SET recovered = 1 WHERE message_id = ?', messageId);
}

/** Events as this program wrote them; one that is damaged is passed over, and what follows it still applies. */
function readEvents(value: unknown): TurnEvent[] {
  return Array.isArray(value) ? value.filter(isTurnEvent).map(withReadNotes) : [];
}

/** What is noted of the request is worth less than the reply. */
function withReadNotes(event: TurnEvent): TurnEvent {
  if (event.type !== 'started') return event;
  const { cache: noted, format: asked, ...rest } = event;
  const [cache, format] = [readTurnCache(noted), readAnswerFormat(asked)];
  return { ...rest, ...(cache && { cache }), ...(format && { format }) };
}

function isTurnEvent(value: unknown): value is TurnEvent {
  if (!isObject(value)) return false;
  const { type, index } = value;
  switch (type) {
    case 'started':
      return isString(value['apiId']) && isString(value['model']) && isUsage(value['usage']);
    case 'ended':
      return oneOf(stopReasons, value['stopReason']) !== undefined && isUsage(value['usage']) && isTextOrNothing(value['stopSequence']);
    case 'blockStarted':
      return isCount(index) && isCount(value['at']) && readBlock(value['block']) !== undefined;
    case 'text':
    case 'thinking':
      return isCount(index) && isString(value['text']);
    case 'signature':
      return isCount(index) && isString(value['signature']);
    case 'citation':
      // An earlier version kept only what the API sent, and showed none of it.
      return isCount(index) && isObject(value['citation']) && isObject(value['citation']['raw']);
    case 'inputJson':
      return isCount(index) && isString(value['json']);
    case 'blockEnded':
      return isCount(index);
    default:
      return false;
  }
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || isString(value);
}

function isUsage(value: unknown): boolean {
  if (!isObject(value) || !Object.keys(noUsage).every((name) => isCount(value[name]))) return false;
  return value['billing'] === undefined || readBilling(value['billing']) !== undefined;
}
