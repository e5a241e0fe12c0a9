/** What the extension host and a check's thread say to each other. */
import type { AnswerCheck } from '../shared/answerFormat.ts';
import type { JsonObject } from '../shared/json.ts';

/** What a thread is started with: it compares one answer with one schema, and ends. */
export interface CheckJob {
  readonly schema: JsonObject;
  /** JSON. */
  readonly answer: string;
}

/** Compares answers with schemas. Never rejects. */
export interface AnswerChecker {
  check(job: CheckJob): Promise<AnswerCheck>;
}
