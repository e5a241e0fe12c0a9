/**
 * Answers that were written to run something, to load something or to break the page, shown in the page while they stream and at once: nothing
 * runs, nothing leaves the page, the host is asked for nothing but what the user clicks, and the page can be used after each.
 */
import assert from 'node:assert/strict';
import { pathsBelow } from '../../../src/host/pathsBelow.ts';
import { readFileLink } from '../../../src/shared/fileLink.ts';
import type { RequestName } from '../../../src/shared/pageRequests.ts';
import type { PageMessage } from '../../../src/shared/protocol.ts';
import { readPageMessage } from '../../../src/shared/readPageMessage.ts';
import { terminalText } from '../../../src/shared/terminalText.ts';
import { type HostileFamily, hostileFamilies } from '../driver/hostileAnswers.ts';
import { countingScript, PageWatch } from '../driver/pageWatch.ts';
import { until } from '../driver/until.ts';
import { address, openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, snapshot, streamingTurn, userTurn } from './samples.ts';

/** Milliseconds that the page may be kept from its next frame. Generous: on a quiet machine the longest takes a tenth of it. */
const longestFrame = 5_000;

/** Of links, and of buttons of code, in one answer. */
const mostClicks = 300;

/** What the page asks for by itself: to show an answer, and to find the reader's place again where an answer was replaced under it. */
const unasked: ReadonlySet<RequestName> = new Set(['highlightCode', 'knownSymbols', 'loadAround']);

/** What an answer may be made of. All of it is made by the page: none of it is taken from the answer's text. */
const elements = new Set(
  (
    'a article blockquote br button code del div em figcaption figure h1 h2 h3 h4 h5 h6 header hr i input li math ol p pre section span strong ' +
    'sub sup svg path table tbody td th thead tr ul annotation maction mark menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom ' +
    'mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics'
  ).split(' '),
);

/** Control characters, halves of characters, marks of direction, what ends a line, and letters that nobody sees. */
const unfitForTerminal = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u200b\ufeff\u{e0000}-\u{e007f}]/u;

const attack = 'reply-hostile';

/** What was done in the page to an answer, and what came of it. */
interface Seen {
  /** Elements and attributes that no answer may have. */
  readonly foreign: readonly string[];
  /** All that the page posted before anything was clicked, and after. */
  readonly before: readonly PageMessage[];
  readonly after: readonly PageMessage[];
  readonly links: number;
  readonly buttons: number;
  readonly address: string;
  /** The longest frame before anything was clicked, in milliseconds. */
  readonly frame: number;
  /** When the page was left as it was found. */
  readonly ended: number;
}

interface Look {
  /** The turn's. */
  readonly id: string;
  /** The elements that it may have. */
  readonly known: readonly string[];
  readonly since: number;
  /** How many links, and how many buttons, are clicked at the most. */
  readonly most: number;
}

/** Looks at an answer, clicks all that can be clicked in it, and takes what the page posted. Runs in the page. */
async function lookAndClick({ id, known, since, most }: Look): Promise<Seen> {
  const turn = document.querySelector(`[data-message-id="${id}"]`);
  if (!turn) throw new Error('The answer is not shown.');
  const take = () => parleyPosted.splice(0).map(({ message }) => message);
  /** What the browser tells of frames comes after them. */
  const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
  await frames();
  // What was clicked in the answer before this one took its own time.
  const frame = Math.max(0, ...parleyFrames.filter(({ begun }) => begun > since).map(({ duration }) => duration));
  const foreign: string[] = [];
  for (const element of turn.querySelectorAll('.md *')) {
    if (!known.includes(element.localName)) foreign.push(element.localName);
    for (const { name, value } of element.attributes) {
      const isLink = name === 'href' && element.localName === 'a' && !/^\s*(?:javascript|data|vbscript):/i.test(value);
      // Formulas have lengths there, which are bounded.
      const isLengths =
        name === 'style' && element instanceof MathMLElement && !/url|expression|position|@/i.test(value) && !/\d{4}|e\+/.test(value);
      if (
        /^(?:on.*|src|srcset|srcdoc|(?:.*:)?href|action|formaction|background|poster|ping|style|id|name|is)$/i.test(name) &&
        !isLink &&
        !isLengths
      )
        foreign.push(`${element.localName}[${name}="${value.slice(0, 80)}"]`);
    }
  }
  const before = take();
  const clickAll = (selector: string): number => {
    const found = [...turn.querySelectorAll<HTMLElement>(selector)].slice(0, most);
    for (const each of found) each.click();
    return found.length;
  };
  const links = clickAll('.md a, .md [href], .md [role="link"]');
  const buttons = clickAll('.md-code button');
  await frames();
  parleyFrames.length = 0;
  return { foreign, before, after: take(), links, buttons, address: location.href, frame, ended: performance.now() };
}

