import { moneyText } from '../allocate/compile-rows.ts';
import { findInfeasibility } from '../allocate/infeasibility.ts';
import type { Program, Row } from '../allocate/program.ts';
import { solveElastic } from '../allocate/solve-program.ts';
import { responseOf } from '../curve/response.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { Infeasibility } from '../problem/result.ts';
import { envelopesOverTime } from './curves-over-time.ts';
import { solvePlan } from './interior-point/solve-plan.ts';
import type { PlanProgram, PlanRow } from './plan-program.ts';
import { withEnds } from './tighten.ts';

/**
 * Which limits clash, when no plan was found. Limits of money alone do not know of carry-over: every spend of a unit in
 * a period is then a unit of a problem without time, whose clash is found and explained as any other. Otherwise the
 * targets are to blame: each is held against the best that the other limits allow.
 *
 * @returns null where neither proves that there is no plan.
 */
export function findPlanInfeasibility(
  problem: AllocationProblem,
  program: PlanProgram,
  deadline: number,
): Infeasibility | null {
  const solve = solveElastic({ relativeGap: 1e-9, deadline });
  const { pseudo, asProgram, ties } = withoutTime(problem, program);
  const tied = { ...asProgram, rows: [...asProgram.rows, ...ties] };
  const isInTime = () => performance.now() < deadline;
  let clash = isInTime() ? findInfeasibility(pseudo, asProgram, solve) : null;
  if (!clash && ties.length > 0 && isInTime()) clash = findInfeasibility(pseudo, tied, solve);
  if (clash) return saidOnce(problem, program, clash);
  return isInTime() ? missedTarget(problem, program, deadline) : null;
}

/** What is said of a unit in every period, or of each of its changes, is said once. */
function saidOnce(problem: AllocationProblem, program: PlanProgram, clash: Infeasibility): Infeasibility {
  const { periods = [], units } = problem;
  const money = moneyText(problem.currency);
  const said = new Set<string>();
  let constraints = clash.constraints.filter(
    ({ description }) => !said.has(description) && said.add(description),
  );
  const inFull = clash.constraints.map(({ description }) => description).join('; ');
  let message = clash.message.replace(inFull, [...said].join('; '));
  for (const [i, { id }] of units.entries()) {
    const own = periods.map((period) => constraints.find((c) => c.id === `${id} in ${period.id}`));
    const [first] = own;
    if (!first || periods.length === 1 || own.some((c) => c?.kind !== first.kind)) continue;
    const texts = own.map((c, t) => c?.description.replace(` in ${periods[t]?.id}`, ''));
    const total = (limits: Float64Array) => money(limits.reduce((sum, x) => sum + x, 0));
    const { low, high } = program.units[i]!;
    const together =
      first.kind === 'UNIT_MAX' ? `may spend at most ${total(high)}` : `must spend at least ${total(low)}`;
    const description = texts.every((text) => text === texts[0])
      ? `${texts[0]} in every period`
      : `${id} ${together} over all periods`;
    const list = own.map((c) => c?.description).join('; ');
    constraints = constraints.flatMap((c) =>
      c === first ? [{ ...c, id, description }] : own.includes(c) ? [] : [c],
    );
    message = message.replace(list, description);
  }
  return { ...clash, constraints, message };
}

/** No target is met further out than this many times today's spend, where nothing else ends it. */
const FAR = 1e4;

const NO_RESPONSE = responseOf({ family: 'POWER', scale: 0, exponent: 1 });

