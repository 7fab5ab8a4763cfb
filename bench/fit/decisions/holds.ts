import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import type { Spends } from './planners.ts';

/** How far campaigns may move whose curve is not well identified, and beyond the spends that were seen. */
export interface Hold {
  /** Relative change allowed to a campaign with this verdict. */
  readonly unidentified: number;
  readonly weak: number;
  /** Multiple of the 95th percentile of daily spend. */
  readonly observedRange: number;
}

/** From what is held most to nothing held. */
export const HOLDS: readonly Hold[] = [
  { unidentified: 0.1, weak: 0.3, observedRange: 1.2 },
  { unidentified: 0.3, weak: 0.5, observedRange: 1.2 },
  { unidentified: 0.3, weak: 0.5, observedRange: 1.5 },
  { unidentified: 0.3, weak: 1, observedRange: 1.5 },
  { unidentified: 0.5, weak: 1, observedRange: 1.5 },
  { unidentified: 0.5, weak: 1, observedRange: 2 },
  { unidentified: 1, weak: 1, observedRange: 2 },
];

/** From half to twice of today for all, closer where the hold says so. */
export function heldPlan(fits: readonly FittedCurve[], current: Spends, hold: Hold): Spends {
  const units = fits.map(({ curve, identifiability, diagnostics }, i) => {
    const now = current[i]!;
    const change = { UNIDENTIFIED: hold.unidentified, WEAK: hold.weak, WELL_IDENTIFIED: 1 }[
      identifiability.verdict
    ];
    const seen = hold.observedRange * diagnostics.spend.p95;
    return {
      id: String(i),
      current: now,
      curve,
      min: now * (1 - Math.min(0.5, change)),
      max: Math.max(now, Math.min(now * (1 + change), seen)),
    };
  });
  const budget = { equal: current.reduce((sum, spend) => sum + spend, 0) };
  const result = allocate({ objective: { maximize: 'CONVERSIONS' }, budget, units });
  return result.units.map(({ spend }, i) => spend ?? current[i]!);
}
