import { expect, test } from 'vitest';
import { csvOf } from '../../web/export/csv.ts';

test.each([
  ['a formula', '=1+1', "'=1+1"],
  ['a call', '@SUM(A1)', "'@SUM(A1)"],
  ['a sum in disguise', '+1', "'+1"],
  ['a minus that is text', '-1+cmd', "'-1+cmd"],
  ['a tab before a formula', '\t=1', "'\t=1"],
  ['a comma', 'a, b', '"a, b"'],
  ['a quote', 'say "x"', '"say ""x"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['a negative number', -1.5, '-1.5'],
  ['nothing', null, ''],
  ['what is no number', Number.NaN, ''],
])('%s in a cell is written so that a spreadsheet reads it as it is', (_what, cell, written) => {
  expect(csvOf([[cell]])).toBe(`\uFEFF${written}\r\n`);
});
