/** kill -9 at any moment of long random runs: nothing that was acknowledged is lost, and everything can be used. */
import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { live, type Outcome } from './lives.ts';
import { Talker } from './talk.ts';

const second = 1000;
/** Kills of one history. */
const killsOfOne = 20;
/** Histories of the full size. */
const histories = 10;

const full = process.env['PARLEY_FAULTS_FULL'] === '1';
const firstSeed = Number(process.env['PARLEY_FAULTS_SEED'] || Date.now() % 1_000_000_007);

describe('kill -9', function () {
  this.timeout(180 * second);
  const talker = new Talker();
  let simulator: Simulator;
  const outcomes: Outcome[] = [];

  before(async () => {
    simulator = await startSimulator({ answer: talker.answer });
  });
  beforeEach(() => simulator.reset());
  after(async () => {
    await simulator.close();
    const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + count(outcome), 0);
    console.log(
      [
        `    ${sum(({ kills }) => kills)} kills from seed ${firstSeed} on (PARLEY_FAULTS_SEED=${firstSeed} runs them again)`,
        `${sum(({ acknowledged }) => acknowledged)} things acknowledged`,
        `${sum(({ logs }) => logs)} logs to play and ${sum(({ cutReplies }) => cutReplies)} replies cut`,
        `${sum(({ used }) => used)} conversations opened and sent in`,
        `wrong: ${sum(({ wrong }) => wrong.length)}`,
      ].join(', '),
    );
  });

  for (let seed = firstSeed; seed < firstSeed + (full ? histories : 1); seed++) {
    it(`takes nothing that was acknowledged and leaves every conversation in use, ${killsOfOne} times from seed ${seed}`, async () => {
      const outcome = await live(seed, killsOfOne, { simulator, talker });
      outcomes.push(outcome);
      assert.deepEqual(outcome.wrong, []);
      // Else nothing was tried.
      assert.equal(outcome.kills, killsOfOne);
      assert.ok(outcome.acknowledged > 10 * killsOfOne, `${outcome.acknowledged} things were acknowledged`);
      assert.ok(outcome.logs > 0 && outcome.cutReplies > 0 && outcome.used > killsOfOne, JSON.stringify(outcome));
    });
  }
});
