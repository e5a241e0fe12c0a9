import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AnswerCheck } from '../../shared/answerFormat.ts';
import type { AssistantTurnView } from '../../shared/turnView.ts';
import type { JsonState } from '../../structured/jsonReader.ts';
import { prettyJson } from '../../structured/prettyJson.ts';
import { CopyButton, IconButton, LinkButton } from '../components/Buttons.tsx';
import { ask, host } from '../host.ts';
import { liveText } from '../liveText.ts';
import { t } from '../words.ts';
import { AnswerCheckLine } from './AnswerCheckLine.tsx';
import { LiveJson } from './liveJson.ts';

interface JsonAnswerProps {
  readonly turn: AssistantTurnView;
  /** What the schema is called. */
  readonly name: string;
  /** The number of the first part among the turn's blocks; those of the others follow. */
  readonly index: number;
  /** One text in all, however many blocks it came in. */
  readonly parts: readonly { readonly text: string }[];
  /** Whether more may come, at the end of the last part. */
  readonly open: boolean;
}

/** An answer that was asked for as JSON: a tree, which takes what streams by itself, outside of what Preact draws. */
export function JsonAnswer({ turn, name, index, parts, open }: JsonAnswerProps) {
  const place = useRef<HTMLDivElement>(null);
  const raw = useRef<HTMLPreElement>(null);
  const live = useRef<LiveJson | null>(null);
  const [state, setState] = useState<JsonState>('open');
  const [asText, setAsText] = useState(false);
  const [check, setCheck] = useState<AnswerCheck | null>(null);
  const { id, status } = turn;
  const last = parts.length - 1;
  const isText = asText || state === 'broken';

  /** Shows of the parts what is not shown yet. */
  function show(): void {
    const json = live.current;
    const isBeginning = parts.every(({ text }, at) => {
      const length = json?.lengthOf(at) ?? 0;
      // What has streamed may be ahead of what the turn says.
      if (at === last && open && text.length < length) return true;
      return text.length >= length && (json?.append(at, text.slice(length)) ?? false);
    });
    // It may go on: what was taken for its end is in its midst then.
    if (!isBeginning || (open && json?.finished)) beginAnew();
    setState(open ? (live.current?.state === 'broken' ? 'broken' : 'open') : (live.current?.finish() ?? 'open'));
  }

  function beginAnew(): void {
    const json = new LiveJson();
    live.current = json;
    for (const [at, { text }] of parts.entries()) json.append(at, text);
    place.current?.replaceChildren(json.tree);
    showRaw();
  }

  function showRaw(): void {
    const text = raw.current && document.createTextNode('');
    raw.current?.replaceChildren(...(text ? [text] : []));
    live.current?.showRaw(text);
  }

  useLayoutEffect(() => {
    beginAnew();
    return () => {
      live.current = null;
    };
  }, [id, index]);

  useLayoutEffect(() => {
    show();
    return liveText.register(id, index + last, {
      append(more) {
        live.current?.append(last, more);
        if (live.current?.state === 'broken') setState('broken');
      },
      catchUp(whole) {
        const length = live.current?.lengthOf(last) ?? 0;
        if (whole.length > length) this.append(whole.slice(length));
      },
    });
  }, [id, index, last]);

  useLayoutEffect(show);
  useLayoutEffect(showRaw, [isText]);

  useEffect(() => {
    if (open || status !== 'complete' || state !== 'whole') return;
    host.request('checkAnswer', { messageId: id }).then(setCheck, () => setCheck({ kind: 'unchecked', reason: 'gone' }));
  }, [id, open, status, state]);

  return (
    <div class="json-answer">
      <div ref={place} hidden={isText} />
      {isText ? <pre class="json-raw md" ref={raw} tabIndex={0} /> : null}
      {open ? null : (
        <div class="json-bar">
          <CopyButton name={t('Copy JSON')} copy={() => host.request('copyText', { text: textOf(live.current) })} />
          <IconButton icon="save" name={t('Save JSON')} onClick={() => ask(host.request('saveAnswer', { messageId: id }))} />
          {state === 'broken' ? null : (
            <LinkButton onClick={() => setAsText(!asText)}>{asText ? t('Show as a tree') : t('Show as it came')}</LinkButton>
          )}
          <AnswerCheckLine name={name} state={state} check={check} />
        </div>
      )}
    </div>
  );
}

function textOf(json: LiveJson | null): string {
  return json?.state === 'whole' ? prettyJson(json.text) : (json?.text ?? '');
}
