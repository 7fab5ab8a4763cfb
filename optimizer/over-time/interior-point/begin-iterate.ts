import type { PlanIterate } from './plan-iterate.ts';

/** Begins near the guess (in money), well inside the limits, with every pair at `mu`. */
export function beginIterate(at: PlanIterate, guess: ArrayLike<number>, mu: number): void {
  const { plan, share, rest } = at;
  const { program, freedom, width } = plan;
  program.units.forEach((unit, i) => {
    for (let t = 0; t < program.periods; t++) {
      const j = i * program.periods + t;
      if (freedom[j] === 'TIED') {
        share[j] = share[j - 1]!;
        rest[j] = rest[j - 1]!;
      } else if (freedom[j] === 'FREE') {
        const u = (guess[j]! - unit.low[t]!) / width[j]!;
        share[j] = Math.min(0.9, Math.max(0.1, Number.isFinite(u) ? u : 0.5));
        rest[j] = 1 - share[j]!;
        at.zLow[j] = mu / share[j]!;
        at.zHigh[j] = mu / rest[j]!;
      }
    }
  });
  at.evaluate();
  for (let j = 0; j < width.length; j++) {
    const cell = plan.cells.cellAt[j]!;
    const i = Math.floor(j / program.periods);
    const worth = at.outcomePrice[i]! * program.units[i]!.season[j % program.periods]!;
    if (cell >= 0) plan.cells.begin(cell, at.effective[j]!, worth, mu);
  }
  at.evaluate();
  for (let j = 0; j < width.length; j++) {
    if (!plan.hasTie[j]) continue;
    at.riseSlack[j] = Math.max(0.1, -at.riseResidual[j]!);
    at.fallSlack[j] = Math.max(0.1, -at.fallResidual[j]!);
    at.risePrice[j] = mu / at.riseSlack[j]!;
    at.fallPrice[j] = mu / at.fallSlack[j]!;
  }
  program.rows.forEach((row, k) => {
    if (row.equality) return;
    at.slack[k] = Math.max(0.1, plan.rowBound[k]! - at.activity[k]!);
    at.price[k] = mu / at.slack[k]!;
  });
  at.evaluate();
}
