import { describe, expect, it } from 'vitest';
import { dateOrderOf, parseDate, parsePeriod } from '../../../planning/import/dates.ts';
import { decimalSignOf, decimalToMicros, isAbsent, plainDecimal } from '../../../planning/import/numbers.ts';

describe('the decimal sign of a column', () => {
  it.each([
    { cells: ['1,234', '56'], sign: '.' },
    { cells: ['1,234.5'], sign: '.' },
    { cells: ['1,234,567'], sign: '.' },
    { cells: ['1,234', '12,5'], sign: ',' },
    { cells: ['1.234,56'], sign: ',' },
    { cells: ['0,125'], sign: ',' },
    { cells: ['1 020,50'], sign: ',' },
    { cells: ['1234.567'], sign: '.' },
    { cells: [], sign: '.' },
    { cells: ['1.5', '2', '2,5'], sign: { contradictedAt: 2 } },
  ])('$cells → $sign', ({ cells, sign }) => {
    expect(decimalSignOf(cells)).toEqual(sign);
  });
});

describe('a number', () => {
  it.each([
    { cell: '1,234.56', sign: '.', decimal: '1234.56' },
    { cell: '€1,234', sign: '.', decimal: '1234' },
    { cell: '.5', sign: '.', decimal: '0.5' },
    { cell: '-.5', sign: '.', decimal: '-0.5' },
    { cell: '1\u202f020,50', sign: ',', decimal: '1020.50' },
    { cell: '12,34', sign: '.', decimal: null },
    { cell: '1,23,456', sign: '.', decimal: null },
    { cell: '1.2.3', sign: '.', decimal: null },
    { cell: '12%', sign: '.', decimal: null },
    { cell: '1e3', sign: '.', decimal: null },
    { cell: '-', sign: '.', decimal: null },
  ] as const)('$cell → $decimal', ({ cell, sign, decimal }) => {
    expect(plainDecimal(cell, sign)).toBe(decimal);
  });

  it.each([
    { decimal: '0.1', micros: 100_000n },
    { decimal: '-12.3456785', micros: -12_345_679n },
    { decimal: '12.340000000000002', micros: 12_340_000n },
    { decimal: '9007199254740993', micros: 9_007_199_254_740_993_000_000n },
  ])('$decimal is $micros micros', ({ decimal, micros }) => {
    expect(decimalToMicros(decimal)).toBe(micros);
  });

  it.each(['', ' ', '--', ' --', '—', '\u00a0-'])('%j is no figure', (cell) => {
    expect(isAbsent(cell)).toBe(true);
  });

  it.each(['0', '-1', 'n/a'])('%j is not "no figure"', (cell) => {
    expect(isAbsent(cell)).toBe(false);
  });
});

describe('a date', () => {
  it.each([
    { cell: '2026-10-31', date: '2026-10-31' },
    { cell: '10/31/2026', date: '2026-10-31' },
    { cell: '31.10.2026', date: '2026-10-31' },
    { cell: 'October 31, 2026', date: '2026-10-31' },
    { cell: 'Oct 31, 2026', date: '2026-10-31' },
    { cell: '1 Sept. 2026', date: '2026-09-01' },
    { cell: '31/10/2026', date: null },
    { cell: '2026-02-29', date: null },
    { cell: 'Smarch 1, 2026', date: null },
    { cell: '', date: null },
  ])('$cell → $date', ({ cell, date }) => {
    expect(parseDate(cell)).toBe(date);
  });

  it.each([
    { cells: ['9/8/2026', '13/9/2026'], order: 'DAY_FIRST' },
    { cells: ['9/8/2026', '9/13/2026'], order: 'MONTH_FIRST' },
    { cells: ['9/8/2026'], order: 'AMBIGUOUS' },
    { cells: ['13/9/2026', '9/13/2026'], order: 'CONTRADICTORY' },
    { cells: ['2026-09-08'], order: 'MONTH_FIRST' },
  ])('$cells are $order', ({ cells, order }) => {
    expect(dateOrderOf(cells)).toBe(order);
  });

  it.each([
    { text: '"September 1, 2026 - September 30, 2026"', period: { from: '2026-09-01', to: '2026-09-30' } },
    { text: 'Aug 1, 2026', period: { from: '2026-08-01', to: '2026-08-01' } },
    { text: 'September 30, 2026 - September 1, 2026', period: null },
    { text: 'All time', period: null },
  ])('$text is the period $period', ({ text, period }) => {
    expect(parsePeriod(text)).toEqual(period);
  });
});