function withoutTime(problem: AllocationProblem, program: PlanProgram) {
  const { periods } = program;
  const at = (i: number, t: number) => i * periods + t;
  const spends = program.units.flatMap((unit, i) =>
    Array.from({ length: periods }, (_, t) => {
      const source = problem.units[i]!;
      const id = `${unit.id} in ${problem.periods?.[t]?.id}`;
      return {
        id,
        current: source.current,
        isLocked: source.locked ?? false,
        low: unit.low[t]!,
        high: unit.high[t]!,
      };
    }),
  );
  const rows = program.rows
    .filter((row) => row.outcome.every((o) => o === 0))
    .map((row): Row => {
      const members = program.units.flatMap((_, i) =>
        row.spend[i] === 0 ? [] : Array.from(row.periods, (t) => ({ at: at(i, t), spend: row.spend[i]! })),
      );
      return rowOf(row, members, row.bound, row.equality);
    });
  const ties: Row[] = [];
  program.units.forEach(({ id, keep }, i) => {
    if (keep === null) return;
    const change = Number((100 * (1 - keep)).toPrecision(6));
    const description = `${id} changes by at most ${change} % from period to period`;
    for (let t = 1; t < periods; t++) {
      const [before, now] = [at(i, t - 1), at(i, t)];
      const tie = (ofBefore: number, ofNow: number) => {
        const members = [
          { at: before, spend: ofBefore },
          { at: now, spend: ofNow },
        ];
        ties.push(rowOf({ kind: 'UNIT_MAX', description, group: id }, members, 0, false));
      };
      tie(-1, keep);
      tie(keep, -1);
    }
  });
  const asProgram: Program = {
    units: spends.map(({ id, current, low, high }) => ({
      id,
      current,
      response: NO_RESPONSE,
      domain: { intervals: [[low, high]], step: null },
    })),
    rows,
    objective: { spend: new Float64Array(spends.length), outcome: new Float64Array(spends.length) },
  };
  const pseudo: AllocationProblem = {
    ...(problem.currency === undefined ? {} : { currency: problem.currency }),
    objective: { maximize: 'CONVERSIONS' },
    units: spends.map(({ id, current, isLocked }) => ({
      id,
      current,
      locked: isLocked,
      curve: { family: 'POWER', scale: 0, exponent: 1 },
    })),
  };
  return { pseudo, asProgram, ties };
}

function rowOf(
  name: Pick<PlanRow, 'kind' | 'description'> & { readonly group?: string },
  members: readonly { readonly at: number; readonly spend: number }[],
  bound: number,
  equality: boolean,
): Row {
  return {
    kind: name.kind,
    ...(name.group === undefined ? {} : { group: name.group }),
    description: name.description,
    units: Int32Array.from(members, (member) => member.at),
    spend: Float64Array.from(members, (member) => member.spend),
    outcome: new Float64Array(members.length),
    moved: 0,
    changed: 0,
    bound,
    equality,
  };
}

/** A target that the limits of money leave out of reach: what it lacks at best is proven to be above zero. */
function missedTarget(
  problem: AllocationProblem,
  program: PlanProgram,
  deadline: number,
): Infeasibility | null {
  const money = moneyText(problem.currency);
  const limits = program.rows.filter((row) => row.outcome.every((o) => o === 0));
  for (const target of program.rows) {
    if (!target.outcome.some((o) => o !== 0)) continue;
    const asObjective = { spend: target.spend.map((s) => -s), outcome: target.outcome.map((o) => -o) };
    const current = problem.units.map((unit) => unit.current);
    const best = (rows: readonly PlanRow[]) => {
      const asked = withEnds({ ...program, rows, objective: asObjective }, current, FAR);
      const { curves } = envelopesOverTime(asked);
      const middle = asked.units.flatMap(({ low, high }) => Array.from(low, (l, t) => (l + high[t]!) / 2));
      return solvePlan(asked, curves, middle, { relativeGap: 1e-9, deadline });
    };
    const missing = (bound: number) => -target.bound - bound;
    let blamed = limits;
    let solved = best(limits);
    if (!solved || missing(solved.bound) <= 1e-9 * Math.abs(solved.bound)) continue;
    for (const row of limits) {
      const without = blamed.filter((other) => other !== row);
      const relaxed = best(without);
      if (!relaxed || missing(relaxed.bound) <= 1e-9 * Math.abs(relaxed.bound)) continue;
      blamed = without;
      solved = relaxed;
    }
    const amount = missing(solved.bound);
    const clashing = [target, ...blamed];
    const list = clashing.map(({ description }) => description).join('; ');
    return {
      constraints: clashing.map(({ kind, group, period, periodBudget, description }) => {
        const id = group ?? period ?? periodBudget;
        return { kind, ...(id === undefined ? {} : { id }), description };
      }),
      amount,
      message: `These cannot hold together within the limits of the units, at best ${money(amount)} is missing: ${list}.`,
    };
  }
  return null;
}
