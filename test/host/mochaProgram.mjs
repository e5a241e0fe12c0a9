/** The program that runs a bundle of tests in plain Node: `node mochaProgram.mjs BUNDLE`. */
import { runMocha } from './runMocha.mjs';

const { failed } = await runMocha(String(process.argv[2]));
// Not when the loop is empty: a socket that a test has left open must not hold up the suite.
process.exit(failed ? 1 : 0);
