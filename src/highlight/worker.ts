/** The thread in which code is coloured, so that neither the extension host nor the page waits for a grammar. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Reply, Request, WorkerData } from './calls.ts';
import { readContributions } from './contributions.ts';
import { Highlighter } from './highlighter.ts';

/** Milliseconds between two signs of life. */
const heartbeat = 2_000;

function serve(port: NonNullable<typeof parentPort>, { wasmFile }: WorkerData): void {
  const post = (reply: Reply) => port.postMessage(reply);
  const logged = new Set<string>();
  /** Each message once: a grammar that fails does so for every block. */
  const log = (message: string) => {
    if (logged.has(message)) return;
    logged.add(message);
    post({ type: 'log', message });
  };
  let highlighter: Highlighter | undefined;

  let running = 0;
  const beat = setInterval(() => {
    if (running > 0) post({ type: 'alive' });
  }, heartbeat);
  beat.unref();

  const highlight = async ({ id, code, customizations }: Extract<Request, { type: 'highlight' }>) => {
    running++;
    try {
      const colors = (await highlighter?.highlight(code, customizations)) ?? null;
      post({ type: 'result', id, colors });
    } catch (error) {
      log(String(error));
      post({ type: 'result', id, colors: null });
    } finally {
      running--;
    }
  };

  port.on('message', (request: Request) => {
    if (request.type === 'extensions') highlighter = new Highlighter(readContributions(request.extensions), { wasmFile, log });
    else void highlight(request);
  });
}

if (parentPort) serve(parentPort, workerData as WorkerData);
