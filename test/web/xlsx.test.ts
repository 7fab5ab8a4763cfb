import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readExport } from '../../planning/import/read-export.ts';
import type { Cell } from '../../web/export/cell.ts';
import { xlsxOf } from '../../web/export/xlsx.ts';
import { zipOf } from '../../web/export/zip.ts';

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const sheetWith = (cell: Cell) => textOf(xlsxOf([{ name: 'sheet', rows: [['head'], [cell]] }]));

describe('a workbook', () => {
  test('is read by the import as what was written: days, names and numbers', async () => {
    const rows = [
      ['date', 'channel', 'campaign', 'spend', 'impressions', 'clicks', 'conversions', 'revenue'],
      [{ day: '2026-10-30' }, 'search', '=Brand & <Co>', 12.5, 100, 10, 2, 80.25],
      [{ day: '2026-10-31' }, 'search', '=Brand & <Co>', 13.75, 110, 11, 3, null],
    ];
    const bytes = xlsxOf([
      { name: 'plan', rows },
      { name: 'about', rows: [['what', 'value']] },
    ]);
    const read = await readExport({ name: 'plan.xlsx', bytes, currency: 'EUR' });
    expect(read.refusals).toEqual([]);
    expect(
      read.rows.map(({ date, campaignName, spendMicros, conversions }) => [
        date,
        campaignName,
        Number(spendMicros) / 1e6,
        conversions,
      ]),
    ).toEqual([
      ['2026-10-30', '=Brand & <Co>', 12.5, 2],
      ['2026-10-31', '=Brand & <Co>', 13.75, 3],
    ]);
  });

  test.each(['=1+1', '@SUM(A1)', '+1', '-1+cmd', '\t=1'])('holds %j as text and no formula', (text) => {
    const sheet = sheetWith(text);
    expect(sheet).toContain(`t="inlineStr"><is><t xml:space="preserve">${text}</t>`);
    expect(sheet).not.toMatch(/<f[ >]/);
  });

  test('leaves out what is nothing, no number, or no character of XML', () => {
    expect(sheetWith(null)).toContain('<row r="2"></row>');
    expect(sheetWith(Number.NaN)).toContain('<row r="2"></row>');
    expect(sheetWith('a\u0000b\uFFFFc')).toContain('>abc</t>');
  });

  test('names columns beyond Z', () => {
    const rows = [Array.from({ length: 703 }, () => 1)];
    const sheet = textOf(xlsxOf([{ name: 'wide', rows }]));
    for (const column of ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']) expect(sheet).toContain(`r="${column}1"`);
  });
});

test('an archive states each file’s size and checksum', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const bytes = Buffer.from(zipOf({ 'a.txt': text }));
      const content = Buffer.from(text);
      expect(bytes.readUInt32LE(14)).toBe(crc32(content));
      expect(bytes.readUInt32LE(22)).toBe(content.length);
      expect(bytes.subarray(35, 35 + content.length)).toEqual(content);
    }),
  );
});
