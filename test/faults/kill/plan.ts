/** Which history a process works on. */
export interface Place {
  /** The database. */
  readonly file: string;
  readonly workerScript: string;
  /** Where the simulator is. */
  readonly baseUrl: string;
}

/** What a process of a long random run is told when it is started. */
export interface Plan extends Place {
  readonly seed: number;
  /** Begins the ids of what it makes; no two processes have the same. */
  readonly name: string;
  /** Those who work in it at the same time. */
  readonly users: readonly string[];
}
