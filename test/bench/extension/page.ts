/** What the pages have in common: Enter sends what was typed. */
declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

interface Answer {
  /** A prompt was sent: what was answered before is forgotten. */
  begin(reply: HTMLElement): void;
  append(text: string): void;
}

export function listen(answer: Answer): void {
  const editor = acquireVsCodeApi();
  const box = document.querySelector('textarea');
  const reply = document.getElementById('reply');
  if (!box || !reply) throw new Error('The page is not whole.');
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    reply.replaceChildren();
    answer.begin(reply);
    editor.postMessage(box.value);
    box.value = '';
  });
  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') answer.append(data);
  });
  document.body.dataset['ready'] = 'true';
}
