import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import { answerParent } from '../../allocate/child.ts';
import { simulateAccount } from '../simulate.ts';
import { SPEED_ACCOUNT } from './speed-account.ts';

/** Fits one account again and again in a process of its own: the first time is what a cold start waits. */
export interface TimingRequest {
  readonly runs: number;
}

export interface TimingAnswer {
  readonly milliseconds: readonly number[];
  /** Processor time of the whole process, compiler and collector threads too; on a busy machine the fairer measure. */
  readonly processorMilliseconds: readonly number[];
  readonly peakMegabytes: number;
}

answerParent(({ runs }: TimingRequest): TimingAnswer => {
  const series = simulateAccount(SPEED_ACCOUNT).map((truth) => truth.series);
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    const used = process.cpuUsage();
    fitCurves(series);
    const { user, system } = process.cpuUsage(used);
    return { wall: performance.now() - started, processor: (user + system) / 1000 };
  });
  return {
    milliseconds: times.map(({ wall }) => wall),
    processorMilliseconds: times.map(({ processor }) => processor),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
});
