/** What a step sent, and how long each run of a function took, where it is more than one. */
export interface Work {
  readonly payloads: readonly string[];
  readonly runsMs?: readonly number[];
}
