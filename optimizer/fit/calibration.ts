import type { CampaignState } from './campaign-state.ts';
import { multiplierOf } from './experiment-evidence.ts';
import type { ExperimentCheck } from './fitted-curve.ts';
import type { UnitCurve } from './posterior-curve.ts';
import { interval } from './predict.ts';
import { normalQuantile } from './random.ts';
import { valueAt } from './shape.ts';

/** A campaign's curve with its draws, in the campaign's own units. */
export interface Belief {
  readonly state: CampaignState;
  readonly central: UnitCurve;
  readonly draws: readonly UnitCurve[];
}

/** Each experiment beside what the curve says of it without the campaign's experiments and with them. */
export function checkExperiments(before: Belief, after: Belief): ExperimentCheck[] {
  return after.state.experiments.map((placed) => {
    const { id, lift, standardError, spendControl, spendTest } = placed.experiment;
    const half = normalQuantile(0.9) * standardError;
    const saidBy = ({ state, central, draws }: Belief) => {
      const { spendUnit, outcomeUnit } = state.timeline;
      const days = outcomeUnit * multiplierOf(placed, state.centre, state.delta);
      const liftOf = ({ shape, scale }: UnitCurve) =>
        days * scale * (valueAt(shape, spendTest / spendUnit) - valueAt(shape, spendControl / spendUnit));
      return { lift: liftOf(central), interval: interval(draws.map(liftOf), liftOf(central)) };
    };
    return {
      id,
      observed: { lift, interval: [lift - half, lift + half] as const },
      before: saidBy(before),
      after: saidBy(after),
    };
  });
}
