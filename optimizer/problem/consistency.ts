import { ProblemFormatError } from './format-error.ts';
import type { AllocationProblem, Unit } from './problem.ts';

/**
 * What types cannot say: ids are unique and known, limits are not crossed, and every measure that the objective or a
 * target names can be computed for every unit.
 *
 * @throws ProblemFormatError
 */
export function checkConsistency(problem: AllocationProblem): void {
  const ids = new Set<string>();
  problem.units.forEach((unit, index) => {
    if (ids.has(unit.id))
      refuse(`units[${index}].id`, `the id ${quote(unit.id)} is used twice; ids must be unique`);
    ids.add(unit.id);
    checkUnit(unit, `units[${index}]`);
  });
  const groupIds = new Set<string>();
  (problem.groups ?? []).forEach((group, index) => {
    const path = `groups[${index}]`;
    if (groupIds.has(group.id))
      refuse(`${path}.id`, `the id ${quote(group.id)} is used twice; ids must be unique`);
    groupIds.add(group.id);
    group.units.forEach((id, position) => {
      if (!ids.has(id)) refuse(`${path}.units[${position}]`, `there is no unit ${quote(id)}`);
    });
    if (new Set(group.units).size < group.units.length) refuse(`${path}.units`, 'a unit is listed twice');
  });
  checkMeasures(problem);
  checkPeriods(problem);
  checkDraws(problem);
}

/** Unknown periods, and what belongs to a plan over time in a problem without periods. */
function checkPeriods({ periods, periodBudgets, units }: AllocationProblem): void {
  const ids = new Set<string>();
  periods?.forEach(({ id }, index) => {
    if (ids.has(id)) refuse(`periods[${index}].id`, `the id ${quote(id)} is used twice; ids must be unique`);
    ids.add(id);
  });
  periodBudgets?.forEach((budget, index) => {
    budget.periods.forEach((id, position) => {
      if (!ids.has(id))
        refuse(`periodBudgets[${index}].periods[${position}]`, `there is no period ${quote(id)}`);
    });
  });
  units.forEach((unit, index) => {
    for (const key of ['carryOver', 'carryIn', 'maxPeriodChange', 'byPeriod'] as const) {
      if (!periods && unit[key] !== undefined)
        refuse(`units[${index}].${key}`, 'it needs the problem to have periods');
    }
    unit.byPeriod?.forEach(({ period }, position) => {
      if (!ids.has(period))
        refuse(`units[${index}].byPeriod[${position}].period`, `there is no period ${quote(period)}`);
    });
  });
}

/** Draws are common: the k-th draw of one unit goes with the k-th of every other. */
function checkDraws({ units }: AllocationProblem): void {
  const first = units.find(({ draws }) => draws !== undefined);
  units.forEach(({ draws }, index) => {
    if (!draws || !first?.draws) return;
    if (draws.length !== first.draws.length) {
      const wanted = `${first.draws.length} draws, as many as ${quote(first.id)} has`;
      refuse(`units[${index}].draws`, `saw ${draws.length} draws; wanted ${wanted}`);
    }
  });
}

function checkUnit(unit: Unit, path: string): void {
  if (unit.curve.family === 'PIECEWISE_LINEAR') {
    unit.curve.points.forEach(([x], index, points) => {
      const before = points[index - 1];
      if (before && !(x > before[0])) refuse(`${path}.curve.points[${index}]`, 'spends must ascend');
    });
  }
}

function checkMeasures(problem: AllocationProblem): void {
  const { objective, targets } = problem;
  const measure = 'maximize' in objective ? objective.maximize : null;
  const floors = 'subjectTo' in objective ? objective.subjectTo : {};
  if ('subjectTo' in objective && Object.keys(floors).length === 0) {
    refuse('objective.subjectTo', 'wanted conversionsAtLeast, revenueAtLeast or profitAtLeast');
  }
  const countsConversions =
    measure === 'CONVERSIONS' ||
    floors.conversionsAtLeast !== undefined ||
    targets?.cpaAtMost !== undefined ||
    targets?.marginalCpaAtMost !== undefined;
  const countsRevenue =
    (measure !== null && measure !== 'CONVERSIONS') ||
    floors.revenueAtLeast !== undefined ||
    floors.profitAtLeast !== undefined ||
    targets?.roasAtLeast !== undefined ||
    targets?.marginalRoasAtLeast !== undefined;
  problem.units.forEach((unit, index) => {
    const isRevenueCurve = unit.curve.outcome === 'REVENUE';
    if (countsConversions && isRevenueCurve) {
      refuse(
        `units[${index}].curve.outcome`,
        `${quote(unit.id)} has a revenue curve, whose conversions are not known; the objective or a target counts conversions`,
      );
    }
    if (countsRevenue && !isRevenueCurve && unit.valuePerConversion === undefined) {
      refuse(
        `units[${index}].valuePerConversion`,
        `${quote(unit.id)} has a conversions curve; revenue and profit need its valuePerConversion`,
      );
    }
  });
}

function refuse(path: string, what: string): never {
  throw new ProblemFormatError(path, `${path}: ${what}.`);
}

const quote = (text: string) => JSON.stringify(text);
