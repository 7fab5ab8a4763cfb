import { describe, expect, it } from 'vitest';
import { drawNonNegative, logNormalCdf } from '../../../../optimizer/fit/media-mix/truncated-normal.ts';
import { uniformSource } from '../../../../optimizer/fit/random.ts';

describe('the normal distribution cut off at zero', () => {
  // Of R's pnorm(z, log.p = TRUE).
  it.each([
    [0, -Math.LN2],
    [1.5, -0.06914345],
    [-2, -3.783184],
    [-5.5, -17.77937],
    [-20, -203.9172],
  ])('log Φ(%d) = %d', (z, expected) => {
    expect(logNormalCdf(z)).toBeCloseTo(expected, 3);
  });

  it.each([
    [1, 1, 1.2876],
    [-1, 1, 0.52514],
    [-8, 1, 0.12223],
  ])('draws from Normal(%d, %d²) given that it is not negative have mean %d', (mean, sd, expected) => {
    const random = uniformSource(7);
    const draws = Array.from({ length: 20_000 }, () => drawNonNegative(mean, sd, random));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(draws.reduce((a, b) => a + b, 0) / draws.length / expected).toBeCloseTo(1, 1);
  });
});
