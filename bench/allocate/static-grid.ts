import solver from 'javascript-lp-solver';
import type { AllocationProblem, Unit } from '../../optimizer/problem/problem.ts';
import { answerParent } from './child.ts';
import { outcomeAt } from './judge.ts';

/**
 * The textbook's way, to be run as a child: every curve becomes equal pieces, and one linear program in the JSON form
 * of javascript-lp-solver, with its default options, picks them. Money is in shares of the budget and the objective in
 * shares of today's, so that scaling is not what is measured.
 */
export interface GridRequest {
  readonly problem: AllocationProblem;
  readonly pieces: number;
}

export interface GridAnswer {
  readonly spends: readonly number[];
  readonly milliseconds: number;
  readonly feasible: boolean;
}

const WARM_UP_RUNS = 5;
const WARM_UP_PIECES = 5;

answerParent(({ problem, pieces }: GridRequest): GridAnswer => {
  const small = { ...problem, groups: [], units: problem.units.slice(0, 5), targets: {} };
  const budget = { equal: small.units.reduce((sum, { current }) => sum + current, 0) };
  for (let run = 0; run < WARM_UP_RUNS; run++) solve({ ...small, budget }, WARM_UP_PIECES);
  const started = performance.now();
  const answer = solve(problem, pieces);
  return { ...answer, milliseconds: performance.now() - started };
});

function solve(problem: AllocationProblem, pieces: number) {
  const { units, groups = [], targets = {} } = problem;
  const budget = problem.budget?.equal ?? 0;
  const isRevenue = 'maximize' in problem.objective && problem.objective.maximize === 'REVENUE';
  const weightOf = (unit: Unit) => (isRevenue ? (unit.valuePerConversion ?? 0) : 1);
  const size = units.reduce((sum, unit) => sum + weightOf(unit) * outcomeAt(unit.curve, unit.current), 0);
  const lows = units.map(lowOf);
  const cpa = targets.cpaAtMost;
  const conversionsAtLow = units.reduce((sum, { curve }, i) => sum + outcomeAt(curve, lows[i]!), 0);
  const spentAtLow = lows.reduce((sum, low) => sum + low, 0);

  const constraints: Record<string, { min?: number; max?: number; equal?: number }> = {
    budget: { equal: (budget - spentAtLow) / budget },
  };
  if (cpa !== undefined) constraints.cpa = { max: (cpa * conversionsAtLow - spentAtLow) / budget };
  const groupsOf = new Map<string, string[]>();
  const lowOfId = new Map(units.map(({ id }, i) => [id, lows[i]!]));
  for (const { id, units: members, min, max } of groups) {
    const atLow = members.reduce((sum, member) => sum + lowOfId.get(member)!, 0);
    constraints[id] = {
      ...(min === undefined ? {} : { min: (min - atLow) / budget }),
      ...(max === undefined ? {} : { max: (max - atLow) / budget }),
    };
    for (const member of members) groupsOf.set(member, [...(groupsOf.get(member) ?? []), id]);
  }

  const variables: Record<string, Record<string, number>> = {};
  units.forEach((unit, i) => {
    const width = (highOf(unit) - lows[i]!) / pieces;
    if (width === 0) return;
    for (let piece = 0; piece < pieces; piece++) {
      const from = lows[i]! + piece * width;
      const gain = outcomeAt(unit.curve, from + width) - outcomeAt(unit.curve, from);
      const name = `${unit.id}.${piece}`;
      const money = width / budget;
      variables[name] = {
        objective: (weightOf(unit) * gain) / size,
        budget: money,
        ...(cpa === undefined ? {} : { cpa: money - (cpa * gain) / budget }),
        ...Object.fromEntries((groupsOf.get(unit.id) ?? []).map((group) => [group, money])),
        [name]: 1,
      };
      constraints[name] = { max: 1 };
    }
  });
  // Its answer holds the variables' values beside these; absent where 0.
  const answer = solver.Solve({
    optimize: 'objective',
    opType: 'max',
    constraints,
    variables,
  }) as unknown as {
    readonly feasible: boolean;
    readonly [name: string]: unknown;
  };
  const spends = units.map((unit, i) => {
    const width = (highOf(unit) - lows[i]!) / pieces;
    const used = Array.from({ length: pieces }, (_, piece) => Number(answer[`${unit.id}.${piece}`] ?? 0));
    return lows[i]! + width * used.reduce((sum, share) => sum + share, 0);
  });
  return { spends, feasible: answer.feasible };
}

const lowOf = ({ locked, current, minChange = -1 }: Unit) => (locked ? current : current * (1 + minChange));
const highOf = ({ locked, current, maxChange = 0 }: Unit) => (locked ? current : current * (1 + maxChange));
