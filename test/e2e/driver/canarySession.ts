/**
 * A session that does whatever may let a secret slip, alike for every kind of secret: servers that say again what they were told or lead elsewhere,
 * and all the ways in which Parley shows, copies, writes or exports something. Then all that it left is searched.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { FrameLocator, Page } from 'playwright-core';
import type { Editor } from '../../host/editor.mjs';
import { redirectTo } from '../../sim/faults.ts';
import type { Script } from '../../sim/script.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../sim/server.ts';
import type { SimRequest } from '../../sim/simRequest.ts';
import { filesBelow, formsOf, type Place, searchFor, textPlace } from './canaries.ts';
import { type EditorWindow, openWindow } from './editorWindow.ts';
import { openParley, startParley } from './parley.ts';
import { until } from './until.ts';
import { dialog, pickFrom, proposedPath, runCommand, typeIntoInputBox } from './workbench.ts';

export interface CanaryOptions {
  /** What is looked for. */
  readonly secrets: readonly string[];
  /** The headers in which secrets go to the server that is configured; in no other header may they be. */
  readonly headers: readonly string[];
  readonly simulator: SimulatorOptions;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The environment of the editor. @param elsewhere the address of a server that nobody may ask */
  readonly environment?: (elsewhere: string) => Readonly<Record<string, string>>;
}

const exportEndings = ['json', 'md', 'html'] as const;

export class CanarySession {
  readonly simulator: Simulator;
  /** Where redirects lead. */
  readonly other: Simulator;
  readonly editor: Editor;
  readonly #options: CanaryOptions;
  readonly #window: EditorWindow;
  readonly #parley: FrameLocator;
  /** What was copied or shown in a document, and all that could be read in the window. */
  readonly #shown: Place[] = [];
  readonly #exported: string[] = [];
  #answers = 0;

  private constructor(simulator: Simulator, other: Simulator, options: CanaryOptions, window: EditorWindow, parley: FrameLocator) {
    this.simulator = simulator;
    this.other = other;
    this.editor = window.editor;
    this.#options = options;
    this.#window = window;
    this.#parley = parley;
  }

  static async open(options: CanaryOptions): Promise<CanarySession> {
    const [simulator, other] = await Promise.all([startSimulator(options.simulator), startSimulator()]);
    const editor = await startParley({
      settings: { 'parley.baseUrl': simulator.url, ...options.settings },
      env: options.environment?.(other.url) ?? {},
    });
    const window = await openWindow({ editor });
    return new CanarySession(simulator, other, options, window, await openParley(window.page));
  }

  /** Of the servers; the editor ends with the suite. */
  async close(): Promise<void> {
    await Promise.all([this.simulator.close(), this.other.close()]);
  }

  get page(): Page {
    return this.#window.page;
  }

  async send(text: string, status: 'complete' | 'failed'): Promise<void> {
    const box = this.#parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(text);
    await box.press('Enter');
    await this.#turn.and(this.#parley.locator(`[data-status="${status}"]`)).waitFor();
    this.#answers += 1;
    await this.look(`after “${text}”`);
  }

