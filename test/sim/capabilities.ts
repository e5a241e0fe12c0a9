/** What the API refuses because the Models API says that the model cannot do it. */
import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import { refuse } from './apiError.ts';
import type { SimModel } from './models.ts';
import { mediaOf } from './validateMedia.ts';

type Asked = Pick<MessageCreateParamsBase, 'messages' | 'output_config'>;

/** Checks a request whose shape is right. Thinking, effort and tools have more rules, and are checked by themselves. */
export function checkCapabilities({ messages, output_config }: Asked, { info }: SimModel): void {
  const { capabilities } = info;
  if (capabilities === null) return;
  for (const { block, path } of mediaOf(messages)) {
    if (block.type === 'image' && !capabilities.image_input.supported) refuse(path, 'This model does not support image input.');
    if (block.type !== 'document') continue;
    const { source, citations } = block;
    const isPdf = source.type === 'base64' || source.type === 'url';
    if (isPdf && !capabilities.pdf_input.supported) refuse(path, 'This model does not support PDF input.');
    if (citations?.enabled && !capabilities.citations.supported)
      refuse(`${path}.document.citations`, 'This model does not support citations.');
  }
  if (output_config?.format && !capabilities.structured_outputs.supported)
    refuse('output_config.format', 'This model does not support structured outputs.');
}
