/** The program of a process that opens a database and kills itself in the midst of it: see `oldData.test.ts`. */
import { Connection } from '../../../src/history/connection.ts';
import { openDatabase } from '../../../src/history/database.ts';

const [file = '', stepsToLive = ''] = process.argv.slice(2);

let left = Number(stepsToLive);
const exec = Connection.prototype.exec;
Connection.prototype.exec = function (this: Connection, sql: string): void {
  if (left-- === 0) process.kill(process.pid, 'SIGKILL');
  exec.call(this, sql);
};

openDatabase(file, 1000);
// Still open: what it has written is in the log.
process.kill(process.pid, 'SIGTERM');
