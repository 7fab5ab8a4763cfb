import { describe, expect, it } from 'vitest';
import {
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from '../../../optimizer/experiment/distributions.ts';

describe('the distributions', () => {
  // Figures of scipy.stats 1.17.
  it.each([
    [-8, 6.22096057427174e-16],
    [-1.96, 0.024997895148220435],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [4.5, 0.9999966023268753],
  ])('are those of the standard normal at %d', (z, expected) => {
    expect(normalCdf(z) / expected).toBeCloseTo(1, 12);
  });

  it.each([
    [2.3, 7.5, 0.9737135519478155],
    [-4, 3, 0.014004228005073076],
    [0, 4, 0.5],
  ])("are Student's at t = %d with %d degrees of freedom", (t, df, expected) => {
    expect(studentCdf(t, df)).toBeCloseTo(expected, 12);
  });

  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 5, 2.5705818356363146],
    [0.9, 12.5, 1.3530668727547326],
    [0.995, 200, 2.600634436191558],
    [0.975, Number.POSITIVE_INFINITY, 1.959963984540054],
  ])('have the quantile of %d with %d degrees of freedom', (p, df, expected) => {
    expect(studentQuantile(p, df)).toBeCloseTo(expected, 10);
    expect(studentQuantile(1 - p, df)).toBeCloseTo(-expected, 10);
  });

  it('undo one another', () => {
    for (const p of [1e-9, 0.001, 0.2, 0.5, 0.7, 0.999])
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
  });
});
