import { describe, expect, it } from 'vitest';
import type { Curve } from '../../../optimizer/curve/curve.ts';
import { baselineOf, rescale, responseAt, slopeAt } from '../../../optimizer/curve/evaluate.ts';
import { responseOf } from '../../../optimizer/curve/response.ts';

const curves: readonly Curve[] = [
  { family: 'POWER', scale: 3.1, exponent: 0.55 },
  { family: 'POWER', scale: 2, exponent: 1 },
  { family: 'LOG', scale: 21, halfSaturation: 500 },
  { family: 'NEGATIVE_EXPONENTIAL', scale: 90, halfSaturation: 800 },
  { family: 'LOGISTIC', scale: 90, halfSaturation: 300 },
  { family: 'HILL', scale: 320, halfSaturation: 2100, slope: 1 },
  { family: 'HILL', scale: 320, halfSaturation: 2100, slope: 0.6 },
  { family: 'HILL', scale: 320, halfSaturation: 2100, slope: 2.4 },
];
const named = curves.map((curve) => [JSON.stringify(curve), curve] as const);

describe('the formulas of the problem format', () => {
  it.each([
    [{ family: 'POWER', scale: 2, exponent: 0.5 }, 9, 6],
    [{ family: 'LOG', scale: 3, halfSaturation: 10 }, 10, 3 * Math.LN2],
    [{ family: 'NEGATIVE_EXPONENTIAL', scale: 10, halfSaturation: 5 }, 5, 10 * (1 - Math.exp(-1))],
    [{ family: 'LOGISTIC', scale: 10, halfSaturation: 5 }, 5, (10 * (1 - Math.exp(-1))) / (1 + Math.exp(-1))],
    [{ family: 'HILL', scale: 10, halfSaturation: 4, slope: 2 }, 8, (10 * 64) / (16 + 64)],
    [
      {
        family: 'PIECEWISE_LINEAR',
        points: [
          [0, 0],
          [10, 5],
          [20, 6],
        ],
      },
      15,
      5.5,
    ],
    [
      {
        family: 'PIECEWISE_LINEAR',
        scale: 2,
        points: [
          [10, 5],
          [20, 6],
        ],
      },
      5,
      5,
    ],
    [
      {
        family: 'PIECEWISE_LINEAR',
        points: [
          [0, 0],
          [10, 5],
        ],
      },
      99,
      5,
    ],
  ] satisfies [Curve, number, number][])('%o at %d', (curve, x, y) => {
    expect(responseAt(curve, x)).toBeCloseTo(y, 12);
  });

  it('leave the baseline out', () => {
    const curve: Curve = { family: 'LOG', scale: 3, halfSaturation: 10, baseline: 7 };
    expect(responseAt(curve, 0)).toBe(0);
    expect(baselineOf(curve)).toBe(7);
  });
});

describe.each(named)('%s', (_, curve) => {
  const response = responseOf(curve);
  const spends = [1e-3, 1, 40, 700, 2100, 9000, 1e6];

  it('has the slope and the bend of its values', () => {
    for (const x of spends) {
      const h = 1e-4 * x;
      const slope = (response.value(x + h) - response.value(x - h)) / (2 * h);
      expect(response.slope(x)).toBeCloseTo(slope, 6);
      const bend = (response.slope(x + h) - response.slope(x - h)) / (2 * h);
      expect(Math.abs(response.curvature(x) - bend)).toBeLessThanOrEqual(1e-5 * Math.abs(bend) + 1e-12);
    }
  });

  it('finds the spend of a slope on its concave part', () => {
    for (const x of spends) {
      if (x <= response.inflection || response.curvature(x) === 0) continue;
      const slope = response.slope(x);
      if (slope < 1e-290) continue;
      const found = response.spendAtSlope(slope);
      expect(Math.abs(response.slope(found) / slope - 1)).toBeLessThan(1e-9);
    }
  });

  it('stays finite at the ends of the number line', () => {
    for (const x of [0, 1e-300, 1e150, 1e300]) expect(Number.isFinite(response.value(x))).toBe(true);
    expect(slopeAt(curve, 1e300)).toBeGreaterThanOrEqual(0);
    expect(response.spendAtSlope(1e30)).toBeLessThanOrEqual(Math.max(1e-6, response.inflection));
  });

  it('is the same curve in other units', () => {
    const other = rescale(curve, 1000, 0.5);
    for (const x of spends) expect(responseAt(other, x / 1000)).toBeCloseTo(responseAt(curve, x) / 0.5, 6);
  });
});
