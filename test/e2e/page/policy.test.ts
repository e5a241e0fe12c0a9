/**
 * The page's policy, line by line, in the page itself: what a script in it would try is stopped, each line that is meant to stop it does so
 * alone, and without these lines it gets through. So no line is there for nothing, and none is missing.
 */
import assert from 'node:assert/strict';
import { countingScript, PageWatch } from '../driver/pageWatch.ts';
import { type Attack, attackScript, attacks, elsewhere, type Line, tryAttack } from '../driver/policyAttacks.ts';
import { until } from '../driver/until.ts';
import { address, openPage, productPolicy } from './pageInBrowser.ts';
import { snapshot } from './samples.ts';

/** What a line is where it is to allow everything; null: it is left out. */
const loose: Readonly<Record<Line, string | null>> = {
  'default-src': 'default-src * data: blob:',
  'script-src': "script-src * data: blob: 'unsafe-inline' 'unsafe-eval'",
  'style-src': "style-src * 'unsafe-inline'",
  'font-src': 'font-src *',
  'img-src': 'img-src * data: blob:',
  'require-trusted-types-for': null,
  'trusted-types': null,
  'base-uri': null,
  'form-action': null,
};

const linesOf = ({ lines }: Attack) => Object.keys(lines) as Line[];

/** The product's policy with some lines loosened. */
function without(lines: readonly Line[]): string {
  return productPolicy
    .split('; ')
    .flatMap((each) => {
      const line = lines.find((name) => each.startsWith(`${name} `));
      return (line ? loose[line] : each) ?? [];
    })
    .join('; ');
}

interface Outcome {
  readonly through: boolean;
  readonly stoppedBy: readonly string[];
}

describe('The page: its policy', function () {
  this.timeout(120_000);
  /** Pages by their policies. */
  const pages = new Map<string, Promise<PageWatch>>();
  const counts = { stopped: 0, alone: 0, through: 0 };

  after(async () => {
    console.log(
      `    ${attacks.length} ways out: ${counts.stopped} stopped by the policy, ${counts.alone} by one of its lines where others would have done, too, ` +
        `${counts.through} get through without these lines`,
    );
    for (const watch of pages.values()) await (await watch).page.close();
  });

  function pageUnder(policy: string): Promise<PageWatch> {
    const open = async () => {
      const { page } = await openPage({ snapshot: snapshot([]), policy, before: `${countingScript()};${attackScript()}` });
      return PageWatch.begin(page);
    };
    const known = pages.get(policy) ?? open();
    pages.set(policy, known);
    return known;
  }

  async function outcome(attack: Attack, policy: string): Promise<Outcome> {
    const watch = await pageUnder(policy);
    const hasLeft = () => watch.left(address).some((url) => url.includes(`${new URL(elsewhere).host}/${attack.name}`));
    await watch.page.evaluate(tryAttack, attack.name);
    return until(`what comes of “${attack.name}”`, async () => {
      const through = hasLeft() || (await watch.ran()).includes(attack.name);
      const stoppedBy = (await watch.reports()).map(({ directive }) => directive);
      return through || stoppedBy.length > 0 ? { through, stoppedBy } : undefined;
    });
  }

  for (const attack of attacks) {
    it(`${attack.name}: ${linesOf(attack).join(' and ')}`, async () => {
      const lines = linesOf(attack);
      const first = await outcome(attack, productPolicy);
      assert.equal(first.through, false, 'it got through');
      assert.ok(
        lines.some((line) => first.stoppedBy.includes(attack.lines[line] ?? '')),
        `stopped by ${first.stoppedBy.join(', ')}`,
      );
      counts.stopped += 1;
      for (const line of lines.length > 1 ? lines : []) {
        const alone = await outcome(attack, without(lines.filter((each) => each !== line)));
        assert.equal(alone.through, false, `it got through ${line}`);
        assert.ok(alone.stoppedBy.includes(attack.lines[line] ?? ''), `${line} alone: stopped by ${alone.stoppedBy.join(', ')}`);
        counts.alone += 1;
      }
      assert.equal((await outcome(attack, without(lines))).through, true, `it is stopped by something else than ${lines.join(' and ')}`);
      counts.through += 1;
    });
  }

  it('has no line that nothing tries to break', () => {
    const tried = new Set<string>(attacks.flatMap(linesOf));
    const lines = productPolicy.split('; ').map((line) => line.replace(/ .*/, ''));
    assert.deepEqual(lines.toSorted(), [...tried].toSorted());
  });

  it('let nothing out in the end, and Parley is still there', async () => {
    const watch = await pageUnder(productPolicy);
    assert.deepEqual({ left: watch.left(address), ran: await watch.ran() }, { left: [], ran: [] });
    await watch.page.getByRole('textbox', { name: 'Message Claude' }).fill('Still here');
  });
});
