import type { Goal } from '../../store/model/goal.ts';
import { microsToUnits } from '../../store/model/money.ts';

/** What a goal wants, in units; null where neither the goal nor the others of the same goal say. */
export interface PlanFigures {
  readonly spend: number | null;
  readonly conversions: number | null;
  readonly revenue: number | null;
  readonly cpa: number | null;
  readonly roas: number | null;
  readonly romi: number | null;
  readonly clicks: number | null;
}

/** Two of spend, conversions and CPA give the third; so do spend, revenue and ROAS, and ROMI by the margin. */
export function planFigures(goal: Goal, margin: number | null): PlanFigures {
  const units = (micros: bigint | null) => (micros === null ? null : microsToUnits(micros));
  const cpaGiven = units(goal.cpaMicros);
  const cpc = units(goal.cpcMicros);
  const romiOfRoas = (roas: number | null) => (roas === null || margin === null ? null : roas * margin - 1);
  const roasOfRomi = goal.romi === null || !margin ? null : (goal.romi + 1) / margin;
  const roasGiven = goal.roas ?? roasOfRomi;

  const spend =
    units(goal.spendMicros) ??
    product(cpaGiven, goal.conversions) ??
    divided(units(goal.revenueMicros), roasGiven);
  const conversions = goal.conversions ?? divided(spend, cpaGiven);
  const revenue = units(goal.revenueMicros) ?? product(spend, roasGiven);
  const roas = roasGiven ?? divided(revenue, spend);
  return {
    spend,
    conversions,
    revenue,
    cpa: cpaGiven ?? divided(spend, conversions),
    roas,
    romi: goal.romi ?? romiOfRoas(roas),
    clicks: divided(spend, cpc),
  };
}

const product = (a: number | null, b: number | null) => (a === null || b === null ? null : a * b);
const divided = (a: number | null, b: number | null) => (a === null || b === null || b === 0 ? null : a / b);
