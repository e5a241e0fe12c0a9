/** The models that the simulator serves: what the Models API tells of them, and what it does not tell but enforces. */
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import { type EffortLevel, type ModelRow, rows, type ThinkingType } from './modelTable.ts';

/** A model, with what is enforced on it but not told by the Models API. */
export interface SimModel {
  readonly info: ModelInfo;
  /** Other ids that mean the same model. */
  readonly aliases: readonly string[];
  readonly maxInputTokens: number;
  readonly maxTokens: number;
  readonly thinking: readonly ThinkingType[];
  readonly effort: readonly EffortLevel[];
  /** Whether it thinks when the request says nothing of it. */
  readonly thinksByDefault: boolean;
  /** What `thinking.display` is when the request does not say. */
  readonly defaultDisplay: 'summarized' | 'omitted';
  /** A last message of the assistant's may be continued. */
  readonly prefill: boolean;
  /** `tool_choice` any and tool. */
  readonly forcedToolChoice: boolean;
  /** Thinking blocks are valid only after exactly the conversation they were made in. */
  readonly boundThinking: boolean;
  /** Pictures with a longer edge are scaled down to it; tokens of a picture at most. */
  readonly image: { readonly maxEdge: number; readonly maxTokens: number; readonly maxCount: number };
  readonly maxPdfPages: number;
  /** A shorter prefix is not cached. Tokens. */
  readonly minCacheTokens: number;
}

export const models: readonly SimModel[] = rows.map(modelOf);

/** What a gateway may serve besides: it reads and writes a little text and nothing else. It is not in the list. */
export const textModel: SimModel = textOnly();

/** The model that an id or an alias names. */
export function findModel(id: string): SimModel | undefined {
  return [...models, textModel].find((model) => model.info.id === id || model.aliases.includes(id));
}

function textOnly(): SimModel {
  const [first] = models;
  if (!first?.info.capabilities) throw new Error('There is no model in the table.');
  const no = { supported: false };
  const { capabilities } = first.info;
  const sizes = { maxInputTokens: 32_000, maxTokens: 4096 };
  return {
    ...first,
    ...sizes,
    info: {
      ...first.info,
      ...{ id: 'gateway-text-1', display_name: 'Gateway Text 1', max_input_tokens: sizes.maxInputTokens, max_tokens: sizes.maxTokens },
      capabilities: {
        ...{ batch: no, citations: no, code_execution: no, image_input: no, pdf_input: no, structured_outputs: no },
        context_management: { ...capabilities.context_management, supported: false },
        effort: { supported: false, low: no, medium: no, high: no, xhigh: no, max: no },
        server_tools: { supported: false, web_search: no, code_execution: no },
        thinking: { supported: false, types: { adaptive: no, between_tools: no, disabled: no, enabled: no } },
      },
    },
    ...{ aliases: [], thinking: [], effort: [], thinksByDefault: false, defaultDisplay: 'omitted', prefill: false, forcedToolChoice: true },
    boundThinking: false,
  };
}

function modelOf(row: ModelRow): SimModel {
  const old = row.generation === '4.5';
  const maxInputTokens = old ? 200_000 : 1_000_000;
  const maxTokens = old ? 64_000 : 128_000;
  const largeImages = !old && row.generation !== '4.6';
  return {
    info: {
      id: row.id,
      type: 'model',
      display_name: row.name,
      created_at: `${row.created}T00:00:00Z`,
      line: row.line,
      lifecycle: row.deprecated ? 'deprecated' : 'active',
      deprecated_at: row.deprecated ? `${row.deprecated.at}T00:00:00Z` : null,
      retires_at: row.deprecated ? `${row.deprecated.retires}T00:00:00Z` : null,
      max_input_tokens: maxInputTokens,
      max_tokens: maxTokens,
      capabilities: capabilitiesOf(row),
    },
    aliases: row.alias === undefined ? [] : [row.alias],
    maxInputTokens,
    maxTokens,
    thinking: row.thinking,
    effort: row.effort,
    thinksByDefault: row.generation === '5' || row.generation === '5.x' || row.id === 'claude-mythos-preview',
    defaultDisplay: largeImages ? 'omitted' : 'summarized',
    prefill: old,
    forcedToolChoice: row.forcedToolChoice ?? true,
    boundThinking: row.generation === '5.x',
    image: { maxEdge: largeImages ? 2576 : 1568, maxTokens: largeImages ? 4784 : 1568, maxCount: old ? 100 : 600 },
    maxPdfPages: old ? 100 : 600,
    minCacheTokens: row.minCacheTokens ?? (row.generation === '5.x' ? 512 : 1024),
  };
}

function capabilitiesOf(row: ModelRow): NonNullable<ModelInfo['capabilities']> {
  const old = row.generation === '4.5';
  const yes = { supported: true };
  const level = (each: EffortLevel) => ({ supported: row.effort.includes(each) });
  const thinking = (each: ThinkingType) => ({ supported: row.thinking.includes(each) });
  return {
    batch: yes,
    citations: yes,
    // What is not published is as old models are likely to be: so that there is one that can search and run code, but not search from code.
    code_execution: { supported: !old },
    context_management: {
      supported: true,
      clear_tool_uses_20250919: yes,
      clear_thinking_20251015: yes,
      compact_20260112: { supported: !old },
    },
    effort: {
      supported: row.effort.length > 0,
      low: level('low'),
      medium: level('medium'),
      high: level('high'),
      xhigh: level('xhigh'),
      max: level('max'),
    },
    image_input: yes,
    pdf_input: yes,
    server_tools: { supported: true, web_search: yes, code_execution: { supported: row.id !== 'claude-mythos-preview' } },
    structured_outputs: yes,
    thinking: {
      supported: true,
      types: {
        adaptive: thinking('adaptive'),
        between_tools: thinking('between_tools'),
        disabled: thinking('disabled'),
        enabled: thinking('enabled'),
      },
    },
  };
}
