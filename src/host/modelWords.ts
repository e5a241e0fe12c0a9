/** What the editor's lists say of models, and of how they answer. */
import * as vscode from 'vscode';
import type { Model, ModelAbility } from '../chat/model.ts';
import type { PriceTable } from '../chat/prices.ts';
import type { Effort, ThinkingChoice } from '../shared/effort.ts';
import { undated } from '../shared/modelId.ts';

/** One line, of which the beginning is seen where there is little room: that it goes, how much it reads and writes, what it costs, what it can do. */
export function modelFacts(model: Model, prices: PriceTable): string {
  const facts = [
    model.lifecycle === 'active' ? undefined : lifeOf(model),
    model.maxInputTokens === null ? undefined : vscode.l10n.t('{0} context', thousands(model.maxInputTokens)),
    model.maxTokens === null ? undefined : vscode.l10n.t('{0} output', thousands(model.maxTokens)),
    priceOf(model.id, prices),
    model.lifecycle === 'active' ? lifeOf(model) : undefined,
    model.thinking.some((type) => type !== 'disabled') ? vscode.l10n.t('thinking') : undefined,
    model.effort.length > 0 ? vscode.l10n.t('effort {0} to {1}', model.effort[0] ?? '', model.effort.at(-1) ?? '') : undefined,
    model.images ? vscode.l10n.t('pictures') : undefined,
    ...(model.abilities ?? []).map(abilityWords),
  ];
  return facts.filter((fact) => fact !== undefined).join(' · ');
}

export function priceOf(id: string, { models }: PriceTable): string {
  const price = models[id] ?? models[undated(id)];
  return price ? vscode.l10n.t('{0} in, {1} out per million', `$${price.input}`, `$${price.output}`) : vscode.l10n.t('price unknown');
}

export function effortWords(effort: Effort | 'default'): string {
  switch (effort) {
    case 'default':
      return vscode.l10n.t('The API’s default');
    case 'low':
      return vscode.l10n.t('Low');
    case 'medium':
      return vscode.l10n.t('Medium');
    case 'high':
      return vscode.l10n.t('High');
    case 'xhigh':
      return vscode.l10n.t('Extra high');
    case 'max':
      return vscode.l10n.t('Maximum');
  }
}

export function thinkingWords(thinking: ThinkingChoice): string {
  switch (thinking) {
    case 'auto':
      return vscode.l10n.t('The model decides');
    case 'off':
      return vscode.l10n.t('Off');
    case 'between_tools':
      return vscode.l10n.t('Between tools only');
    default:
      return vscode.l10n.t('Up to {0} tokens', thinking.budget.toLocaleString());
  }
}

/** Undefined for what makes no difference to a reader. */
function abilityWords(ability: ModelAbility): string | undefined {
  switch (ability) {
    case 'pdf_input':
      return vscode.l10n.t('PDF');
    case 'citations':
      return vscode.l10n.t('citations');
    case 'structured_outputs':
      return vscode.l10n.t('structured output');
    case 'web_search':
      return vscode.l10n.t('web search');
    case 'code_execution':
      return vscode.l10n.t('code execution');
    case 'calls_from_code':
      return undefined;
    case 'context_management':
      return vscode.l10n.t('context editing');
    case 'batch':
      return vscode.l10n.t('batches');
  }
}

function lifeOf({ lifecycle, retiresAt }: Model): string | undefined {
  const day = retiresAt?.slice(0, 10);
  switch (lifecycle) {
    case 'active':
      return day === undefined ? undefined : vscode.l10n.t('ends {0}', day);
    case 'deprecated':
      return day === undefined ? vscode.l10n.t('deprecated') : vscode.l10n.t('deprecated, ends {0}', day);
    case 'retired':
      return vscode.l10n.t('retired');
  }
}

function thousands(tokens: number): string {
  return tokens >= 1_000_000 ? `${tokens / 1_000_000}M` : `${Math.round(tokens / 1000)}k`;
}
