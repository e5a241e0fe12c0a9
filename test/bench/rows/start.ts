/** Row 8: what Parley costs those who do not use it, and how soon it is there for those who do. */

import { until } from '../../e2e/driver/until.ts';
import type { BenchWindow } from '../benchWindow.ts';
import { inTurns, medians } from '../compare.ts';
import { inNewWindow, type Lab } from '../lab.ts';
import { atMost, type Line } from '../report.ts';
import { clickedAt, noteUsable, usableAt } from '../startProbe.ts';

const megabyte = 1024 * 1024;
/** How often it is taken for each time that other rows are: it is short, and starts differ more than replies. */
const takes = 3;

export async function start(lab: Lab): Promise<readonly Line[]> {
  // What is called floor here is a webview with nothing but a box in it.
  const runs = await inTurns(['parley', 'floor'], takes * lab.repetitions, (name) =>
    inNewWindow(
      lab,
      async (window) => {
        await window.quiet();
        const activation = name === 'parley' ? await activate(window) : Number.NaN;
        await window.quiet();
        const clicked = clickedAt(window.page);
        await window.showView(name === 'parley' ? 'Parley' : 'Bench Empty');
        const frame = await window.frameWith(name === 'parley' ? '[data-testid=parley] textarea' : 'body[data-bench=empty]');
        return { activation, usable: (await usableAt(frame)) - (await clicked) };
      },
      noteUsable,
    ),
  );
  const activation = medians(runs, (run) => run.activation);
  const usable = medians(runs, (run) => run.usable);
  const ratio = (usable.parley ?? Number.NaN) / (usable.floor ?? Number.NaN);
  const size = lab.options.packedSize / megabyte;
  return [
    {
      row: 8,
      what: 'activation',
      values: { parley: activation.parley ?? Number.NaN },
      unit: 'ms',
      bound: '≤ 10 ms',
      met: atMost(activation.parley, 10),
      runs,
    },
    {
      row: 8,
      what: 'view clicked to composer usable',
      values: { parley: ratio, floor: 1 },
      unit: '×',
      bound: '≤ 1.5 × empty webview',
      met: ratio <= 1.5,
      runs: null,
    },
    { row: 8, what: '', values: usable, unit: 'ms', bound: '', met: null, runs: null },
    { row: 8, what: 'packed extension', values: { parley: size }, unit: 'MB', bound: '≤ 1.5 MB', met: size <= 1.5, runs: null },
  ];
}

/** Milliseconds that Parley's code took to load and to activate, as the editor tells them. */
async function activate(window: BenchWindow): Promise<number> {
  const { page } = window;
  await window.run('Bench: Activate Parley');
  await window.quiet();
  await window.run('Developer: Show Running Extensions');
  const list = page.locator('.runtime-extensions-editor .monaco-list');
  const row = list.locator('.monaco-list-row', { hasText: 'Parley – chat' });
  await list.hover();
  // The list has only the rows that are in sight, and the fastest come last.
  await until('Parley among the running extensions', async () => {
    if (await row.count()) return true;
    await page.mouse.wheel(0, 200);
    return false;
  });
  const time = await row.locator('.activation-time').textContent();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  return Number(/(\d+)ms/.exec(time ?? '')?.[1]);
}
