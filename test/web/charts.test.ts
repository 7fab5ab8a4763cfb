import { describe, expect, test } from 'vitest';
import { areaPath, linePath } from '../../web/charts/path.ts';
import { nice, scaleLinear } from '../../web/charts/scale.ts';

describe('a linear scale', () => {
  test('takes the ends of the domain to the ends of the range', () => {
    const scale = scaleLinear([10, 20], [100, 0]);
    expect([scale(10), scale(15), scale(20)]).toEqual([100, 50, 0]);
  });

  test('stands still where the domain has no width', () => {
    expect(scaleLinear([5, 5], [0, 100])(5)).toBe(0);
  });

  test.each([
    [[0, 1], 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[0, 97], 5, [0, 20, 40, 60, 80]],
    [[3676, 12745], 4, [4000, 6000, 8000, 10000, 12000]],
    [[0, 0.3], 3, [0, 0.1, 0.2, 0.3]],
  ] as const)('over %j has about %d round ticks', (domain, count, ticks) => {
    expect(scaleLinear(domain, [0, 1]).ticks(count)).toEqual(ticks);
  });

  test('widens to round values', () => {
    expect(nice([0, 97])).toEqual([0, 100]);
    expect(nice([3, 3])).toEqual([3, 3]);
  });
});

describe('a path', () => {
  test('leaves a gap where there is no value', () => {
    expect(linePath([[0, 0], [1, 2], null, [3, 1.234]])).toBe('M0 0L1 2M3 1.23');
  });

  test('of a surface goes back along its lower edge', () => {
    const upper = [[0, 5], [1, 6], null] as const;
    const lower = [
      [0, 1],
      [1, 2],
      [2, 3],
    ] as const;
    expect(areaPath(upper, lower)).toBe('M0 5L1 6L1 2L0 1Z');
  });
});
