import type { PieceCorrections } from './piece-cells.ts';
import type { ScaledPlan } from './scaled-plan.ts';

/** The part of responses with corners in a Newton step of the whole plan. */

/** What the cells of a unit add to its outcome by themselves. */
export function gainOfCells({ program, cells }: ScaledPlan, i: number): number {
  if (cells.pairs === 0) return 0;
  let gain = 0;
  for (let t = 0; t < program.periods; t++) {
    const cell = cells.cellAt[i * program.periods + t]!;
    if (cell >= 0) gain += program.units[i]!.season[t]! * cells.gain[cell]!;
  }
  return gain;
}

/** Brings the cells' prices to where the step will bring them, in the gradient of the shares. */
export function pushByCells({ program, cells, effect }: ScaledPlan, push: Float64Array): void {
  if (cells.pairs === 0) return;
  program.units.forEach((unit, i) => {
    let worth = 0;
    for (let t = program.periods - 1; t >= 0; t--) {
      const at = i * program.periods + t;
      const cell = cells.cellAt[at]!;
      worth = unit.carryOver * worth + (cell >= 0 ? cells.shift[cell]! : 0);
      push[at] = push[at]! - effect[at]! * worth;
    }
  });
}

/** The cells' own steps, from those of the shares and of the rows' prices. */
export function recoverCells(
  { program, cells, effect, rowsOfUnit, rowOutcome }: ScaledPlan,
  { dShare, dPrice }: { readonly dShare: Float64Array; readonly dPrice: Float64Array },
  mu: number,
  less: PieceCorrections | null,
): void {
  if (cells.pairs === 0) return;
  program.units.forEach((unit, i) => {
    let dWorth = 0;
    for (const k of rowsOfUnit[i]!) dWorth -= rowOutcome[k]![i]! * dPrice[k]!;
    let stock = 0;
    for (let t = 0; t < program.periods; t++) {
      const at = i * program.periods + t;
      stock = unit.carryOver * stock + effect[at]! * dShare[at]!;
      const cell = cells.cellAt[at]!;
      if (cell >= 0) cells.recover(cell, stock, dWorth * unit.season[t]!, mu, less);
    }
  });
}
