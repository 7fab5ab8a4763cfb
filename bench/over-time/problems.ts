import type { AllocationProblem, Unit } from '../../optimizer/problem/problem.ts';
import { randomFrom } from '../allocate/random.ts';

/**
 * A year's plan like an advertiser's: seasons of demand and of media prices, carry-over, budgets per period, per
 * quarter and in total, a cap on one group's share. Curves are concave, so that the optimum is known to all.
 */
export function yearPlan(units: number, periods: number, seed: number): AllocationProblem {
  const { between } = randomFrom(seed);
  const campaigns = Array.from({ length: units }, (_, i): Unit => {
    const current = Math.round(between(50, 550));
    return {
      id: `campaign-${i + 1}`,
      current,
      min: 0.2 * current,
      max: 3 * current,
      carryOver: between(0, 0.7),
      curve: {
        family: 'HILL',
        scale: current * between(0.02, 0.1),
        halfSaturation: current * between(0.5, 2),
        slope: between(0.6, 1),
      },
    };
  });
  const each = campaigns.reduce((sum, { current }) => sum + current, 0);
  const ids = Array.from({ length: periods }, (_, t) => `${t + 1}`);
  const quarter = Math.ceil(periods / 4);
  return {
    objective: { maximize: 'CONVERSIONS' },
    budget: { equal: each * periods },
    units: campaigns,
    periods: ids.map((id, t) => ({
      id,
      response: 1 + 0.3 * Math.sin((2 * Math.PI * t) / periods),
      cost: 1 + 0.2 * Math.cos((2 * Math.PI * t) / periods),
      budget: { atMost: 1.2 * each, atLeast: 0.8 * each },
    })),
    periodBudgets: [0, 1, 2, 3].map((k) => {
      const members = ids.slice(k * quarter, (k + 1) * quarter);
      return { id: `Q${k + 1}`, periods: members, atMost: 1.05 * each * members.length };
    }),
    groups: [
      {
        id: 'upper funnel',
        units: campaigns.slice(0, Math.ceil(units / 3)).map(({ id }) => id),
        maxShare: 0.35,
      },
    ],
  };
}
