import type { ToolCall as Call, CutText, ToolCallView, ToolResult, WebPageView } from '../../shared/toolCall.ts';
import { toolErrorSentence, toolLine } from '../../shared/toolText.ts';
import { hostOf } from '../../shared/webAddress.ts';
import { ask, host } from '../host.ts';
import { expanded, toggleExpanded } from '../store.ts';
import { count, t } from '../words.ts';
import { Icon } from './Icon.tsx';

interface ToolCallProps {
  readonly messageId: string;
  readonly index: number;
  readonly view: ToolCallView;
  /** Whether the reply is still coming. */
  readonly live: boolean;
}

/** What the API does or has done for the model, in one line until it is asked for. */
export function ToolCall({ messageId, index, view, live }: ToolCallProps) {
  const key = `${messageId}/${index}`;
  const line = toolLine(view, live, t);
  const running = live && view.result === null;
  const icon = <Icon name={iconOf(view.call)} />;
  if (!hasDetails(view)) {
    return (
      <div class="tool" data-tool={running ? 'running' : 'done'}>
        <span class="tool-summary">
          {icon}
          <span class="tool-line">{line}</span>
        </span>
      </div>
    );
  }
  const unfolded = expanded.value.has(key);
  return (
    <div class="tool" data-tool={running ? 'running' : 'done'}>
      <button type="button" class="tool-summary" aria-expanded={unfolded} onClick={() => toggleExpanded(key)}>
        <Icon name={unfolded ? 'chevron-down' : 'chevron-right'} />
        {icon}
        <span class="tool-line" title={line}>
          {line}
        </span>
      </button>
      {unfolded ? <Details view={view} /> : null}
    </div>
  );
}

function iconOf(call: Call): string {
  switch (call.kind) {
    case 'search':
      return 'search';
    case 'fetch':
      return 'globe';
    case 'code':
      return 'terminal';
    case 'file':
    case 'upload':
      return 'file';
    case 'other':
      return 'tools';
  }
}

/** Whether there is more to it than its line. */
function hasDetails({ call, result }: ToolCallView): boolean {
  if (call.kind === 'upload' || (call.kind === 'code' && call.code !== '')) return true;
  switch (result?.kind) {
    case 'pages':
      return result.pages.length > 0;
    case 'output':
    case 'text':
    case 'error':
      return true;
    case 'done':
    case undefined:
      return false;
  }
}

function Details({ view: { call, result } }: { readonly view: ToolCallView }) {
  return (
    <div class="tool-details">
      {call.kind === 'code' && call.code !== '' ? <Code name={t('Code')} text={call.code} /> : null}
      {call.kind === 'upload' ? <div>{notHere()}</div> : null}
      {result ? <Result result={result} /> : null}
    </div>
  );
}

function Result({ result }: { readonly result: ToolResult }) {
  switch (result.kind) {
    case 'pages':
      return <Pages pages={result.pages} more={result.count - result.pages.length} />;
    case 'output':
      return <Output result={result} />;
    case 'text':
      return <Cut name={t('Text')} text={result.text} />;
    case 'error':
      return (
        <>
          <div>{toolErrorSentence(result.code, t)}</div>
          {result.detail === '' ? null : <div dir="auto">{result.detail}</div>}
        </>
      );
    case 'done':
      return null;
  }
}

function Pages({ pages, more }: { readonly pages: readonly WebPageView[]; readonly more: number }) {
  return (
    <>
      <ol class="tool-pages" aria-label={t('Results')}>
        {pages.map((page, at) => (
          <li key={at} dir="auto">
            <Page {...page} />
          </li>
        ))}
      </ol>
      {more > 0 ? <div>{t('And {0} more.', count(more))}</div> : null}
    </>
  );
}

/** Its host stands beside it: a title may say anything. */
function Page({ url, title }: WebPageView) {
  if (url === null) return <>{title === '' ? t('A page whose address cannot be opened') : title}</>;
  const site = hostOf(url);
  return (
    <>
      <a
        href={url}
        title={url}
        onClick={(event) => {
          event.preventDefault();
          ask(host.request('openLink', { url }));
        }}
      >
        {title === '' ? site : title}
      </a>
      {title === '' ? null : <bdi class="tool-site">{site}</bdi>}
    </>
  );
}

function Output({ result }: { readonly result: Extract<ToolResult, { kind: 'output' }> }) {
  const { stdout, stderr, files, hidden } = result;
  const isEmpty = stdout.text === '' && stderr.text === '' && !hidden;
  return (
    <>
      {stdout.text === '' ? null : <Cut name={t('Output')} text={stdout} />}
      {hidden ? <div>{t('What it wrote is told to the model only, as it has what a search has found.')}</div> : null}
      {stderr.text === '' ? null : <Cut name={t('Errors')} text={stderr} />}
      {isEmpty ? <div>{t('It wrote nothing.')}</div> : null}
      {files.length > 0 ? (
        <div>
          {files.length === 1 ? t('It made a file: {0}', files[0] ?? '') : t('It made {0} files: {1}', files.length, files.join(', '))}.{' '}
          {notHere()}
        </div>
      ) : null}
    </>
  );
}

function notHere(): string {
  return t('Files that the code makes stay with the API: they are not loaded.');
}

function Cut({ name, text: { text, more } }: { readonly name: string; readonly text: CutText }) {
  return (
    <>
      <Code name={name} text={text} />
      {more > 0 ? <div>{t('{0} characters more are not shown.', count(more))}</div> : null}
    </>
  );
}

/** It scrolls by itself, so it can be focused. */
function Code({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div class="tool-code">
      <div class="tool-name" aria-hidden="true">
        {name}
      </div>
      <pre tabIndex={0} role="group" aria-label={name}>
        <code dir="auto">{text}</code>
      </pre>
    </div>
  );
}
