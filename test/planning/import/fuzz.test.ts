import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { ParsedExport } from '../../../planning/import/parsed-export.ts';
import { readExport } from '../../../planning/import/read-export.ts';
import { fixture, workbookOf, zipOf } from './packed.ts';

/** One of each kind of table, in UTF-8 and with one delimiter. */
const TABLES = [
  { name: 'google-ads.en.csv', delimiter: ',', headerRow: 2 },
  { name: 'google-ads.fr.csv', delimiter: ',', headerRow: 2 },
  { name: 'google-ads.ru.csv', delimiter: ',', headerRow: 2 },
  { name: 'meta-ads.ru.csv', delimiter: ',', headerRow: 0 },
  { name: 'yandex-direct.utf8.csv', delimiter: ';', headerRow: 3 },
  { name: 'yandex-direct-api.units.tsv', delimiter: '\t', headerRow: 1 },
  { name: 'microsoft-advertising.csv', delimiter: ',', headerRow: 10 },
  { name: 'linkedin.csv', delimiter: ',', headerRow: 4 },
  { name: 'tiktok-ads.csv', delimiter: ',', headerRow: 0 },
  { name: 'fivetran.csv', delimiter: ',', headerRow: 0 },
  { name: 'tidy.csv', delimiter: ',', headerRow: 0 },
  { name: 'shop-orders.csv', delimiter: ',', headerRow: 0 },
] as const;
type Table = (typeof TABLES)[number];

const textOf = ({ name }: Table) => new TextDecoder().decode(fixture(name)).replace(/^sep=.\n/, '');
const cellsOf = (table: Table) =>
  Papa.parse<string[]>(textOf(table).trimEnd(), { delimiter: table.delimiter }).data;

/** Of all of them only that of the Reports service leaves its currency out. */
const read = (table: Table, bytes: Uint8Array | string) =>
  readExport({
    name: table.name,
    bytes: Buffer.from(bytes),
    ...(table.name === 'yandex-direct-api.units.tsv' && { currency: 'RUB' }),
  });

const rowsOf = ({ rows, outcomes }: ParsedExport) =>
  [...rows, ...outcomes].map((row) => JSON.stringify(row, exact));
const exact = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);

/** Refused files have no rows, and read ones have some. */
function expectSound(parsed: ParsedExport) {
  const { rows, outcomes, refusals, rowCount } = parsed;
  expect(rows.length + outcomes.length === 0).toBe(refusals.length > 0);
  expect(rows.length + outcomes.length).toBe(rowCount);
  for (const { hint } of refusals) expect(hint.length).toBeGreaterThan(20);
}

const anyTable = fc.constantFrom(...TABLES);
const settings = (numRuns: number) => ({ seed: 11, numRuns });

