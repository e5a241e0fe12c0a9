/** Thrown where this machine cannot do something that is not the project's fault: its message is one line, said and counted as skipped. */
export class Skipped extends Error {
  /** @override */
  name = 'Skipped';
}
