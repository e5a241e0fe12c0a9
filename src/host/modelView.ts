import type { ChatRequest } from '../chat/chatRequest.ts';
import type { Model } from '../chat/model.ts';
import { effortFor, noBeginning, type RequestSettings, thinkingFor } from '../chat/request.ts';
import { toolsFor } from '../chat/serverTools.ts';
import type { ModelView } from '../shared/headerView.ts';

/** What the next request asks for, and not what was chosen: a model may not have that. @param known what is known of the model */
export function modelView(name: string, known: Model | undefined, settings: RequestSettings): ModelView {
  const effort = effortFor(known, settings);
  const tools = toolsFor(known, settings.tools);
  const chosen = settings.tools?.names ?? [];
  const missing = chosen.filter((each) => !tools.includes(each));
  const why = noBeginning(known, settings);
  const thinking = thinkingView(thinkingFor(known, settings));
  const choices = { ...(why && { noBeginning: why }) };
  return { id: settings.model, name, effort, thinking, ...choices, ...(chosen.length === 0 ? {} : { tools: { on: tools, missing } }) };
}

function thinkingView(thinking: ChatRequest['thinking']): ModelView['thinking'] {
  switch (thinking?.type) {
    case 'enabled':
      return { budget: thinking.budget_tokens };
    case 'disabled':
      return 'off';
    case 'between_tools':
      return 'between_tools';
    case 'adaptive':
    case undefined:
      return null;
  }
}
