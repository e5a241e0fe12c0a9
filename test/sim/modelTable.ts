/** The table of models: what differs from one to the next. */
import type { ModelLine } from '@anthropic-ai/sdk/resources/models';

export type ThinkingType = 'adaptive' | 'between_tools' | 'disabled' | 'enabled';
export type EffortLevel = 'low' | 'medium' | 'high' | 'xhigh' | 'max';
export type Generation = '4.5' | '4.6' | '4.7' | '5' | '5.x';

/** What differs from model to model; the rest follows from the generation. */
export interface ModelRow {
  readonly id: string;
  readonly name: string;
  readonly line: ModelLine;
  readonly generation: Generation;
  readonly created: string;
  readonly thinking: readonly ThinkingType[];
  readonly effort: readonly EffortLevel[];
  readonly alias?: string;
  readonly deprecated?: { readonly at: string; readonly retires: string };
  readonly forcedToolChoice?: false;
  readonly minCacheTokens?: number;
}

const adaptiveOnly: readonly ThinkingType[] = ['adaptive'];
const adaptiveOrOff: readonly ThinkingType[] = ['adaptive', 'disabled'];
const adaptiveOrBetweenTools: readonly ThinkingType[] = ['adaptive', 'between_tools'];
const everyBudgeted: readonly ThinkingType[] = ['adaptive', 'enabled', 'disabled'];
const budgetOnly: readonly ThinkingType[] = ['enabled', 'disabled'];
const allLevels: readonly EffortLevel[] = ['low', 'medium', 'high', 'xhigh', 'max'];
const withoutXhigh: readonly EffortLevel[] = ['low', 'medium', 'high', 'max'];

/** Newest first, as the API lists them. Where a date or a capability is not published, it is the nearest relative's. */
export const rows: readonly ModelRow[] = [
  {
    id: 'claude-fable-5-2',
    name: 'Claude Fable 5.2',
    line: 'fable',
    generation: '5.x',
    created: '2026-11-09',
    thinking: adaptiveOnly,
    effort: allLevels,
    forcedToolChoice: false,
  },
  {
    id: 'claude-mythos-5-2',
    name: 'Claude Mythos 5.2',
    line: 'mythos',
    generation: '5.x',
    created: '2026-11-09',
    thinking: adaptiveOnly,
    effort: allLevels,
    forcedToolChoice: false,
  },
  {
    id: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    line: 'haiku',
    generation: '5.x',
    created: '2026-10-07',
    thinking: adaptiveOrBetweenTools,
    effort: allLevels,
  },
  {
    id: 'claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    line: 'sonnet',
    generation: '5.x',
    created: '2026-09-28',
    thinking: adaptiveOrBetweenTools,
    effort: allLevels,
    forcedToolChoice: false,
  },
  {
    id: 'claude-fable-5-1',
    name: 'Claude Fable 5.1',
    line: 'fable',
    generation: '5.x',
    created: '2026-09-24',
    thinking: adaptiveOnly,
    effort: allLevels,
    forcedToolChoice: false,
  },
  {
    id: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    line: 'opus',
    generation: '5.x',
    created: '2026-09-22',
    thinking: adaptiveOnly,
    effort: allLevels,
    forcedToolChoice: false,
  },
  {
    id: 'claude-mythos-5-1',
    name: 'Claude Mythos 5.1',
    line: 'mythos',
    generation: '5.x',
    created: '2026-09-15',
    thinking: adaptiveOnly,
    effort: allLevels,
    forcedToolChoice: false,
  },
  {
    id: 'claude-sonnet-5',
    name: 'Claude Sonnet 5',
    line: 'sonnet',
    generation: '5',
    created: '2026-06-30',
    thinking: adaptiveOrOff,
    effort: allLevels,
  },
  {
    id: 'claude-fable-5',
    name: 'Claude Fable 5',
    line: 'fable',
    generation: '5',
    created: '2026-06-10',
    thinking: adaptiveOnly,
    effort: allLevels,
  },
  {
    id: 'claude-mythos-5',
    name: 'Claude Mythos 5',
    line: 'mythos',
    generation: '5',
    created: '2026-06-10',
    thinking: adaptiveOnly,
    effort: allLevels,
  },
  {
    id: 'claude-opus-5',
    name: 'Claude Opus 5',
    line: 'opus',
    generation: '5',
    created: '2026-06-02',
    thinking: adaptiveOrOff,
    effort: allLevels,
  },
  {
    id: 'claude-opus-4-8',
    name: 'Claude Opus 4.8',
    line: 'opus',
    generation: '4.7',
    created: '2026-05-12',
    thinking: adaptiveOrOff,
    effort: allLevels,
  },
  {
    id: 'claude-opus-4-7',
    name: 'Claude Opus 4.7',
    line: 'opus',
    generation: '4.7',
    created: '2026-04-16',
    thinking: adaptiveOrOff,
    effort: allLevels,
  },
  {
    id: 'claude-mythos-preview',
    name: 'Claude Mythos Preview',
    line: 'mythos',
    generation: '4.7',
    created: '2026-04-07',
    thinking: adaptiveOnly,
    effort: withoutXhigh,
  },
  {
    id: 'claude-opus-4-6',
    name: 'Claude Opus 4.6',
    line: 'opus',
    generation: '4.6',
    created: '2026-02-05',
    thinking: everyBudgeted,
    effort: withoutXhigh,
  },
  {
    id: 'claude-sonnet-4-6',
    name: 'Claude Sonnet 4.6',
    line: 'sonnet',
    generation: '4.6',
    created: '2026-02-17',
    thinking: everyBudgeted,
    effort: withoutXhigh,
  },
  {
    id: 'claude-opus-4-5',
    name: 'Claude Opus 4.5',
    line: 'opus',
    generation: '4.5',
    created: '2025-11-24',
    thinking: budgetOnly,
    effort: ['low', 'medium', 'high'],
    alias: 'claude-opus-4-5-20251101',
    deprecated: { at: '2026-09-22', retires: '2027-01-31' },
    minCacheTokens: 4096,
  },
  {
    id: 'claude-haiku-4-5',
    name: 'Claude Haiku 4.5',
    line: 'haiku',
    generation: '4.5',
    created: '2025-10-15',
    thinking: budgetOnly,
    effort: [],
    alias: 'claude-haiku-4-5-20251001',
    minCacheTokens: 4096,
  },
  {
    id: 'claude-sonnet-4-5',
    name: 'Claude Sonnet 4.5',
    line: 'sonnet',
    generation: '4.5',
    created: '2025-09-29',
    thinking: budgetOnly,
    effort: [],
    alias: 'claude-sonnet-4-5-20250929',
    deprecated: { at: '2026-08-28', retires: '2026-11-30' },
  },
];
