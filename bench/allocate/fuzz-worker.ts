import { fuzzProblem } from './fuzz-problems.ts';
import { type FuzzVerdict, fuzzVerdict } from './fuzz-verdict.ts';

/** Runs as a child that may be killed: says each problem's number before it starts and its verdict afterwards. */
export interface FuzzRange {
  readonly from: number;
  readonly to: number;
}

export type FuzzMessage =
  | { readonly started: number }
  | { readonly done: number; readonly verdict: FuzzVerdict }
  | { readonly finished: true };

process.once('message', (range) => {
  const { from, to } = range as FuzzRange;
  const say = (message: FuzzMessage) =>
    new Promise<void>((resolve) => {
      process.send?.(message, () => resolve());
    });
  const run = async () => {
    for (let seed = from; seed < to; seed++) {
      await say({ started: seed });
      await say({ done: seed, verdict: fuzzVerdict(fuzzProblem(seed)) });
    }
    await say({ finished: true });
  };
  void run();
});
