import { describe, expect, it, test } from 'vitest';
import type { Output } from '../../cli/io.ts';
import {
  formatChange,
  formatDay,
  formatDuration,
  formatGap,
  formatNumber,
  formatRelativeChange,
  formatShare,
  formatSignificant,
} from '../../cli/terminal/number.ts';
import { createProgress } from '../../cli/terminal/progress.ts';
import { PLAIN, styleFor } from '../../cli/terminal/style.ts';
import { arrows, renderTable } from '../../cli/terminal/table.ts';
import { displayWidth, truncated, wrapped } from '../../cli/terminal/width.ts';

describe('numbers', () => {
  test.each([
    [formatNumber(1234567.891, 2), '1,234,567.89'],
    [formatNumber(-1234.5, 1), '−1,234.5'],
    [formatNumber(-0.001, 2), '0.00'],
    [formatNumber(null), '–'],
    [formatNumber(Number.POSITIVE_INFINITY), '–'],
    [formatChange(12.345, 2), '+12.35'],
    [formatChange(-12.3, 1), '−12.3'],
    [formatChange(0.0001, 2), '0.00'],
    [formatChange(undefined), '–'],
    [formatShare(0.1234), '12.3 %'],
    [formatShare(null), '–'],
    [formatRelativeChange(-0.3), '−30 %'],
    [formatRelativeChange(1), '+100 %'],
    [formatSignificant(0.001234), '0.00123'],
    [formatSignificant(1234.5), '1,235'],
    [formatSignificant(0), '0'],
    [formatSignificant(1.5e-9), '1.50e−9'],
    [formatGap(0), '0'],
    [formatGap(7e-7), 'below 1e-6'],
    [formatGap(0.0123), '1.23 %'],
    [formatGap(null), 'not proven'],
    [formatDuration(0.42), '0.4 ms'],
    [formatDuration(412.4), '412 ms'],
    [formatDuration(3210), '3.21 s'],
    [formatDay('2025-09-03'), '3 Sep 2025'],
  ])('%s is written as %s', (written, wanted) => expect(written).toBe(wanted));
});

describe('width', () => {
  test.each([
    ['plain', 5],
    ['Größe → „ß“', 11],
    ['広告', 4],
    ['e\u0301', 1],
    ['🎯 Search', 9],
    ['\x1b[32mgreen\x1b[39m', 5],
    ['', 0],
  ])('%j takes %d columns', (text, width) => expect(displayWidth(text)).toBe(width));

  it('truncates without cutting a wide character in half', () => {
    expect(truncated('広告キャンペーン', 6)).toBe('広告…');
    expect(truncated('short', 10)).toBe('short');
    expect(truncated('anything', 0)).toBe('');
  });

  it('wraps at spaces and truncates a word that is longer than the line', () => {
    expect(wrapped('held near current: spend hardly varied', 14)).toEqual([
      'held near',
      'current: spend',
      'hardly varied',
    ]);
    expect(wrapped('incomprehensibilities', 8)).toEqual(['incompr…']);
  });
});

describe('a table', () => {
  const columns = [
    { header: 'Campaign', narrow: 'truncate' },
    { header: 'Spend', align: 'right' },
    { header: 'Why', narrow: 'wrap' },
  ] as const;

  it('puts numbers on the right, under one another, and totals under a rule', () => {
    const text = renderTable(
      columns,
      [
        ['Brand', '9.50', ''],
        ['広告', '1,200.00', 'at its cap'],
      ],
      {
        footer: ['Total', '1,209.50', ''],
      },
    );
    expect(text).toBe(
      [
        'Campaign     Spend  Why',
        '──────────────────────────────',
        'Brand         9.50',
        '広告      1,200.00  at its cap',
        '──────────────────────────────',
        'Total     1,209.50',
        '',
      ].join('\n'),
    );
  });

  it('keeps within the width: wraps what can be wrapped, then truncates names, never a figure', () => {
    const why = 'held near its current spend because that spend hardly ever varied';
    const text = renderTable(columns, [['A campaign with a name of some length', '1,234,567.89', why]], {
      width: 60,
    });
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(60);
    expect(text).toContain('1,234,567.89');
    expect(text.replace(/\s+/g, ' ')).toContain('hardly ever varied');
  });

  it('paints the text and not the blanks around it', () => {
    const paint = (text: string) => `<${text}>`;
    expect(renderTable([{ header: 'x', align: 'right' }], [[{ text: '1', paint }], ['1000']])).toContain(
      '   <1>\n',
    );
  });

  it('lines up both sides of an arrow', () => {
    expect(
      arrows([
        ['9.1', '12.0'],
        ['100.4', '–'],
      ]),
    ).toEqual(['  9.1 → 12.0', '100.4 →    –']);
  });
});

describe('colour', () => {
  test.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('on %s', (_, isTerminal, env, isColoured) => {
    expect(styleFor({ isTerminal }, env) !== PLAIN).toBe(isColoured);
  });
});

describe('progress', () => {
  const target = (isTerminal: boolean) => {
    const writes: string[] = [];
    const output: Output = {
      isTerminal,
      columns: 40,
      write: async (text) => {
        writes.push(text);
      },
    };
    return { writes, output };
  };

  it('is silent where nobody watches', () => {
    const { writes, output } = target(false);
    const progress = createProgress(output);
    progress.step('Fitting', 1, 2);
    progress.clear();
    expect(writes).toEqual([]);
  });

  it('rewrites one line, within the width, and wipes it at the end', () => {
    const { writes, output } = target(true);
    const progress = createProgress(output);
    progress.step('Fitting a great many campaigns of the workspace', 1, 2);
    progress.clear();
    expect(writes[0]).toContain('██████████░░░░░░░░░░ 1/2  Fitting');
    expect(displayWidth(writes[0]?.replace('\r\x1b[2K', '') ?? '')).toBeLessThan(40);
    expect(writes.at(-1)).toBe('\r\x1b[2K');
  });
});
