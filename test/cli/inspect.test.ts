import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

/** The newest export of each platform: the older ones are long. */
const EXPORTS = readdirSync('examples/exports')
  .map((name) => `examples/exports/${name}`)
  .slice(-3);

const FIXTURES = 'test/planning/import/fixtures';

const inspect = async (...argv: string[]) => {
  const io = fakeIo();
  return { exitCode: await dispatch(['inspect', ...argv], io), out: io.out() };
};

describe('inspect', () => {
  it('prints a JSON array, one object per file in the order asked', async () => {
    const { exitCode, out } = await inspect(...EXPORTS, '--json');
    const answers = JSON.parse(out) as Record<string, unknown>[];
    expect(exitCode).toBe(EXIT.done);
    expect(answers.map(({ file }) => file)).toEqual(EXPORTS);
    for (const answer of answers) {
      expect(Object.keys(answer)).toEqual(
        'file format period timeZone currency vatMode rows firstDay lastDay spend fileTotal warnings refusals'.split(
          ' ',
        ),
      );
      expect(answer).toMatchObject({ currency: 'EUR', refusals: [] });
      if (answer.fileTotal !== null) expect(answer.spend).toBe(answer.fileTotal);
    }
  });

  it('prints a table that ties each file to its own total', async () => {
    const { out } = await inspect(...EXPORTS);
    expect(out.match(/✓$/gm)?.length).toBe(2);
    expect(out).not.toContain('✗');
  });

  it('ends with exit code 2 when a file is refused, and still tells of the others', async () => {
    const { exitCode, out } = await inspect('LICENSE', EXPORTS[0] ?? '', '--json');
    expect(exitCode).toBe(EXIT.badInput);
    const [refused, accepted] = JSON.parse(out) as { refusals: object[]; rows: number }[];
    expect(refused?.refusals[0]).toEqual({
      code: expect.any(String),
      line: expect.any(Number),
      value: expect.any(String),
      hint: expect.any(String),
    });
    expect(accepted?.rows).toBeGreaterThan(0);
  });

  it('takes the currency of files that do not say theirs', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'equimarginal-')), 'tidy.csv');
    writeFileSync(file, 'date,channel,campaign,spend,conversions\n2026-03-01,search,Brand,12.50,3\n');
    expect(await inspect(file)).toMatchObject({ exitCode: EXIT.badInput });
    expect(await inspect(file, '--currency', 'EUR')).toMatchObject({ exitCode: EXIT.done });
  });

  it('reads workbooks, archives and JSON of any platform', async () => {
    const names = ['tiktok-ads.xlsx', 'yandex-direct.cp1251.csv', 'google-ads-api.json', 'crm.ru.csv'];
    const { exitCode, out } = await inspect(...names.map((name) => `${FIXTURES}/${name}`), '--json');
    expect(exitCode).toBe(EXIT.done);
    expect(JSON.parse(out)).toMatchObject([
      { format: 'TIKTOK_ADS_MANAGER', rows: 3, spend: 200, fileTotal: 200 },
      { format: 'YANDEX_DIRECT', spend: 1270.06, fileTotal: 1270.06, currency: 'RUB', vatMode: 'INCLUDED' },
      { format: 'GOOGLE_ADS_API', spend: 2265.06, timeZone: 'Europe/Berlin' },
      {
        format: 'CRM',
        rows: 3,
        spend: 0,
        warnings: expect.arrayContaining([expect.stringMatching(/personal data/)]),
      },
    ]);
  });

  it('reads any other table by a column mapping', async () => {
    const mapping = join(mkdtempSync(join(tmpdir(), 'equimarginal-')), 'mapping.json');
    const columns = { date: 'When', campaignName: 'What', spend: 'Paid' };
    writeFileSync(mapping, JSON.stringify({ columns, dateOrder: 'DAY_FIRST' }));
    const argv = [`${FIXTURES}/any-table.csv`, '--currency', 'EUR', '--json'];
    expect((await inspect(...argv)).exitCode).toBe(EXIT.badInput);
    const { exitCode, out } = await inspect(...argv, '--mapping', mapping);
    expect(exitCode).toBe(EXIT.done);
    expect(JSON.parse(out)).toMatchObject([
      { format: 'MAPPED', rows: 2, spend: 2250.5, firstDay: '2026-08-09' },
    ]);
  });

  it.each([
    { text: '{"columns": {"price": "Paid"}}', says: /is no column mapping.*Wanted \{"columns"/ },
    { text: '{', says: /is not JSON\. Wanted \{"columns"/ },
  ])('refuses the mapping $text', async ({ text, says }) => {
    const mapping = join(mkdtempSync(join(tmpdir(), 'equimarginal-')), 'mapping.json');
    writeFileSync(mapping, text);
    const io = fakeIo();
    expect(await dispatch(['inspect', `${FIXTURES}/any-table.csv`, '--mapping', mapping], io)).toBe(
      EXIT.badInput,
    );
    expect(io.err()).toMatch(says);
  });

  it('says so when there is no such file', async () => {
    const io = fakeIo();
    expect(await dispatch(['inspect', 'nowhere.csv'], io)).toBe(EXIT.badInput);
    expect(io.err()).toMatch(/nowhere\.csv cannot be read: there is no such file/);
  });
});
