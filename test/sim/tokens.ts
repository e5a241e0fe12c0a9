/** How the simulator counts: a plain rule, the same for every model, near enough to be plausible. */
import type { MessageCountTokensParams } from '@anthropic-ai/sdk/resources/messages';
import { isObject } from '../../src/shared/json.ts';
import { decodeBase64, imageFacts, pdfFacts } from './images.ts';
import type { SimModel } from './models.ts';

/** Characters (UTF-16 units) of a token. */
export const charactersPerToken = 4;
/** What the frame of a message costs. */
const tokensPerMessage = 3;
const tokensPerPdfPage = 1500;

/** The rule: a token for each four characters, the last one perhaps shorter. */
export function countText(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** Tokens of a picture, after the scaling down that the model does to a large one. */
export function countImage(width: number, height: number, model: SimModel): number {
  const { maxEdge, maxTokens } = model.image;
  const scale = Math.min(1, maxEdge / Math.max(width, height, 1));
  const patches = Math.ceil((width * scale) / 28) * Math.ceil((height * scale) / 28);
  return Math.max(1, Math.min(patches, maxTokens));
}

/** Tokens of everything in a request that the model reads. */
export function countRequest(request: Pick<MessageCountTokensParams, 'messages' | 'system' | 'tools'>, model: SimModel): number {
  const tools = (request.tools ?? []).reduce((sum, tool) => sum + countValue(tool, model), 0);
  const system = request.system === undefined ? 0 : countValue(request.system, model);
  return request.messages.reduce((sum, message) => sum + tokensPerMessage + countValue(message.content, model), tools + system);
}

/** Tokens of a block, a list of blocks or any other part of a request. `cache_control` is for the server, not the model. */
export function countValue(value: unknown, model: SimModel): number {
  if (typeof value === 'string') return countText(value);
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + countValue(each, model), 0);
  if (!isObject(value)) return 0;
  switch (value['type']) {
    case 'text':
      return countValue(value['text'], model);
    case 'thinking':
      return countValue(value['thinking'], model);
    case 'image':
      return countBase64(value['source'], model) ?? 1;
    case 'document':
      return (
        countValue(value['title'], model) +
        countValue(value['context'], model) +
        (countBase64(value['source'], model) ?? countSource(value['source'], model))
      );
    case 'tool_result':
      return tokensPerMessage + countValue(value['content'], model);
    default: {
      const { cache_control: _, ...rest } = value;
      return countText(JSON.stringify(rest));
    }
  }
}

function countSource(source: unknown, model: SimModel): number {
  return isObject(source) ? countValue(source['data'] ?? source['content'] ?? source['url'], model) : 0;
}

function countBase64(source: unknown, model: SimModel): number | undefined {
  if (!isObject(source) || source['type'] !== 'base64' || typeof source['data'] !== 'string') return undefined;
  const bytes = decodeBase64(source['data']);
  if (bytes === undefined) return undefined;
  const image = imageFacts(bytes);
  if (image) return countImage(image.width, image.height, model);
  return (pdfFacts(bytes)?.pages ?? 0) * tokensPerPdfPage;
}
