import { hostname } from 'node:os';
import type { Row } from './connection.ts';

/** Milliseconds between two signs of life of a process that has a reply streaming. */
export const heartbeatInterval = 5_000;

/** Milliseconds without a sign of life after which a process counts as dead, even if something runs under its number. */
const heartbeatTimeout = 20_000;

/** A process, as others can tell whether it still lives. */
export interface Owner {
  /** The machine's name: process numbers of another machine or container say nothing here. */
  readonly host: string;
  readonly pid: number;
  /** New with each start of the process, so that a number that is used again is not taken for the old process. */
  readonly instance: string;
}

export function thisProcess(instance: string): Owner {
  return { host: hostname(), pid: process.pid, instance };
}

/** What is to be known of the world to judge; injected so that tests decide. */
export interface Life {
  readonly now: () => number;
  readonly isRunning: (pid: number) => boolean;
}

/** Whether the owner in a row of `streams` still lives, seen from the process `me`. */
export function isAlive(row: Row, me: Owner, { now, isRunning }: Life): boolean {
  const { host, pid, instance, heartbeat } = row;
  if (instance === me.instance) return true;
  if (typeof heartbeat !== 'number' || now() - heartbeat > heartbeatTimeout) return false;
  if (host !== me.host) return true;
  return typeof pid === 'number' && pid !== me.pid && isRunning(pid);
}

/** Whether a process of that number runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
