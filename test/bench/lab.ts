/** Where it is measured: the simulator, the editor and the browser. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../host/browser.mjs';
import { type Editor, startEditor } from '../host/editor.mjs';
import { copySample } from '../host/sample.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { BenchWindow } from './benchWindow.ts';
import { openSubject, type Subject, type SubjectName } from './subjects.ts';

export interface LabOptions {
  /** Takes each figure once. */
  readonly quick: boolean;
  readonly show: boolean;
  /** All subjects are installed there. */
  readonly extensionsDir: string;
  /** For files of this run. */
  readonly workFolder: string;
  /** Bytes of the packed extension. */
  readonly packedSize: number;
}

export interface Lab {
  readonly options: LabOptions;
  readonly simulator: Simulator;
  readonly editor: Editor;
  readonly browser: Browser;
  /** How often each figure is taken. */
  readonly repetitions: number;
  stop(): Promise<void>;
}

/** @param data the editor's, where there is something in it already */
export async function openLab(options: LabOptions, data: { readonly folder?: string; readonly userDataDir?: string } = {}): Promise<Lab> {
  const simulator = await startSimulator({ unlimited: true });
  const editor = await startEditor({
    folder: data.folder ?? copySample(),
    extensionsDir: options.extensionsDir,
    ...(data.userDataDir === undefined ? {} : { userDataDir: data.userDataDir }),
    // Ports are looked for in every process there is, again and again: that would be measured.
    settings: {
      'parley.baseUrl': simulator.url,
      'chat.disableAIFeatures': false,
      'remote.autoForwardPorts': false,
      'remote.autoForwardPortsSource': 'output',
    },
    env: { BENCH_URL: simulator.url },
  });
  const browser = await launchBrowser({ headless: !options.show });
  const stop = async () => {
    await browser.close();
    await editor.stop();
    await simulator.close();
  };
  return { options, simulator, editor, browser, repetitions: options.quick ? 1 : 3, stop };
}

/**
 * Does `work` in a new window of a new user, so that nothing of an earlier run is in its way.
 * @param initScript runs in each of its frames before anything else does
 */
export async function inNewWindow<Result>(
  lab: Lab,
  work: (window: BenchWindow) => Promise<Result>,
  initScript?: () => void,
): Promise<Result> {
  lab.simulator.reset();
  const context = await lab.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  try {
    if (initScript) await context.addInitScript(initScript);
    const window = await BenchWindow.open(context, lab.editor);
    const result = await work(window);
    await window.close();
    return result;
  } finally {
    await context.close();
  }
}

/** As `inNewWindow`, with a subject on the screen. */
export function withSubject<Result>(lab: Lab, name: SubjectName, work: (subject: Subject, window: BenchWindow) => Promise<Result>) {
  return inNewWindow(lab, async (window) => work(await openSubject(name, window), window));
}
