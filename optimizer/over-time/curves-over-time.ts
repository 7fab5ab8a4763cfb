import { envelopeOf, isConcaveOn } from '../allocate/envelope.ts';
import type { SmoothCurve } from './interior-point/scaled-plan.ts';
import { effectiveRange, type PlanProgram } from './plan-program.ts';

/** Concave stand-ins of the responses, one per unit and period. */
export interface CurvesOverTime {
  readonly curves: readonly SmoothCurve[];
  /** No response is replaced by something above it. */
  readonly areExact: boolean;
}

/** The least concave functions above the responses on the ranges of effective spend. */
export function envelopesOverTime(program: PlanProgram): CurvesOverTime {
  const curves: SmoothCurve[] = [];
  let areExact = true;
  for (const unit of program.units) {
    const range = effectiveRange(unit);
    for (let t = 0; t < program.periods; t++) {
      const domain = { intervals: [[range.low[t]!, range.high[t]!] as const], step: null };
      areExact &&= isConcaveOn(unit.response, domain);
      curves.push(envelopeOf(unit.response, domain));
    }
  }
  return { curves, areExact };
}
