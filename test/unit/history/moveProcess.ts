/** The program of a process that brings conversations over and kills itself in the midst of it: see `places.test.ts`. */
import { Connection } from '../../../src/history/connection.ts';
import { openDatabase } from '../../../src/history/database.ts';
import { bringOver, settle } from '../../../src/history/places.ts';

const [file = '', stepsToLive = ''] = process.argv.slice(2);

const connection = openDatabase(file, 1000);
const place = settle(connection, 'file:///b', { roots: ['k'], remote: 'kettle' }, 1);

let left = Number(stepsToLive);
const run = Connection.prototype.run;
Connection.prototype.run = function (this: Connection, ...args: Parameters<typeof run>): number {
  if (left-- === 0) process.kill(process.pid, 'SIGKILL');
  return run.apply(this, args);
};

bringOver(connection, 'move', { workspaceId: 'file:///a', placeId: null }, { id: 'file:///b', name: 'b' }, place, 1);
process.kill(process.pid, 'SIGTERM');
