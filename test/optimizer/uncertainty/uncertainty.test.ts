import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { Curve } from '../../../optimizer/curve/curve.ts';
import { mixtureOf } from '../../../optimizer/curve/mixture.ts';
import { responseOf } from '../../../optimizer/curve/response.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';
import { tailWeights } from '../../../optimizer/uncertainty/outcomes.ts';
import { randomOf } from '../allocate/random-problems.ts';

const random = randomOf(11);
const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());

/** A unit whose curve is known only to a spread of its scale. */
function uncertain(id: string, scale: number, spread: number): Unit {
  const curve: Curve = { family: 'LOG', scale, halfSaturation: 300 };
  const draws = Array.from(
    { length: 60 },
    (): Curve => ({ ...curve, scale: scale * Math.exp(spread * normal()) }),
  );
  return { id, current: 1000, max: 2500, curve, draws };
}

const problem: AllocationProblem = {
  objective: { maximize: 'CONVERSIONS' },
  budget: { equal: 3000 },
  units: [uncertain('sure', 50, 0.02), uncertain('likely', 50, 0.25), uncertain('wild', 56, 0.9)],
};
const spendsOf = (result: ReturnType<typeof allocate>) =>
  result.units.map(({ spend }) => spend ?? Number.NaN);

describe('a plan under uncertainty', () => {
  it('maximises the mean of the draws and is judged in every one of them', () => {
    const result = allocate(problem);
    expect(result.status).toBe('OPTIMAL');
    expect(result.uncertainty?.draws).toBe(60);
    expect(result.uncertainty?.expectedValue).toBeCloseTo(result.objectiveValue ?? 0, 6);
    const [low, high] = result.uncertainty?.interval ?? [0, 0];
    expect(low).toBeLessThan(result.objectiveValue ?? 0);
    expect(high).toBeGreaterThan(low);
    expect(result.uncertainty?.gain.mean).toBeGreaterThanOrEqual(0);
  });

  it('gives an uncertain unit less the more averse it is, at the price of some of the mean', () => {
    const results = [0, 0.4, 0.8].map((aversion) => allocate({ ...problem, risk: { aversion, tail: 0.1 } }));
    const wild = results.map((result) => spendsOf(result)[2] ?? 0);
    const tails = results.map(({ uncertainty }) => uncertainty?.tailValue ?? 0);
    const means = results.map(({ uncertainty }) => uncertainty?.expectedValue ?? 0);
    for (let k = 1; k < results.length; k++) {
      expect(wild[k]).toBeLessThan(wild[k - 1] ?? 0);
      expect(tails[k]).toBeGreaterThan(tails[k - 1] ?? 0);
      expect(means[k]).toBeLessThanOrEqual((means[k - 1] ?? 0) * (1 + 1e-6));
    }
  });

  it('is proven within a stated gap when averse', () => {
    const { relativeGap, upperBound, objectiveValue } = allocate({ ...problem, risk: { aversion: 0.5 } });
    expect(relativeGap).toBeLessThan(5e-4);
    expect(upperBound).toBeGreaterThanOrEqual(objectiveValue ?? 0);
  });

  it('says how likely a target is met', () => {
    const { uncertainty } = allocate({ ...problem, targets: { cpaAtMost: 13 } });
    expect(uncertainty?.probabilityTargetsMet).toBeGreaterThan(0);
    expect(uncertainty?.probabilityTargetsMet).toBeLessThan(1);
  });

  it('tells units whose share the data do not settle', () => {
    const shares = allocate(problem).uncertainty?.shares ?? [];
    const width = (id: string) => {
      const [low, high] = shares.find((share) => share.id === id)?.interval ?? [0, 0];
      return high - low;
    };
    expect(width('wild')).toBeGreaterThan(0.1);
  });

  it('answers the same twice', () => {
    expect(spendsOf(allocate(problem))).toEqual(spendsOf(allocate(problem)));
  });

  it.each([
    [
      {
        objective: { maximize: 'ROI' as const },
        units: problem.units.map((u) => ({ ...u, valuePerConversion: 9 })),
      },
    ],
    [{ targets: { cpaAtMost: 9 } }],
  ])('refuses aversion where it has no meaning yet', (change) => {
    expect(() => allocate({ ...problem, ...change, risk: { aversion: 0.5 } })).toThrow(
      /risk.aversion is not supported/,
    );
  });
});

describe('the mean of draws', () => {
  const curves: Curve[] = [
    { family: 'LOG', scale: 50, halfSaturation: 300 },
    { family: 'NEGATIVE_EXPONENTIAL', scale: 80, halfSaturation: 900 },
    { family: 'HILL', scale: 90, halfSaturation: 700, slope: 0.8 },
  ];

  it('is a response like any other', () => {
    const mixture = mixtureOf(curves);
    for (const x of [1, 50, 700, 5000]) {
      const expected = curves.reduce((sum, curve) => sum + responseOf(curve).value(x) / 3, 0);
      expect(mixture.value(x)).toBeCloseTo(expected, 10);
      expect(mixture.slope(mixture.spendAtSlope(mixture.slope(x))) / mixture.slope(x)).toBeCloseTo(1, 9);
    }
  });

  it('of S-shaped draws keeps its bound above what trying a grid finds', () => {
    const draws = [400, 900, 1600].map(
      (halfSaturation): Curve => ({ family: 'HILL', scale: 60, halfSaturation, slope: 3 }),
    );
    const steep: Unit = { id: 'steep', current: 500, max: 3000, curve: draws[1] as Curve, draws };
    const other: Unit = {
      id: 'other',
      current: 500,
      max: 3000,
      curve: { family: 'LOG', scale: 12, halfSaturation: 200 },
    };
    const result = allocate({ objective: problem.objective, budget: { equal: 2000 }, units: [steep, other] });
    const [a, b] = [mixtureOf(draws), responseOf(other.curve)];
    const grid = Array.from({ length: 2001 }, (_, x) => a.value(x) + b.value(2000 - x));
    expect(result.upperBound).toBeGreaterThanOrEqual(Math.max(...grid) - 1e-9);
    expect(result.objectiveValue).toBeGreaterThanOrEqual(Math.max(...grid) * (1 - 2e-3));
  });
});

it('the weights of a tail sum to one and take the last draw in part', () => {
  const weights = tailWeights(Float64Array.of(5, 1, 3, 2, 4), 0.3);
  expect([...weights].map((weight) => Math.round(1000 * weight) / 1000)).toEqual([0, 0.667, 0, 0.333, 0]);
});
