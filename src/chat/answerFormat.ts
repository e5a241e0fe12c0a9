/** Which schema a reply is asked for by. Pure. */
import type { AnswerFormat } from '../shared/answerFormat.ts';
import { isContinue, wayOn } from '../shared/continuing.ts';
import type { JsonObject } from '../shared/json.ts';
import { summaryPromptOf } from '../shared/longConversation.ts';
import type { AssistantMessage, Message } from '../shared/message.ts';
import { prepareSchema } from '../structured/prepareSchema.ts';
import type { Model } from './model.ts';
import type { RequestSettings } from './request.ts';

/**
 * The schema of the request for the reply to the last message of a path, as the API takes it; null where free text is asked for, as where the model
 * has no such answers, where a summary is asked for, or where a reply goes on: it would begin its JSON anew.
 */
export function formatFor(
  path: readonly Message[],
  model: Model | undefined,
  { answerFormat, model: id }: RequestSettings,
): JsonObject | null {
  if (!answerFormat || !canAnswerBySchema(model) || summaryPromptOf(path.at(-1)) || goesOn(path, id)) return null;
  const prepared = prepareSchema(answerFormat.schema);
  return prepared.kind === 'prepared' ? prepared.schema : null;
}

/** Whether a model answers by a schema, as far as is known of it. */
export function canAnswerBySchema(model: Model | undefined): boolean {
  return model?.abilities?.includes('structured_outputs') ?? false;
}

/** Whether a reply is gone on with that has said something. One that the API paused is asked for as it was. */
function goesOn(path: readonly Message[], model: string): boolean {
  const [before, prompt] = path.slice(-2);
  if (!prompt || !isContinue(prompt) || before?.role !== 'assistant') return false;
  return wayOn(before, model) !== 'resumed' && before.blocks.some((block) => block.type === 'text' && block.text.trim() !== '');
}

/** What a reply was asked for by, with all that goes on with it. */
export function formatOf(parts: readonly AssistantMessage[]): AnswerFormat | undefined {
  return parts.find(({ format }) => format !== undefined)?.format;
}
