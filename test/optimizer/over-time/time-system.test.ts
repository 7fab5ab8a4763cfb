import { describe, expect, it } from 'vitest';
import {
  SmoothTimeSystem,
  type Ties,
} from '../../../optimizer/over-time/interior-point/smooth-time-system.ts';
import { CarrySystem, type Freedom } from '../../../optimizer/over-time/interior-point/time-system.ts';
import { randomOf } from '../allocate/random-problems.ts';

const PERIODS = 6;
const CARRY_OVER = 0.6;

describe('a chain in time', () => {
  it.each([
    ['without ties', false, ['FREE', 'FREE', 'FREE', 'FREE', 'FREE', 'FREE']],
    ['with fixed periods', false, ['FIXED', 'FREE', 'FREE', 'FIXED', 'FREE', 'FREE']],
    ['with ties between neighbours', true, ['FREE', 'FREE', 'FREE', 'FREE', 'FREE', 'FREE']],
    ['with ties and fixed periods', true, ['FREE', 'FREE', 'FIXED', 'FREE', 'FREE', 'FIXED']],
    ['with one decision for all periods', true, ['FREE', 'TIED', 'TIED', 'TIED', 'TIED', 'TIED']],
  ] satisfies [string, boolean, Freedom[]][])('solves its equations (%s)', (_, isTied, freedom) => {
    const random = randomOf(11);
    const draw = () => Float64Array.from({ length: PERIODS }, () => 0.1 + random());
    const [effect, weight, bend, b] = [draw(), draw(), draw(), draw()];
    const steady = freedom.some((kind) => kind === 'TIED');
    const [rise, fall] =
      isTied && !steady ? [draw(), draw()] : [new Float64Array(PERIODS), new Float64Array(PERIODS)];
    rise[0] = 0;
    fall[0] = 0;
    if (steady) weight.fill(0, 1);
    const ties = randomTies(random, freedom);
    const system = isTied
      ? new SmoothTimeSystem(CARRY_OVER, effect, freedom, ties)
      : new CarrySystem(CARRY_OVER, effect, freedom);
    system.factorize(weight, bend, rise, fall);
    const x = new Float64Array(PERIODS);
    system.solve(b, x);

    const product = times({ effect, weight, bend, rise, fall, ties }, x);
    const missing = product.map((value, t) => value - b[t]!);
    if (steady) {
      expect(new Set(x).size).toBe(1);
      expect(missing.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
    } else {
      freedom.forEach((kind, t) => {
        if (kind === 'FIXED') expect(x[t]).toBe(0);
        else expect(missing[t]).toBeCloseTo(0, 10);
      });
    }
  });

  it('keeps its digits when weights differ by twenty orders of magnitude', () => {
    const effect = new Float64Array(PERIODS).fill(0.4);
    const weight = Float64Array.of(1e-8, 1e12, 1e12, 1e12, 1e12, 1e-8);
    const bend = new Float64Array(PERIODS).fill(1);
    const none = new Float64Array(PERIODS);
    const freedom = new Array<Freedom>(PERIODS).fill('FREE');
    const system = new CarrySystem(CARRY_OVER, effect, freedom);
    system.factorize(weight, bend);
    const x = new Float64Array(PERIODS);
    system.solve(new Float64Array(PERIODS).fill(1), x);
    const zeros = { riseNow: none, riseBefore: none, fallNow: none, fallBefore: none };
    const product = times({ effect, weight, bend, rise: none, fall: none, ties: zeros }, x);
    product.forEach((value) => {
      expect(value).toBeCloseTo(1, 9);
    });
  });
});

function randomTies(random: () => number, freedom: readonly Freedom[]): Ties {
  // A fixed period has no width, and neither have its coefficients.
  const moves = (t: number) => (t >= 0 && freedom[t] !== 'FIXED' ? 1 : 0);
  const now = (sign: number) => Float64Array.from(freedom, (_, t) => sign * moves(t) * (0.5 + random()));
  const before = (sign: number) =>
    Float64Array.from(freedom, (_, t) => sign * moves(t - 1) * (0.5 + random()));
  return { riseNow: now(1), riseBefore: before(-1), fallNow: now(-1), fallBefore: before(1) };
}

interface Parts {
  readonly effect: Float64Array;
  readonly weight: Float64Array;
  readonly bend: Float64Array;
  readonly rise: Float64Array;
  readonly fall: Float64Array;
  readonly ties: Ties;
}

/** (W + N + Lᵀ H L)·x, term by term. */
function times({ effect, weight, bend, rise, fall, ties }: Parts, x: Float64Array): Float64Array {
  const stocks = new Float64Array(PERIODS);
  x.forEach((value, t) => {
    stocks[t] = CARRY_OVER * (stocks[t - 1] ?? 0) + effect[t]! * value;
  });
  const product = new Float64Array(PERIODS);
  let worth = 0;
  for (let t = PERIODS - 1; t >= 0; t--) {
    worth = bend[t]! * stocks[t]! + CARRY_OVER * worth;
    product[t] = product[t]! + weight[t]! * x[t]! + effect[t]! * worth;
    if (t === 0) continue;
    const up = rise[t]! * (ties.riseNow[t]! * x[t]! + ties.riseBefore[t]! * x[t - 1]!);
    const down = fall[t]! * (ties.fallNow[t]! * x[t]! + ties.fallBefore[t]! * x[t - 1]!);
    product[t] = product[t]! + ties.riseNow[t]! * up + ties.fallNow[t]! * down;
    product[t - 1] = product[t - 1]! + ties.riseBefore[t]! * up + ties.fallBefore[t]! * down;
  }
  return product;
}