  /** Servers that repeat what they were sent in all places where an answer has texts, and that lead elsewhere. @param said what they repeat */
  async meetServers(said: string): Promise<void> {
    const page = { 'content-type': 'text/html' };
    const title = `<!DOCTYPE html><title>Nobody knows ${said}</title>`;
    const answers: Readonly<Record<string, Script>> = {
      'Refused, with what was sent': { error: { status: 401, message: `invalid x-api-key: ${said}` } },
      'With an error that repeats it': {
        error: { status: 400, message: `Header authorization: Bearer ${said} is malformed`, headers: { 'x-echo': said } },
      },
      'With an id that repeats it': { error: { status: 400, message: 'No', headers: { 'request-id': `req-${said}` } } },
      'With all headers as JSON': {
        error: { status: 403, message: JSON.stringify({ authorization: said, 'x-amz-security-token': said }) },
      },
      'Through a gateway that repeats it': {
        answer: { status: 404, headers: page, body: `<h1>No such page</h1><pre>Bearer ${said}</pre>` },
      },
      'Through a page with it in its title': { answer: { status: 404, headers: page, body: title } },
      'Through a page in the place of a reply': { answer: { status: 200, headers: page, body: title } },
      ...Object.fromEntries(
        [301, 302, 303, 307, 308].map((status) => [
          `To another host (${status})`,
          redirectTo(`${this.other.url}/v1/messages?from=${encodeURIComponent(said)}`, status),
        ]),
      ),
      // Last, so that it has events to be shown.
      'With an event that repeats it': {
        reply: { deltas: ['Some ', 'words.'] },
        errorEvent: { after: 1, type: 'api_error', message: `trace: ${said}` },
      },
    };
    for (const [prompt, answer] of Object.entries(answers)) {
      this.simulator.script(answer);
      await this.send(prompt, 'failed');
      await this.#copyDetails(prompt);
    }
    assert.equal(this.other.requests.length, 0);
  }

  /** The test of the connection, with a server that repeats what it was sent. */
  async testConnection(said: string): Promise<void> {
    this.simulator.script({ endpoint: 'models', error: { status: 400, message: `You said ${said}` } });
    await runCommand(this.page, 'Parley: Test Connection');
    await dialog(this.page).getByText('does not work.').waitFor();
    await this.look('with the test of the connection');
    await this.page.keyboard.press('Escape');
    await dialog(this.page).waitFor({ state: 'detached' });
  }

  /** Requests as they are shown and copied, the conversation as Markdown, the log. @param forms those that a request is copied in */
  async showAll(forms: readonly string[]): Promise<void> {
    const { page } = this;
    await this.#parley.getByRole('textbox', { name: 'Message Claude' }).fill('And next?');
    for (const which of ['Next request', 'Last request']) {
      await pickFrom(page, 'Parley: Show Request', which);
      await page.getByRole('tab', { name: which }).waitFor();
      await this.#takeDocument(which);
      for (const form of forms) {
        const ask = () => page.getByRole('button', { name: 'Copy Request As…' }).click();
        await this.#takeCopy(`${which} as ${form}`, () => pickFrom(page, ask, form));
      }
    }
    // Others say that they are about the last reply.
    await pickFrom(page, 'Parley: Show Request', /^Last reply/);
    await page.getByRole('tab', { name: 'Last reply' }).waitFor();
    await this.#takeDocument('Last reply');
    await runCommand(page, 'Parley: Open as Markdown');
    await page.getByRole('tab', { name: /\.md/ }).waitFor();
    await this.#takeDocument('the conversation as Markdown');
    await runCommand(page, 'Parley: Show Log');
    // It takes the focus when it is there, also from what is opened next.
    await until('the log in the focus', () => page.locator('.part.panel').evaluate((panel) => panel.contains(document.activeElement)));
    await this.look('with the log');
  }

  /** All of the workspace's conversations, in each kind of file. */
  async exportAll(): Promise<void> {
    for (const ending of exportEndings) {
      const ask = () => pickFrom(this.page, 'Parley: Export Conversation…', 'All conversations of this workspace');
      const proposed = await proposedPath(this.page, ask, '.json');
      const file = proposed.replace(/json$/, ending);
      await typeIntoInputBox(this.page, file);
      await until(`the file ${file}`, () => existsSync(file));
      this.#exported.push(file);
    }
  }

  /** Ends the extension host as a crash does, and waits for the next one. */
  async crash(): Promise<void> {
    const [host] = await this.editor.extensionHosts();
    assert.ok(host !== undefined);
    process.kill(host, 'SIGKILL');
    await until('another extension host', async () => (await this.editor.extensionHosts()).some((pid) => pid !== host), 30_000);
    await this.look('after a crash');
  }

  /** All that can be read in the window and in its webviews, names for screen readers and tooltips included. */
  async look(when: string): Promise<void> {
    for (const frame of this.page.frames()) {
      const html = await frame.evaluate(() => document.documentElement.outerHTML).catch(() => '');
      this.#shown.push(textPlace(`the window ${when}`, html));
    }
  }

