/** What is said of calls of the API's tools. Pure, so that page, exports and tests say the same. */
import type { Translate } from './l10n.ts';
import type { ServerToolName } from './serverTools.ts';
import type { ToolCall, ToolCallView, ToolResult } from './toolCall.ts';
import { hostOf } from './webAddress.ts';

export function serverToolWords(name: ServerToolName, t: Translate): string {
  switch (name) {
    case 'web_search':
      return t('web search');
    case 'web_fetch':
      return t('web fetch');
    case 'code_execution':
      return t('code execution');
  }
}

/** One line. @param running whether its result may still come */
export function toolLine({ call, result }: ToolCallView, running: boolean, t: Translate): string {
  if (result === null && running) return runningLine(call, t);
  if (result === null) return t('{0}: no result has come', nameOf(call, t));
  if (result.kind === 'error') return t('{0}: it failed', nameOf(call, t));
  return doneLine(call, result, t);
}

function runningLine(call: ToolCall, t: Translate): string {
  switch (call.kind) {
    case 'search':
      return call.query === '' ? t('Searching the web') : t('Searching the web: “{0}”', call.query);
    case 'fetch':
      return call.url === '' ? t('Reading a page') : t('Reading {0}', placeOf(call.url));
    case 'code':
      return t('Running code');
    case 'file':
      return call.path === '' ? t('Working on a file') : t('Working on {0}', call.path);
    case 'upload':
      return t('Making a file');
    case 'other':
      return t('Using {0}', call.name);
  }
}

/** What was asked for, whatever came of it. */
function nameOf(call: ToolCall, t: Translate): string {
  switch (call.kind) {
    case 'search':
      return call.query === '' ? t('Web search') : t('Web search “{0}”', call.query);
    case 'fetch':
      return call.url === '' ? t('Page of the web') : t('Page {0}', placeOf(call.url));
    case 'code':
      return t('Code');
    case 'file':
      return t('File {0}', call.path);
    case 'upload':
      return t('File {0}', call.id);
    case 'other':
      return call.name;
  }
}

function doneLine(call: ToolCall, result: Exclude<ToolResult, { kind: 'error' }>, t: Translate): string {
  switch (call.kind) {
    case 'search': {
      const count = result.kind === 'pages' ? result.count : 0;
      const results = count === 1 ? t('1 result') : t('{0} results', count);
      return [t('Searched the web'), results, ...(call.query === '' ? [] : [call.query])].join(' · ');
    }
    case 'fetch': {
      const page = result.kind === 'pages' ? result.pages[0] : undefined;
      return [t('Read {0}', placeOf(page?.url ?? call.url)), ...(page?.title ? [page.title] : [])].join(' · ');
    }
    case 'code':
      return result.kind === 'output' && (result.returnCode ?? 0) !== 0
        ? t('Ran code · exit code {0}', result.returnCode ?? 0)
        : t('Ran code');
    case 'file':
      return fileLine(call, t);
    case 'upload':
      return t('A file was made · {0}', call.id);
    case 'other':
      return t('Used {0}', call.name);
  }
}

function fileLine({ command, path }: Extract<ToolCall, { kind: 'file' }>, t: Translate): string {
  switch (command) {
    case 'view':
      return t('Looked at {0}', path);
    case 'create':
      return t('Wrote {0}', path);
    case 'change':
      return t('Changed {0}', path);
  }
}

/** The host, as a whole address is too long for a line; else what it is. */
function placeOf(url: string): string {
  return hostOf(url) || url;
}

/** Why a tool failed, by the API's code. */
export function toolErrorSentence(code: string, t: Translate): string {
  switch (code) {
    case 'invalid_tool_input':
      return t('What the model asked for was not valid.');
    case 'unavailable':
      return t('The tool was not available.');
    case 'too_many_requests':
      return t('The tool was asked too often in a short time.');
    case 'max_uses_exceeded':
      return t('The model had used it as often as it may for one reply.');
    case 'query_too_long':
      return t('What was searched for is too long.');
    case 'request_too_large':
      return t('The search was too large.');
    case 'url_too_long':
      return t('The address is too long.');
    case 'url_not_allowed':
      return t('This address is not allowed, by the settings or by the page itself.');
    case 'url_not_in_prior_context':
      return t('Only addresses are read that the conversation or a search has named.');
    case 'url_not_accessible':
      return t('The page could not be reached.');
    case 'unsupported_content_type':
      return t('What is there is neither text nor PDF.');
    case 'content_too_large':
      return t('The page is too large.');
    case 'execution_time_exceeded':
      return t('It took too long.');
    case 'output_file_too_large':
      return t('What it wrote is too large.');
    case 'file_not_found':
      return t('There is no such file.');
    default:
      return code === '' ? t('The API does not say why.') : t('The API says: {0}', code);
  }
}
