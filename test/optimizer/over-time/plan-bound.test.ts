import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePlan } from '../../../optimizer/over-time/compile-plan.ts';
import { planBound } from '../../../optimizer/over-time/plan-bound.ts';
import { planValue } from '../../../optimizer/over-time/plan-program.ts';
import { isFeasiblePlan } from '../../../optimizer/over-time/plan-violations.ts';
import { randomOf } from '../allocate/random-problems.ts';
import { randomPlan } from './random-plans.ts';

it('no feasible plan is worth more than the bound, whatever the prices and the shape of the curves', () => {
  const seed = fc.integer({ min: 1, max: 1e6 });
  const curves = fc.constantFrom('CONCAVE' as const, 'S_SHAPED' as const, 'PIECEWISE' as const);
  let compared = 0;
  fc.assert(
    fc.property(seed, curves, (number, family) => {
      const problem = randomPlan(number, { units: 3, periods: 4, curves: family, limits: true });
      const compiled = compilePlan(problem);
      if (compiled.kind === 'CLASH') return;
      const { program } = compiled;
      const random = randomOf(number);
      const size = program.units.length * program.periods;
      const draws = (length: number) =>
        Float64Array.from({ length }, () => (random() < 0.3 ? 0 : 0.1 * random()));
      const bound = planBound(program, {
        rows: draws(program.rows.length).map((price, k) =>
          program.rows[k]?.equality && random() < 0.5 ? -price : price,
        ),
        effective: draws(size),
        rise: draws(size),
        fall: draws(size),
      });
      for (let attempt = 0; attempt < 20; attempt++) {
        const plan = Float64Array.from({ length: size }, (_, at) => {
          const unit = program.units[Math.floor(at / program.periods)]!;
          const t = at % program.periods;
          const current = problem.units[Math.floor(at / program.periods)]!.current;
          return attempt === 0 ? current : unit.low[t]! + random() * (unit.high[t]! - unit.low[t]!);
        });
        if (!isFeasiblePlan(problem, plan, 1e-12)) continue;
        compared += 1;
        const value = planValue(program, plan);
        expect(bound).toBeGreaterThanOrEqual(value - 1e-9 * Math.abs(value));
      }
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(compared).toBeGreaterThan(100);
});
