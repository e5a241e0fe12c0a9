/** The history's worker as it is, on a disk that takes its time: each statement, and above all each commit, holds the thread up as a slow disk does. */
import './slowDisk.ts';
import '../../src/history/worker.ts';
