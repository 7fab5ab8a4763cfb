import { responseAt } from '../../curve/evaluate.ts';
import type { CurveDraw, ExperimentCheck } from '../fitted-curve.ts';
import { interval } from '../predict.ts';
import { average } from '../spend-range.ts';
import type { MixChannel } from './media-mix.ts';

const NINETY = 1.2816;

/** Each experiment, per day, beside what the draws say of it without the experiments of the mix and with them. */
export function checkLifts(
  { experiments = [] }: MixChannel,
  periodDays: number,
  before: readonly CurveDraw[],
  after: readonly CurveDraw[],
): ExperimentCheck[] {
  return experiments.map(({ id, spendControl, spendTest, lift, standardError }) => {
    const said = (draws: readonly CurveDraw[]) => {
      const lifts = draws.map(
        ({ curve }) =>
          (responseAt(curve, spendTest * periodDays) - responseAt(curve, spendControl * periodDays)) /
          periodDays,
      );
      const mean = average(lifts);
      return { lift: mean, interval: interval(lifts, mean) };
    };
    const reach = NINETY * standardError;
    return {
      id,
      observed: { lift, interval: [lift - reach, lift + reach] },
      before: said(before),
      after: said(after),
    };
  });
}
