/** The thread in which answers become HTML, so that nothing waits for a long one. */
import { parentPort } from 'node:worker_threads';
import type { PrintReply, PrintRequest } from '../shared/print.ts';
import { printMarkdown } from './printMarkdown.ts';
import { installSmallDom } from './smallDom.ts';

installSmallDom(globalThis);

parentPort?.on('message', ({ id, texts }: PrintRequest) => {
  parentPort?.postMessage({ id, html: texts.map(printMarkdown) } satisfies PrintReply);
});
