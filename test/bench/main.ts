/** The benchmark: `run.mjs` prepares it and tells it by the environment what to do. */
import { dirname } from 'node:path';
import { type Lab, openLab } from './lab.ts';
import { type Line, printTable, writeJson } from './report.ts';
import { burst } from './rows/burst.ts';
import { firstWords } from './rows/firstWord.ts';
import { longBlocks, longReply } from './rows/growth.ts';
import { longConversation } from './rows/longConversation.ts';
import { mentionList } from './rows/mentionList.ts';
import { pace } from './rows/pace.ts';
import { pictures } from './rows/pictures.ts';
import { start } from './rows/start.ts';
import { typing } from './rows/typing.ts';

const rows: ReadonlyMap<string, (lab: Lab) => Promise<readonly Line[]>> = new Map([
  ['1', pace],
  ['2', burst],
  ['3', longReply],
  ['4', longBlocks],
  ['5', longConversation],
  ['6', typing],
  ['7', firstWords],
  ['8', start],
  ['9', pictures],
  ['@', mentionList],
]);

const { env } = process;
const extensionsDir = String(env['PARLEY_EXTENSIONS_DIR']);
const chosen = env['BENCH_ROWS']?.split(' ').filter((row) => row !== '') ?? [];
const unknown = chosen.find((row) => !rows.has(row));
if (unknown !== undefined) throw new Error(`There is no row ${unknown}. There are: ${[...rows.keys()].join(', ')}.`);

const startedAt = new Date().toISOString();
const lab = await openLab({
  quick: env['BENCH_QUICK'] === '1',
  show: env['PARLEY_SHOW'] === '1',
  extensionsDir,
  workFolder: dirname(extensionsDir),
  packedSize: Number(env['BENCH_PACKED_SIZE']),
});
const lines: Line[] = [];
const broken: string[] = [];
for (const row of chosen.length ? chosen : rows.keys()) {
  console.error(`Row ${row}`);
  try {
    lines.push(...((await rows.get(row)?.(lab)) ?? []));
  } catch (error) {
    console.error(error);
    broken.push(row);
  }
}
printTable(lines);
if (broken.length) console.log(`\nNot measured, as the benchmark itself broke: row ${broken.join(', ')}.`);
const facts = { startedAt, endedAt: new Date().toISOString(), repetitions: lab.repetitions, browser: lab.browser.version(), broken };
console.log(`\nEvery run: ${writeJson(lines, facts)}`);
await lab.stop();
process.exit(broken.length ? 1 : 0);
