import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../optimizer/problem/parse.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../optimizer/problem/result.ts';

const FOLDER = new URL('../../examples/problems/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const read = (name: string) => parseProblem(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));

const solved = new Map<string, { problem: AllocationProblem; result: AllocationResult }>();
function solve(name: string) {
  const known = solved.get(name) ?? { problem: read(name), result: allocate(read(name)) };
  solved.set(name, known);
  return known;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const spendOf = ({ units }: AllocationResult, id: string) =>
  units.find((unit) => unit.id === id)?.spend ?? Number.NaN;
const outcome = ({ units }: AllocationResult) => sum(units.map(({ outcomeAfter }) => outcomeAfter ?? 0));
const moved = ({ units }: AllocationResult) => units.filter(({ spend, current }) => spend !== current);
const kinds = ({ bindingConstraints }: AllocationResult) => bindingConstraints.map(({ kind }) => kind);

describe('the example problems', () => {
  it.each(names.filter((name) => name !== 'infeasible.json'))('%s is solved to a proven optimum', (name) => {
    const { problem, result } = solve(name);
    expect(result).toMatchObject({ name: problem.name, status: 'OPTIMAL', infeasibility: null });
    expect(result.relativeGap).toBeLessThanOrEqual(1e-4);
    const breach = Math.max(...Object.values(result.violations ?? { none: Number.NaN }));
    expect(breach).toBeLessThanOrEqual(1e-9 * (result.totalSpend ?? 0));
  });

  it('infeasible.json says what clashes', () => {
    expect(solve('infeasible.json').result.infeasibility?.constraints.length).toBeGreaterThan(1);
  });

  it('target-cpa.json spends less than it may, to keep the CPA', () => {
    const { result } = solve('target-cpa.json');
    expect((result.totalSpend ?? 0) / outcome(result)).toBeCloseTo(22, 6);
    expect(result.totalSpend).toBeLessThan(12_000);
    expect(kinds(result)).toContain('CPA');
  });

  it('roi.json spends the least that it has to, where returns are best', () => {
    const { result } = solve('roi.json');
    expect(result.totalSpend).toBeCloseTo(3_000, 6);
    expect(result.objectiveValue).toBeGreaterThan(result.currentValue);
  });

  it('min-spend.json brings what is asked for and proves a lower bound', () => {
    const { result } = solve('min-spend.json');
    expect(result.totalSpend).toBeLessThan(result.currentValue);
    expect(result.lowerBound).toBeLessThanOrEqual(result.totalSpend ?? 0);
    expect(kinds(result)).toContain('OUTCOME_FLOOR');
  });

  it('steps-and-min-if-on.json keeps to steps, and runs one of two new channels', () => {
    const { result } = solve('steps-and-min-if-on.json');
    for (const { spend } of result.units) expect(Math.abs(spend ?? 1) % 50).toBe(0);
    expect(spendOf(result, 'podcast')).toBe(600);
    expect(spendOf(result, 'display')).toBeCloseTo(0, 12);
  });

  it('few-moves.json leaves three units exactly where they are', () => {
    const { result } = solve('few-moves.json');
    expect(moved(result)).toHaveLength(3);
    expect(sum(moved(result).map(({ spend, current }) => Math.abs((spend ?? 0) - current))) / 2).toBeLessThan(
      700 + 1e-6,
    );
  });

  it('s-shaped.json switches one curve off to let the others take off', () => {
    expect(spendOf(solve('s-shaped.json').result, 'connected-tv')).toBe(0);
  });

  it('piecewise-linear.json stands at points of the simulations, but for one', () => {
    const { problem, result } = solve('piecewise-linear.json');
    const atPoint = problem.units.filter(
      ({ id, curve }) =>
        curve.family === 'PIECEWISE_LINEAR' && curve.points.some(([x]) => x === spendOf(result, id)),
    );
    expect(atPoint.length).toBeGreaterThanOrEqual(2);
  });

  it('frontier.json answers its four questions', () => {
    const { answers } = solve('frontier.json').result;
    const values = answers?.frontier?.points.map(({ objectiveValue }) => objectiveValue ?? 0) ?? [];
    expect(values).toHaveLength(29);
    expect([...values].sort((a, b) => a - b)).toEqual(values);
    expect(answers?.frontier?.targets[0]?.point?.cpa).toBeCloseTo(20, 6);
    expect(answers?.constraintCosts?.map(({ kind }) => kind)).toEqual(['UNIT_MIN', 'LOCKED']);
    expect(answers?.widerRoom?.gain).toBeGreaterThan(0);
    expect(answers?.fewestMoves?.shareOfGain).toBeGreaterThanOrEqual(0.95);
  });

  it('risk-averse.json gives up some of the mean for a better worst case', () => {
    const problem = read('risk-averse.json');
    const { result } = solve('risk-averse.json');
    const neutral = allocate({ ...problem, risk: { aversion: 0, tail: 0.2 } });
    expect(result.uncertainty?.draws).toBe(20);
    expect(result.uncertainty?.tailValue).toBeGreaterThan(neutral.uncertainty?.tailValue ?? Infinity);
    expect(result.uncertainty?.expectedValue).toBeLessThan(neutral.uncertainty?.expectedValue ?? -Infinity);
    expect(spendOf(result, 'social')).toBeLessThan(spendOf(neutral, 'social'));
  });

  it('periods.json plans each month', () => {
    const { problem, result } = solve('periods.json');
    expect(result.periods?.map(({ id }) => id)).toEqual(['october', 'november', 'december']);
    expect(sum(result.periods?.map(({ spend }) => spend) ?? [])).toBeCloseTo(300_000, 3);
    result.periods?.forEach(({ spend }, t) => {
      expect(spend).toBeLessThanOrEqual((problem.periods?.[t]?.budget?.atMost ?? 0) * (1 + 1e-9));
    });
    const [, november = 0, december = 0] = result.periods?.map(({ spend }) => spend) ?? [];
    expect(november + december).toBeGreaterThan(180_000 * (1 - 1e-9));
  });
});
