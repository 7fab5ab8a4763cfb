import { describe, expect, it } from 'vitest';
import { orderShownBy, parseDate, parsePeriod } from '../../../planning/import/dates.ts';
import {
  decimalToMicros,
  isAbsent,
  looksLikeMicros,
  plainDecimal,
  signShownBy,
} from '../../../planning/import/numbers.ts';

describe('what a number shows of the decimal sign', () => {
  it.each([
    { cell: '1,234', sign: null },
    { cell: '1.234', sign: null },
    { cell: '56', sign: null },
    { cell: '1,234.5', sign: '.' },
    { cell: '1,234,567', sign: '.' },
    { cell: '12,5', sign: ',' },
    { cell: '1.234,56', sign: ',' },
    { cell: '0,125', sign: ',' },
    { cell: '1 020,50', sign: ',' },
    { cell: '1\u202f020,50', sign: ',' },
    { cell: '1234.567', sign: '.' },
    { cell: "1'234.50", sign: '.' },
  ])('$cell → $sign', ({ cell, sign }) => {
    expect(signShownBy(cell)).toBe(sign);
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
    { cell: '12 34', sign: '.', decimal: null },
    { cell: '1 234\t56', sign: '.', decimal: null },
    { cell: '1 234 567,5 ₽', sign: ',', decimal: '1234567.5' },
    { cell: '1 234,5', sign: ',', decimal: '1234.5' },
    { cell: "1'234.50", sign: '.', decimal: '1234.50' },
    { cell: 0.1 + 0.2, sign: ',', decimal: '0.3' },
    { cell: 0.0000004, sign: '.', decimal: '0' },
    { cell: 1e21, sign: '.', decimal: null },
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
    { cell: '1. September 2026', date: '2026-09-01' },
    { cell: '1 sept. 2026', date: '2026-09-01' },
    { cell: '15 août 2026', date: '2026-08-15' },
    { cell: '3 juil. 2026', date: '2026-07-03' },
    { cell: '3 juin 2026', date: '2026-06-03' },
    { cell: '1 de setembro de 2026', date: '2026-09-01' },
    { cell: '1 de set. de 2026', date: '2026-09-01' },
    { cell: '7 de ene. de 2026', date: '2026-01-07' },
    { cell: '1 сентября 2026 г.', date: '2026-09-01' },
    { cell: '31 мая 2026\u00a0г.', date: '2026-05-31' },
    { cell: '3 jui 2026', date: null },
    { cell: '2026/10/31', date: '2026-10-31' },
    { cell: '2026-10-31 14:05:22 +0100', date: '2026-10-31' },
    { cell: '10/31/2026 11:59:59 PM', date: '2026-10-31' },
    { cell: '31/10/2026', date: null },
    { cell: '31.10.26', date: null },
    { cell: '2026-02-29', date: null },
    { cell: 'Smarch 1, 2026', date: null },
    { cell: '', date: null },
  ])('$cell → $date', ({ cell, date }) => {
    expect(parseDate(cell, 'MONTH_FIRST')).toBe(date);
  });

  it.each([
    { cell: '13/9/2026', order: 'DAY_FIRST' },
    { cell: '9/13/2026', order: 'MONTH_FIRST' },
    { cell: '13-9-2026', order: 'DAY_FIRST' },
    { cell: '9/8/2026', order: null },
    { cell: '2026-09-08', order: 'NONE' },
    { cell: '8.9.2026', order: 'NONE' },
  ])('$cell shows the order $order', ({ cell, order }) => {
    expect(orderShownBy(cell)).toBe(order);
    if (order === null) expect(parseDate(cell, null)).toBeNull();
  });

  it.each([
    { text: '"September 1, 2026 - September 30, 2026"', period: { from: '2026-09-01', to: '2026-09-30' } },
    { text: 'Aug 1, 2026', period: { from: '2026-08-01', to: '2026-08-01' } },
    { text: 'September 30, 2026 - September 1, 2026', period: null },
    { text: '1. September 2026 – 30. September 2026', period: { from: '2026-09-01', to: '2026-09-30' } },
    { text: '9/1/2026 - 9/30/2026', period: null },
    { text: 'All time', period: null },
  ])('$text is the period $period', ({ text, period }) => {
    expect(parsePeriod(text)).toEqual(period);
  });
});

describe('micros', () => {
  it.each([
    { cell: '12340000', looks: true },
    { cell: 10_000, looks: true },
    { cell: '12,340,000', looks: false },
    { cell: '12345', looks: false },
    { cell: '10000.00', looks: false },
    { cell: '0', looks: false },
  ])('$cell looks like them: $looks', ({ cell, looks }) => {
    expect(looksLikeMicros(cell)).toBe(looks);
  });
});