/** The text in as many pieces as there are frames to show it in, cut anywhere. */
function pieces(text: string, count: number): string[] {
  const length = Math.max(1, Math.ceil(text.length / count));
  return Array.from({ length: Math.ceil(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length));
}

/** Why a message asks for what no answer may, or null. */
function wrongIn(message: PageMessage): string | null {
  const read = readPageMessage(message);
  if (!read) return 'cannot be read';
  if (read.type !== 'request') return null;
  switch (read.name) {
    case 'openLink': {
      const { url } = read.params;
      if (/^(?:https?:\/\/|mailto:)/i.test(url)) return URL.canParse(url) ? null : 'is no address';
      const link = readFileLink(url);
      if (!link) return 'is no file';
      const out = pathsBelow({ path: '/work/sample', name: 'sample' }, link.path).filter((path) => !path.startsWith('/work/sample/'));
      return out.length === 0 ? null : `leads to ${out.join(', ')}`;
    }
    case 'runInTerminal': {
      const fit = terminalText(read.params.text, read.params.language);
      const lines = fit.kind === 'line' ? [fit.line] : fit.kind === 'lines' ? fit.lines : [];
      return lines.some((line) => unfitForTerminal.test(line)) ? 'has what is not for a terminal' : null;
    }
    case 'copyText':
    case 'insertCode':
    case 'applyCode':
    case 'newFile':
    case 'showDiagram':
    case 'openSymbol':
      return null;
    default:
      return unasked.has(read.name) ? null : 'was not to be asked for';
  }
}

describe('The page: hostile answers', function () {
  this.timeout(180_000);
  const families = hostileFamilies();
  /** When the page was last left, by its own clock. */
  let since = 0;
  const total = { answers: 0, shown: 0, links: 0, buttons: 0, messages: 0, keys: 0, ran: 0, left: 0, wrong: 0, stopped: 0, frame: 0 };

  after(() => {
    const { answers, shown, links, buttons, messages, keys, ran, left, wrong, stopped, frame } = total;
    console.log(
      `    ${answers} answers in ${families.length} families, shown ${shown} times (streaming and at once); clicked: ${links} links, ${buttons} buttons ` +
        `of code; ${messages} messages to the host; ${keys} keys typed\n    scripts run: ${ran}\n    requests that left the page: ${left}\n    ` +
        `commands asked for: ${wrong}\n    attempts that the policy had to stop: ${stopped}\n    longest frame: ${Math.round(frame)} ms`,
    );
  });

  it('are 300 and more, each once', () => {
    const all = families.flatMap(({ answers }) => answers);
    assert.ok(all.length >= 300, `${all.length}`);
    assert.equal(new Set(all).size, all.length);
  });

  for (const family of families) {
    it(`${family.name}: ${family.answers.length} answers`, () => tryFamily(family));
  }

  it('links say in their tooltips where they lead, whatever else they say', async () => {
    const parley = await openPage({
      snapshot: snapshot([
        userTurn('u1', 'Go on'),
        assistantTurn(
          attack,
          '[https://bank.example](https://evil.example/login "https://bank.example") [a](https://\u0430\u0440\u0440\u04cf\u0435.example) [src/safe.ts](src/secrets.ts:1)',
        ),
      ]),
    });
    const titles = await parley.page.locator('.md a').evaluateAll((all) => all.map((each) => each.getAttribute('title')));
    assert.deepEqual(titles, ['https://evil.example/login\nhttps://bank.example', 'https://xn--80ak6aa92e.example/', 'src/secrets.ts:1']);
    await parley.page.close();
  });

  async function tryFamily({ answers }: HostileFamily): Promise<void> {
    const parley = await openPage({ snapshot: snapshot([userTurn('u0', 'Begin')]), before: countingScript() });
    const watch = await PageWatch.begin(parley.page);
    since = 0;
    await parley.page.evaluate(() => {
      // Of every name there is a symbol, so that all of them are links.
      parleyAnswers['knownSymbols'] = ({ names }: { names: readonly string[] }) => names;
    });
    await parley.page.getByRole('textbox', { name: 'Message Claude' }).focus();
    for (const [at, answer] of answers.entries()) {
      await stream(parley, answer);
      await check(parley, answer, `${at}, streaming: ${JSON.stringify(answer).slice(0, 120)}`);
      const next = `Still here after ${at}`;
      await parley.update([
        { type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Go on'), assistantTurn(attack, answer), assistantTurn('a2', next)]) },
      ]);
      await parley.painted();
      await parley.page.getByText(next, { exact: true }).waitFor();
      await check(parley, answer, `${at}, at once: ${JSON.stringify(answer).slice(0, 120)}`);
      total.answers += 1;
    }
    const compiled = watch.compiled.filter((url) => url !== `${address}math.js`);
    const [ran, left, reports] = [[...(await watch.ran()), ...compiled], watch.left(address), await watch.reports()];
    total.ran += ran.length;
    total.left += left.length;
    total.stopped += reports.length + watch.stopped().length;
    assert.deepEqual({ ran, left, reports, stopped: watch.stopped() }, { ran: [], left: [], reports: [], stopped: [] });
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  }

  async function stream(parley: PageInBrowser, answer: string): Promise<void> {
    const open = streamingTurn(attack);
    await parley.update([
      { type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Go on')]) },
      { type: 'turn', turn: open },
      { type: 'turn', turn: streamingTurn(attack, { blocks: [{ type: 'text', text: '' }] }) },
    ]);
    // Five frames, each with pieces of a few characters, or of very long answers of more.
    for (const frame of pieces(answer, 5))
      await parley.update(pieces(frame, Math.min(20, frame.length)).map((text) => ({ type: 'delta', messageId: attack, block: 0, text })));
    await parley.update([{ type: 'turn', turn: assistantTurn(attack, answer) }]);
    await parley.painted();
  }

  async function check(parley: PageInBrowser, answer: string, what: string): Promise<void> {
    const { page } = parley;
    if (/\$|\\[([]/.test(answer)) await mathShown(parley);
    const seen = await page.evaluate(lookAndClick, { id: attack, known: [...elements], since, most: mostClicks });
    since = seen.ended;
    assert.deepEqual(seen.foreign, [], what);
    const asked = seen.before.filter((message) => message.type === 'request').map(({ name }) => name);
    const wrong = [
      ...asked.filter((name) => !unasked.has(name)),
      ...[...seen.before, ...seen.after].flatMap((message) => {
        const reason = wrongIn(message);
        return reason === null ? [] : [`${JSON.stringify(message).slice(0, 300)} ${reason}`];
      }),
    ];
    total.shown += 1;
    total.links += seen.links;
    total.buttons += seen.buttons;
    total.messages += seen.before.length + seen.after.length;
    total.wrong += wrong.length;
    assert.deepEqual(wrong, [], what);
    assert.equal(seen.address, address, what);
    await typeKey(parley, what);
    total.frame = Math.max(total.frame, seen.frame);
    assert.ok(seen.frame <= longestFrame, `${what}: a frame took ${seen.frame} ms`);
  }

  /** Formulas near the view are shown in idle slices; what cannot be shown is code. */
  async function mathShown({ page }: PageInBrowser): Promise<void> {
    await until('the formulas near the view', () =>
      page.evaluate(() => {
        const near = [...document.querySelectorAll('.md-math')].filter((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        });
        return near.every((element) => element.firstElementChild !== null);
      }),
    );
  }

  /** A click on what is in an answer may have taken the focus. */
  async function typeKey({ page }: PageInBrowser, what: string): Promise<void> {
    const box = page.getByRole('textbox', { name: 'Message Claude' });
    await box.focus();
    await page.keyboard.press('k');
    total.keys += 1;
    assert.match(await box.inputValue(), /k$/, what);
    await page.keyboard.press('Backspace');
  }
});

describe('The page: what is counted of hostile answers', function () {
  this.timeout(120_000);

  it('is counted: the same answers as HTML, in a page that has no policy', async () => {
    const parley = await openPage({ snapshot: snapshot([userTurn('u0', 'Begin')]), before: countingScript(), policy: '' });
    const watch = await PageWatch.begin(parley.page);
    const names = ['script elements', 'event handlers', 'SVG', 'mutation of markup', 'remote pictures, styles and other loads'];
    // Those that would take the whole page away are left out.
    const answers = hostileFamilies()
      .filter(({ name }) => names.includes(name))
      .flatMap((family) => family.answers)
      .filter((answer) => !/refresh|<base|plaintext|<html|<form|<frameset/i.test(answer));
    await parley.page.evaluate((all) => {
      for (const each of JSON.parse(all)) {
        const holder = document.createElement('div');
        holder.innerHTML = each;
        document.body.append(holder, document.createRange().createContextualFragment(each));
      }
    }, JSON.stringify(answers));
    const counted = async () => ({
      ran: (await watch.ran()).length,
      compiled: watch.compiled.length,
      left: new Set(watch.left(address)).size,
    });
    const { ran, compiled, left } = await until('scripts and requests', async () => {
      const counts = await counted();
      return counts.ran >= 20 && counts.compiled >= 20 && counts.left >= 15 ? counts : undefined;
    });
    console.log(
      `    ${answers.length} of the answers as HTML without a policy: ${ran} scripts run, ${compiled} compiled, ${left} addresses asked for`,
    );
    await parley.page.close();
  });
});