  /**
   * Closes the window, searches all that the session left, prints how much that was, and asserts that nothing was found, but in the headers of
   * requests to the server that is configured. @returns those requests
   */
  async assertNothingFound(): Promise<readonly SimRequest[]> {
    const { editor, simulator } = this;
    const { secrets } = this.#options;
    await this.#window.close();
    await until('the extension host’s end', async () => (await editor.extensionHosts()).length === 0, 60_000);
    const groups: Readonly<Record<string, () => Iterable<Place>>> = {
      'the editor’s data (database, its log, storage, logs)': () => filesBelow(editor.userDataDir),
      'the installed extension': () => filesBelow(editor.extensionsDir),
      'the workspace, with what was exported': () => filesBelow(editor.folder),
      'exported files': () => this.#exported.map((name) => ({ name, bytes: readFileSync(name) })),
      'messages to the page': () => this.#window.messages.map(({ json }, at) => textPlace(`message ${at}`, json)),
      'what the window printed': () => this.#window.log.map((line, at) => textPlace(`line ${at}`, line)),
      'what was shown and copied': () => this.#shown,
      'what the editor printed': () => [textPlace('output', editor.output())],
      'bodies and addresses of requests': () =>
        simulator.requests.flatMap(({ path, query, rawBody }, at) => [
          textPlace(`path ${at}`, `${path}?${query.toString()}`),
          { name: `body ${at}`, bytes: Buffer.from(rawBody) },
        ]),
      'other headers of requests': () =>
        simulator.requests.map(({ headers }, at) => {
          const others = Object.entries(headers).filter(([name]) => !this.#options.headers.includes(name));
          return textPlace(`headers ${at}`, JSON.stringify(others));
        }),
    };
    const total = { places: 0, bytes: 0 };
    const lines: string[] = [];
    const found: string[] = [];
    for (const [name, places] of Object.entries(groups)) {
      const report = searchFor(secrets, places());
      assert.ok(report.places > 0, `nothing was searched: ${name}`);
      lines.push(`    ${name}: ${report.places} places, ${report.bytes.toLocaleString('en')} bytes, found ${report.found.length}`);
      found.push(...report.found);
      total.places += report.places;
      total.bytes += report.bytes;
    }
    console.log(
      `    ${secrets.length} secrets in ${formsOf(secrets[0] ?? '').size} forms\n${lines.join('\n')}\n    together: ${total.places} places, ` +
        `${total.bytes.toLocaleString('en')} bytes, found ${found.length}`,
    );
    assert.deepEqual(found, []);
    assert.deepEqual(this.other.requests, []);
    return simulator.requests;
  }

  get #turn() {
    return this.#parley.locator('[data-role="assistant"]').nth(this.#answers);
  }

  /** What an error's details say, and as they are copied. */
  async #copyDetails(prompt: string): Promise<void> {
    const turn = this.#parley.locator('[data-role="assistant"]').nth(this.#answers - 1);
    await turn.getByRole('button', { name: 'Details' }).click();
    await this.#takeCopy(`the details of “${prompt}”`, () => turn.getByRole('button', { name: 'Copy details' }).click());
    await this.look(`with the details of “${prompt}”`);
  }

  async #takeCopy(name: string, copy: () => Promise<void>): Promise<string> {
    const mark = `nothing was copied yet for ${name}`;
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), mark);
    await copy();
    const copied = await until(`the copy: ${name}`, async () => {
      const text = await this.page.evaluate(() => navigator.clipboard.readText());
      return text !== mark && text;
    });
    this.#shown.push(textPlace(name, copied));
    return copied;
  }

  async #takeDocument(name: string): Promise<void> {
    const { page } = this;
    const text = await this.#takeCopy(name, async () => {
      await page.locator('.editor-instance .view-lines').last().click();
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+C');
    });
    assert.ok(text.length > 50, `${name}: ${text}`);
  }
}
