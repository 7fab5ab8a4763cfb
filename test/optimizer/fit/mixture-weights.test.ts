import { describe, expect, it } from 'vitest';
import { expectedShares, kindLattice } from '../../../optimizer/fit/mixture-weights.ts';

const EXPECTED = [0.5, 0.3, 0.2];
const lattice = kindLattice(EXPECTED, 6, 2);
const campaigns = (count: number, row: readonly number[]) =>
  Array.from({ length: count }, () => Float64Array.from(row));
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

describe('the kinds of an account’s campaigns', () => {
  it('are those expected where the data say nothing', () => {
    for (const shares of expectedShares(lattice, campaigns(5, [1, 1, 1]))) {
      shares.forEach((share, k) => {
        expect(share).toBeCloseTo(EXPECTED[k]!, 6);
      });
    }
  });

  it('show from many campaigns that each tell little', () => {
    const [few] = expectedShares(lattice, campaigns(2, [1, 1, 2]));
    const [many] = expectedShares(lattice, campaigns(40, [1, 1, 2]));
    expect(few![2]).toBeGreaterThan(EXPECTED[2]!);
    expect(many![2]).toBeGreaterThan(0.85);
    expect(sum(many!)).toBeCloseTo(1, 12);
  });

  it('are never ruled out', () => {
    const [shares] = expectedShares(lattice, campaigns(200, [1, 1e-3, 1e-3]));
    expect(shares![1]).toBeGreaterThan(0.005);
  });

  it('are told to each campaign by the others alone', () => {
    const others = campaigns(8, [1, 1.5, 1]);
    const [sure] = expectedShares(lattice, [Float64Array.of(0, 0, 1), ...others]);
    const [unsure] = expectedShares(lattice, [Float64Array.of(1, 1, 1), ...others]);
    sure!.forEach((share, k) => {
      expect(share).toBeCloseTo(unsure![k]!, 9);
    });
  });

  it('do not depend on the scale of a campaign’s evidence', () => {
    const rows = [Float64Array.of(1, 2, 3), Float64Array.of(2, 1, 1)];
    const scaled = rows.map((row, i) => row.map((value) => value * 10 ** (3 * i - 2)));
    expectedShares(lattice, scaled).forEach((shares, i) => {
      shares.forEach((share, k) => {
        expect(share).toBeCloseTo(expectedShares(lattice, rows)[i]![k]!, 9);
      });
    });
  });
});
