/** What turns used and cost. */
export interface UsageSumView {
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  /** Some of it has no known price, or was not counted. */
  readonly partial: boolean;
  readonly turns: number;
}

/** Of a model or a conversation. */
export interface UsageRowView extends UsageSumView {
  readonly id: string;
  readonly name: string;
}

export interface UsageReportView {
  /** Each day of the time, rising; `day` is its beginning in milliseconds since the epoch. */
  readonly days: readonly (UsageSumView & { readonly day: number })[];
  /** Dearest first. */
  readonly models: readonly UsageRowView[];
  readonly conversations: readonly UsageRowView[];
  readonly total: UsageSumView;
}