describe('whatever happens to a file, it is read as it was or refused', () => {
  it('cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.double({ min: 0, max: 1, noNaN: true }), async (table, share) => {
        const whole = fixture(table.name);
        const cut = whole.subarray(0, Math.floor(share * whole.length));
        const [before, after] = [await read(table, whole), await read(table, cut)];
        expectSound(after);
        // A cut inside of the last cell of the last row cannot be seen where a format has no end of its own.
        const originals = new Set(rowsOf(before).map((row) => withoutLater(row)));
        const wrong = rowsOf(after).filter((row) => !originals.has(withoutLater(row)));
        expect(wrong.length).toBeLessThanOrEqual(1);
      }),
      settings(150),
    );
  });

  it('cut off while it is packed', async () => {
    const packed = TABLES.flatMap((table) =>
      [
        gzipSync(fixture(table.name)),
        zipOf({ 'report.csv': fixture(table.name) }),
        workbookOf(cellsOf(table)),
      ].map((whole) => ({ table, whole })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...packed),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async ({ table, whole }, share) => {
          const parsed = await read(table, whole.subarray(0, Math.floor(share * whole.length)));
          expectSound(parsed);
          expect(parsed.refusals).toHaveLength(1);
        },
      ),
      settings(100),
    );
  });

  it('with any byte changed while it is packed', async () => {
    const packed = TABLES.flatMap((table) =>
      [gzipSync(fixture(table.name)), workbookOf(cellsOf(table))].map((whole) => ({ table, whole })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...packed),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ({ table, whole }, at, by) => {
          const changed = Buffer.from(whole);
          changed[at % whole.length]! ^= by;
          const parsed = await read(table, changed);
          expectSound(parsed);
          if (parsed.refusals.length === 0) expect(rowsOf(parsed)).toEqual(rowsOf(await read(table, whole)));
        },
      ),
      settings(150),
    );
  });

  it('in another encoding', async () => {
    const encodings = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252');
    await fc.assert(
      fc.asyncProperty(anyTable, encodings, async (table, encoding) => {
        const bytes = encoded(textOf(table), encoding);
        if (bytes === null) return;
        expect(rowsOf(await read(table, bytes))).toEqual(rowsOf(await read(table, textOf(table))));
      }),
      settings(80),
    );
  });

  it('with another delimiter and other line ends', async () => {
    const delimiters = fc.constantFrom(',', ';', '\t');
    await fc.assert(
      fc.asyncProperty(
        anyTable,
        delimiters,
        fc.constantFrom('\n', '\r\n', '\r'),
        async (table, delimiter, newline) => {
          const text = Papa.unparse(cellsOf(table), { delimiter, newline });
          expect(rowsOf(await read(table, text))).toEqual(rowsOf(await read(table, fixture(table.name))));
        },
      ),
      settings(80),
    );
  });

  it('with its delimiters replaced by hand, quotation marks or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTable,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.boolean(),
        async (table, delimiter, unquoted) => {
          const replaced = textOf(table).replaceAll(table.delimiter, delimiter);
          const parsed = await read(table, unquoted ? replaced.replaceAll('"', '') : replaced);
          expectSound(parsed);
          if (parsed.refusals.length === 0)
            expect(rowsOf(parsed)).toEqual(rowsOf(await read(table, fixture(table.name))));
        },
      ),
      settings(80),
    );
  });

  it('with its columns and rows in another order', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.infiniteStream(fc.nat()), async (table, numbers) => {
        const next = () => numbers.next().value;
        const cells = cellsOf(table);
        const top = cells.slice(0, table.headerRow);
        const body = cells.slice(table.headerRow);
        const width = body[0]?.length ?? 0;
        const columns = shuffled(
          Array.from({ length: width }, (_, i) => i),
          next,
        );
        const isWhole = (row: readonly string[]) => row.length === width;
        const [header, ...data] = body
          .filter(isWhole)
          .map((row) => columns.map((column) => row[column] ?? ''));
        const rows = [header ?? [], ...shuffled(data, next), ...body.filter((row) => !isWhole(row))];
        const text = Papa.unparse([...top, ...rows], { delimiter: table.delimiter });
        const parsed = await read(table, text);
        expectSound(parsed);
        if (parsed.refusals.length === 0)
          expect(rowsOf(parsed)).toEqual(rowsOf(await read(table, fixture(table.name))));
      }),
      settings(120),
    );
  });

  it('with cells that were merged: only the first of them is filled in', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.nat(), fc.nat(), async (table, column, from) => {
        const cells = cellsOf(table);
        const firstData = table.headerRow + 1;
        const last = cells.length - 1;
        const start = firstData + (from % (last - firstData));
        const merged = cells.map((row, index) =>
          index > start && index <= start + 1
            ? row.map((cell, at) => (at === column % row.length ? '' : cell))
            : row,
        );
        const parsed = await read(table, Papa.unparse(merged, { delimiter: table.delimiter }));
        expectSound(parsed);
        if (parsed.refusals.length > 0) return;
        // A figure may be missing, which is said of it; it is never another one.
        const before = await read(table, fixture(table.name));
        const spendBefore = new Map(before.rows.map((row) => [`${row.campaignExternalId} ${row.date}`, row]));
        for (const row of parsed.rows) {
          const original = spendBefore.get(`${row.campaignExternalId} ${row.date}`);
          if (original === undefined) continue;
          for (const figure of ['impressions', 'clicks', 'conversions', 'revenueMicros'] as const) {
            if (row[figure] !== null && table.name !== 'linkedin.csv')
              expect(row[figure]).toBe(original[figure]);
          }
        }
      }),
      settings(120),
    );
  });

  it('with anything in place of any of its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTable,
        fc.nat(),
        fc.nat(12),
        fc.uint8Array({ maxLength: 8 }),
        async (table, at, length, inserted) => {
          const bytes = fixture(table.name);
          const place = at % bytes.length;
          expectSound(
            await read(
              table,
              Buffer.concat([bytes.subarray(0, place), inserted, bytes.subarray(place + length)]),
            ),
          );
        },
      ),
      settings(300),
    );
  });
});

/** `asOf` and with it `incomplete` may move back when the last days are missing. */
const withoutLater = (row: string) => row.replace(/,"incomplete":(true|false)/, '');

/** Null where the encoding has no bytes for a character. */
function encoded(text: string, encoding: string): Buffer | null {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding.startsWith('utf-16')) {
    const bytes = Buffer.from(`\ufeff${text.replace(/^\ufeff/, '')}`, 'utf16le');
    return encoding === 'utf-16le' ? bytes : bytes.swap16();
  }
  const decoder = new TextDecoder(encoding);
  const byteOf = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
  );
  const bytes = [...text.replace(/^\ufeff/, '')].map((character) => byteOf.get(character));
  return bytes.includes(undefined) ? null : Buffer.from(bytes as number[]);
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = next() % (i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
