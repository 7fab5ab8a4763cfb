import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openExport } from '../../../planning/import/open-export.ts';
import { readExport } from '../../../planning/import/read-export.ts';
import type { RefusalCode } from '../../../planning/import/refusal.ts';
import { fileOf, GOOGLE_HEADER, google, META_HEADER, microsoft, tidy } from './files.ts';
import { fixture, workbookOf, zipOf } from './packed.ts';

const ROW = '2026-09-02,Sofas,11,Search,EUR,10.50,100,10,1.50,90.00';
const bytes = (...values: number[]) => ({ name: 'x.csv', bytes: new Uint8Array(values) });

/** Counted from the end. */
function withLastByteChanged(file: Buffer, fromEnd: number): Buffer {
  const changed = Buffer.from(file);
  changed[file.length - fromEnd]! ^= 1;
  return changed;
}

/** In the directory, which is what counts. */
function withChecksumChanged(zip: Buffer): Buffer {
  return withLastByteChanged(zip, zip.length - (zip.indexOf('PK\u0001\u0002') + 16));
}

const refused: readonly {
  readonly why: string;
  readonly file: Parameters<typeof readExport>[0];
  readonly code: RefusalCode;
  readonly line: number | null;
  readonly value?: string | null;
  readonly hint: RegExp;
}[] = [
  { why: 'an empty file', file: bytes(), code: 'EMPTY_FILE', line: null, hint: /holds no text/ },
  { why: 'blank lines alone', file: fileOf(['', ' ', '']), code: 'EMPTY_FILE', line: null, hint: /no text/ },
  {
    why: 'a workbook that is named .csv',
    file: bytes(0x50, 0x4b, 0x03, 0x04, 0x14),
    code: 'UNSUPPORTED',
    line: null,
    hint: /archive is damaged or cut short/,
  },
  {
    why: 'a text without a header',
    file: fileOf(['dear team', 'here are the numbers']),
    code: 'NO_HEADER',
    line: 1,
    value: 'dear team',
    hint: /Day, Campaign, Cost/,
  },
  {
    why: 'a table of no known platform',
    file: fileOf(['Day,Campaign,Spend', '2026-09-01,Sofas,1.00']),
    code: 'UNSUPPORTED',
    line: 1,
    value: 'Day | Campaign | Spend',
    hint: /Known are .* date, channel, campaign/,
  },
  {
    why: 'a report without a campaign column',
    file: fileOf(['Day,Cost,Impr.,Clicks', '2026-09-01,1.00,5,1']),
    code: 'MISSING_COLUMN',
    line: 1,
    hint: /a Campaign or Campaign ID column/,
  },
  { why: 'a header alone', file: fileOf(google()), code: 'HEADERS_ONLY', line: 3, hint: /no rows/ },
  {
    why: 'a Google report of the whole time',
    file: fileOf(['Campaign report', 'All time', 'Campaign,Cost,Impr.,Clicks', 'Sofas,10.50,100,10']),
    code: 'NOT_DAILY',
    line: 3,
    value: 'All time',
    hint: /Add the segment Day/,
  },
  {
    why: 'a Meta export without a day',
    file: fileOf([META_HEADER.replace('Day,', ''), '2026-09-01,2026-09-30,Sofas,10,100,10,1,90,11']),
    code: 'NOT_DAILY',
    line: 1,
    value: '2026-09-01 - 2026-09-30',
    hint: /Breakdown, By time, Day/,
  },
  {
    why: 'a weekly Microsoft report',
    file: fileOf(
      microsoft('"9/13/2026","Sofas","[11]","EUR","1","1","1.00","0","0"').map((line) =>
        line.replace('Daily', 'Weekly'),
      ),
    ),
    code: 'NOT_DAILY',
    line: 9,
    value: 'Weekly',
    hint: /unit of time Day/,
  },
  {
    why: 'dates that may be of either order',
    file: fileOf(tidy('09/08/2026,search,Sofas,1,1,1,1,1', '10/08/2026,search,Sofas,1,1,1,1,1'), {
      currency: 'EUR',
    }),
    code: 'AMBIGUOUS_DATES',
    line: 2,
    value: '09/08/2026',
    hint: /YYYY-MM-DD/,
  },
  {
    why: 'dates of both orders',
    file: fileOf(tidy('13/08/2026,search,Sofas,1,1,1,1,1', '08/14/2026,search,Sofas,1,1,1,1,1'), {
      currency: 'EUR',
    }),
    code: 'AMBIGUOUS_DATES',
    line: 2,
    hint: /Some dates/,
  },
  {
    why: 'a decimal point and a decimal comma in one file',
    file: fileOf(google(ROW, '2026-09-03,Sofas,11,Search,EUR,"10,50",100,10,1,90')),
    code: 'AMBIGUOUS_NUMBERS',
    line: 5,
    value: '10,50',
    hint: /decimal point and some a decimal comma/,
  },
  {
    why: 'numbers that may be thousands or thousandths',
    file: fileOf(tidy('2026-09-02,search,Sofas,1.234,1,1,1,1'), { currency: 'EUR' }),
    code: 'AMBIGUOUS_NUMBERS',
    line: 2,
    value: '1.234',
    hint: /whether 1\.234 has a decimal point or groups thousands.*\{"decimalSign": "\."\} or \{"decimalSign": ","\}/,
  },
  {
    why: 'an amount that is no number',
    file: fileOf(google(ROW, '2026-09-03,Sofas,11,Search,EUR,n/a,100,10,1,90')),
    code: 'UNREADABLE_CELL',
    line: 5,
    value: 'n/a',
    hint: /Wanted a number for spend/,
  },
  {
    why: 'a day that is not in the calendar',
    file: fileOf(google('2026-09-31,Sofas,11,Search,EUR,10.50,100,10,1,90')),
    code: 'UNREADABLE_CELL',
    line: 4,
    value: '2026-09-31',
    hint: /calendar day/,
  },
  {
    why: 'a campaign named like a total, without a day',
    file: fileOf(google(ROW, 'Total Wine,Sofas,11,Search,EUR,10.50,100,10,1,90')),
    code: 'UNREADABLE_CELL',
    line: 5,
    value: 'Total Wine',
    hint: /calendar day/,
  },
  {
    why: 'negative clicks',
    file: fileOf(google('2026-09-02,Sofas,11,Search,EUR,10.50,100,-10,1,90')),
    code: 'UNREADABLE_CELL',
    line: 4,
    value: '-10',
    hint: /clicks of zero or more/,
  },
  {
    why: 'an id that a spreadsheet has rounded',
    file: fileOf(google('2026-09-02,Sofas,1.20212E+17,Search,EUR,10.50,100,10,1,90')),
    code: 'UNREADABLE_CELL',
    line: 4,
    value: '1.20212E+17',
    hint: /spreadsheet/,
  },
  {
    why: 'a quotation mark that is never closed',
    file: fileOf(google(ROW, '2026-09-03,"Sofas,11,Search,EUR,10.50,100,10,1,90')),
    code: 'UNREADABLE_CELL',
    line: 5,
    hint: /quotation mark/,
  },
  {
    why: 'a negative cost',
    file: fileOf(google('2026-09-02,Sofas,11,Search,EUR,-10.50,100,10,1,90')),
    code: 'NEGATIVE_COST',
    line: 4,
    value: '-10.50',
    hint: /cannot be negative/,
  },
  {
    why: 'the same row twice',
    file: fileOf(google(ROW, ROW)),
    code: 'DUPLICATE_ROW',
    line: 5,
    value: 'Sofas, 2026-09-02',
    hint: /two rows for one day/,
  },
  {
    why: 'a day outside the period that the file names',
    file: fileOf(google(ROW, '2026-10-01,Sofas,11,Search,EUR,10.50,100,10,1,90')),
    code: 'ROWS_OUTSIDE_PERIOD',
    line: 5,
    value: '2026-10-01',
    hint: /2026-09-01 to 2026-09-30/,
  },
  {
    why: 'a total that its rows do not sum to',
    file: fileOf(google(ROW, 'Total: Account, --, --, --,EUR,12.00,100,10,1.50,90.00')),
    code: 'TOTAL_MISMATCH',
    line: 5,
    value: '12.00',
    hint: /total cost of 12\.00, its rows sum to 10\.50/,
  },
  {
    why: 'amounts of no currency',
    file: fileOf(tidy('2026-09-02,search,Sofas,1,1,1,1,1')),
    code: 'NEEDS_CURRENCY',
    line: 1,
    value: 'spend',
    hint: /such as EUR/,
  },
  {
    why: 'two currencies',
    file: fileOf(google(ROW, '2026-09-03,Lamps,12,Search,USD,10.50,100,10,1,90')),
    code: 'MIXED_CURRENCY',
    line: 5,
    value: 'USD',
    hint: /EUR and USD/,
  },
  {
    why: 'another currency than the one given',
    file: fileOf(google(ROW), { currency: 'USD' }),
    code: 'MIXED_CURRENCY',
    line: 3,
    value: 'EUR',
    hint: /says EUR, USD was given/,
  },
  {
    why: 'two columns that may be the cost',
    file: fileOf([`${tidy()[0]},cost`, '2026-09-02,search,Sofas,1,1,1,1,1,2'], { currency: 'EUR' }),
    code: 'AMBIGUOUS_COLUMN',
    line: 1,
    value: 'spend | cost',
    hint: /may be the spend.*not added up.*column mapping: \{"columns": \{"spend": "spend"\}\}/,
  },
  {
    why: 'conversions of two goals',
    file: fileOf([
      'Date\tCampaignId\tCost\tConversions_1_LSC\tConversions_2_LSC',
      '2026-09-02\t7\t10.50\t1\t2',
    ]),
    code: 'AMBIGUOUS_RESULT_COLUMN',
    line: 1,
    value: 'Conversions_1_LSC | Conversions_2_LSC',
    hint: /may be the conversions.*one result may be in several/,
  },
  {
    why: 'results that mean something else for each objective',
    file: fileOf([
      'Campaign name,Day,Amount spent (EUR),Impressions,Results',
      'Broad,2026-09-01,10.50,100,7',
    ]),
    code: 'AMBIGUOUS_RESULT_COLUMN',
    line: 1,
    value: 'Results',
    hint: /Purchases or Leads.*\{"columns": \{"conversions": "Results"\}\}/,
  },
  {
    why: 'costs that look like millionths',
    file: fileOf(tidy('2026-09-02,search,Sofas,12340000,1,1,1,1', '2026-09-03,search,Sofas,10000,1,1,1,1'), {
      currency: 'EUR',
    }),
    code: 'MICROS_SUSPECTED',
    line: 2,
    value: '12340000',
    hint: /multiple of 10,000.*\{"moneyUnit": "UNITS"\} or \{"moneyUnit": "MICROS"\}/,
  },
  {
    why: 'whole costs that are no rounded millionths either',
    file: fileOf(['Date\tCampaignId\tCost\tConversions', '2026-09-02\t7\t12345\t1'], { currency: 'RUB' }),
    code: 'MICROS_SUSPECTED',
    line: 2,
    value: '12345',
    hint: /returnMoneyInMicros: false/,
  },
  {
    why: 'weeks in a column of days',
    file: fileOf(tidy(...['07', '14', '21', '28'].map((d) => `2026-09-${d},search,Sofas,1.5,1,1,1,1`)), {
      currency: 'EUR',
    }),
    code: 'NOT_DAILY',
    line: 1,
    value: '4 dates, each on the same day of the week',
    hint: /one row for each campaign and day/,
  },
  {
    why: 'months in a column of days',
    file: fileOf(tidy(...['08', '09'].map((m) => `2026-${m}-01,search,Sofas,1.5,1,1,1,1`)), {
      currency: 'EUR',
    }),
    code: 'NOT_DAILY',
    line: 1,
    value: '2 dates, each the first of a month',
    hint: /not single days/,
  },
  {
    why: 'a LinkedIn report of a whole month',
    file: fileOf([
      'Campaign Performance Report (in UTC)',
      '"Report Start: 09/01/2026, Report End: 09/30/2026"',
      'Start Date (in UTC),Campaign Group Name,Currency,Total Spent,Impressions,Clicks,Conversions',
      '9/1/2026,Trade buyers,EUR,"1,100.10","20,000",150,3',
    ]),
    code: 'NOT_DAILY',
    line: 3,
    value: 'every row on 2026-09-01, the first day of the period',
    hint: /time breakdown Daily/,
  },
  {
    why: 'a row with a cell too many',
    file: fileOf(google(ROW, '2026-09-03,Sofas, beds,11,Search,EUR,10.50,100,10,1.50,90.00')),
    code: 'UNREADABLE_CELL',
    line: 5,
    value: '11 cells',
    hint: /11 cells and the header has 10.*wrong columns/,
  },
  {
    why: 'a row without its last cells',
    file: fileOf(google(ROW, '2026-09-03,Sofas,11,Search,EUR,10.50', ROW.replace('09-02', '09-04'))),
    code: 'UNREADABLE_CELL',
    line: 5,
    hint: /6 cells and the header has 10/,
  },
  {
    why: 'a file that ends in the middle of a row',
    file: fileOf(google(ROW, '2026-09-03,Sofas,11,Search,EUR,1')),
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: 5,
    hint: /ends in the middle of a row/,
  },
  {
    why: 'fewer rows than the file says it has',
    file: fileOf(
      microsoft('"9/1/2026","Brand","1","EUR","1","1","1.00","1","1"').map((line) =>
        line.replace('Rows: 1', 'Rows: 5'),
      ),
    ),
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: null,
    value: '1',
    hint: /says it has 5 rows and has 1/,
  },
  {
    why: 'a report without the lines it always ends with',
    file: fileOf(microsoft('"9/1/2026","Brand","1","EUR","1","1","1.00","1","1"').slice(0, -2)),
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: null,
    hint: /ends with are missing/,
  },
  {
    why: 'as many rows as an interface writes at most',
    file: fileOf([
      'Дата;Кампания;Показы;Клики;Расход, ₽',
      ...Array.from({ length: 1000 }, (_, i) => `0${1 + (i % 9)}.09.2026;Диваны ${i};9;1;1,50`),
    ]),
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: null,
    value: '1000',
    hint: /exactly 1000 rows, at which exports are cut off/,
  },
  {
    why: 'half a gzip',
    file: { name: 'x.gz', bytes: gzipSync(google(ROW).join('\n')).subarray(0, 60) },
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: null,
    hint: /gzip file ends too early/,
  },
  {
    why: 'a gzip with a wrong checksum',
    file: { name: 'x.gz', bytes: withLastByteChanged(gzipSync(google(ROW).join('\n')), 8) },
    code: 'UNSUPPORTED',
    line: null,
    hint: /gzip file is damaged/,
  },
  {
    why: 'half a character at the end',
    file: { name: 'x.csv', bytes: Buffer.from(google(`${ROW}ü`).join('\n')).subarray(0, -1) },
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: null,
    hint: /middle of a character/,
  },
  {
    why: 'UTF-8 with damaged bytes in it',
    file: {
      name: 'x.csv',
      bytes: Buffer.concat([
        Buffer.from(google(ROW.replace('Sofas', 'Süße Möbel')).join('\n')),
        Buffer.from([0x0a, 0xff]),
      ]),
    },
    code: 'UNSUPPORTED',
    line: null,
    hint: /UTF-8 with damaged bytes/,
  },
  {
    why: 'half an answer of an API',
    file: fileOf([
      '[{"results": [{"campaign": {"id": "1"}, "segments": {"date": "2026-09-01"}},',
      '{"campaign": {',
    ]),
    code: 'TRUNCATED_EXPORT_SUSPECTED',
    line: 2,
    hint: /JSON ends before its brackets are closed/,
  },
  {
    why: 'JSON of something else',
    file: fileOf(['{"name": "equimarginal"}']),
    code: 'UNSUPPORTED',
    line: 1,
    hint: /no results of the Google Ads API.*searchStream/,
  },
  {
    why: 'an answer of an API without days',
    file: fileOf([
      JSON.stringify([
        {
          results: [
            { campaign: { id: '1' }, customer: { currencyCode: 'EUR' }, metrics: { costMicros: '1' } },
          ],
        },
      ]),
    ]),
    code: 'NOT_DAILY',
    line: 1,
    hint: /segments\.date/,
  },
  {
    why: 'an archive of several files',
    file: { name: 'x.zip', bytes: zipOf({ 'a.csv': 'a', 'b.csv': 'b' }) },
    code: 'UNSUPPORTED',
    line: null,
    value: 'a.csv, b.csv',
    hint: /holds 2 files\. Unpack it and load each/,
  },
  {
    why: 'an archive of nothing',
    file: { name: 'x.zip', bytes: zipOf({ '__MACOSX/x': 'x' }) },
    code: 'EMPTY_FILE',
    line: null,
    hint: /archive holds no file/,
  },
  {
    why: 'an archive whose content is not what it was',
    file: { name: 'x.zip', bytes: withChecksumChanged(zipOf({ 'a.csv': google(ROW).join('\n') })) },
    code: 'UNSUPPORTED',
    line: null,
    hint: /damaged or cut short/,
  },
  {
    why: 'archives in archives',
    file: { name: 'x.gz', bytes: [1, 2, 3, 4].reduce((inner) => gzipSync(inner), Buffer.from('a')) },
    code: 'UNSUPPORTED',
    line: null,
    hint: /Archives are packed into archives/,
  },
  {
    why: 'a workbook of the last century',
    file: bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1),
    code: 'UNSUPPORTED',
    line: null,
    hint: /old or password-protected Excel workbook.*CSV or XLSX/,
  },
  {
    why: 'a workbook with two tables',
    file: {
      name: 'x.xlsx',
      bytes: workbookOf([GOOGLE_HEADER.split(','), ROW.split(',')], {
        otherSheets: { 'Last year': [GOOGLE_HEADER.split(',')] },
      }),
    },
    code: 'UNSUPPORTED',
    line: null,
    value: 'Report, Last year',
    hint: /holds 2 tables/,
  },
  {
    why: 'cells merged over several rows',
    file: {
      name: 'x.xlsx',
      bytes: workbookOf(
        [GOOGLE_HEADER, ROW, ROW.replace('Sofas', '').replace('09-02', '09-03')].map((line) =>
          line.split(','),
        ),
        { merged: ['A1:J1', 'B2:B3'] },
      ),
    },
    code: 'UNREADABLE_CELL',
    line: 2,
    value: 'B2:B3',
    hint: /Unmerge them and fill in each row/,
  },
  {
    why: 'an id that a workbook has rounded',
    file: {
      name: 'x.xlsx',
      bytes: workbookOf([
        GOOGLE_HEADER.split(','),
        ROW.split(',').map((cell, column) => (column === 2 ? 120211845530170270 : cell)),
      ]),
    },
    code: 'UNREADABLE_CELL',
    line: 2,
    hint: /spreadsheet has cut this campaign id/,
  },
  {
    why: 'a workbook that unpacks to far more than a report',
    file: {
      name: 'x.xlsx',
      bytes: zipOf({
        'xl/workbook.xml': '<workbook/>',
        'xl/_rels/workbook.xml.rels': '<Relationships/>',
        'xl/sharedStrings.xml': `<sst><si><t>${'a'.repeat(65 * 2 ** 20)}</t></si></sst>`,
      }),
    },
    code: 'TOO_MANY_ROWS',
    line: null,
    hint: /too much text for a report/,
  },
  {
    why: 'a day outside of any calendar of campaigns',
    file: fileOf(tidy('0202-09-02,search,Sofas,1,1,1,1,1'), { currency: 'EUR' }),
    code: 'UNREADABLE_CELL',
    line: 2,
    value: '0202-09-02',
    hint: /calendar day/,
  },
  {
    why: 'a mapping to a column that is not there',
    file: fileOf(tidy('2026-09-02,search,Sofas,1,1,1,1,1'), { mapping: { columns: { spend: 'Paid' } } }),
    code: 'MISSING_COLUMN',
    line: 1,
    hint: /mapping says that spend is in a column "Paid"/,
  },
  {
    why: 'a mapping to a column about persons',
    file: fileOf(['When,E-mail,Paid', '2026-09-02,a@example.com,1.50'], {
      currency: 'EUR',
      mapping: { columns: { date: 'When', campaignName: 'E-mail', spend: 'Paid' } },
    }),
    code: 'UNSUPPORTED',
    line: 1,
    value: 'E-mail',
    hint: /Columns about persons are never read/,
  },
  {
    why: 'amounts with the sign of another currency',
    file: fileOf(tidy('2026-09-02,search,Sofas,€1.50,1,1,1,1'), { currency: 'USD' }),
    code: 'MIXED_CURRENCY',
    line: 2,
    value: '€1.50',
    hint: /taken to be in USD/,
  },
  {
    why: 'orders of a CRM without a campaign',
    file: fileOf(['date,orders,new customers,margin', '2026-09-02,1,1,2.50'], { currency: 'EUR' }),
    code: 'UNSUPPORTED',
    line: 1,
    hint: /CRM or shop/,
  },
  {
    why: 'a currency that is none',
    file: fileOf(google(ROW.replace('EUR', 'Euro'))),
    code: 'UNREADABLE_CELL',
    line: 4,
    value: 'Euro',
    hint: /ISO 4217/,
  },
];

describe('a file that cannot be trusted is refused, with the line, what was seen and what to do', () => {
  it.each(refused)('$code: $why', async ({ file, code, line, value, hint }) => {
    const parsed = await readExport(file);
    expect(parsed.rows).toEqual([]);
    expect(parsed.refusals).toHaveLength(1);
    expect(parsed.refusals[0]).toMatchObject({ code, line, ...(value === undefined ? {} : { value }) });
    expect(parsed.refusals[0]?.hint).toMatch(hint);
  });

  it('names every unreadable line, up to twenty', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `2026-09-02,Sofas ${i},${i},Search,EUR,oops,1,1,1,1`);
    const { refusals } = await readExport(fileOf(google(...rows)));
    expect(refusals).toHaveLength(20);
    expect(refusals.map(({ line }) => line).slice(0, 3)).toEqual([4, 5, 6]);
  });

  it('counts lines as an editor does, line breaks inside of cells included', async () => {
    const lines = google(
      '2026-09-02,"So\nfas",11,Search,EUR,1,1,1,1,1',
      '2026-09-03,Sofas,11,Search,EUR,?,1,1,1,1',
    );
    expect((await readExport(fileOf(lines))).refusals[0]).toMatchObject({ line: 6, value: '?' });
  });

  it('still says what the refused file is', async () => {
    const lines = google(ROW, 'Total: Account, --, --, --,EUR,12.00,100,10,1.50,90.00');
    expect(await readExport(fileOf(lines))).toMatchObject({
      format: 'GOOGLE_ADS_CAMPAIGN_REPORT',
      platform: 'google_ads',
      period: { from: '2026-09-01', to: '2026-09-30' },
      currency: 'EUR',
    });
  });

  it('recognises by content: no file name makes a difference', async () => {
    const named = async (name: string) => ({
      ...(await readExport(fileOf(google(ROW), { name }))),
      file: '',
    });
    expect(await named('meta.xlsx')).toEqual(await named('google.csv'));
    expect(fileOf([GOOGLE_HEADER]).name).toBe('export.csv');
  });

  it('lets a mapping say that whole amounts are units, or millionths', async () => {
    const lines = tidy('2026-09-02,search,Sofas,12340000,1,1,1,20000');
    const read = async (moneyUnit: 'UNITS' | 'MICROS') =>
      (await readExport(fileOf(lines, { currency: 'JPY', mapping: { columns: {}, moneyUnit } }))).rows[0];
    expect(await read('UNITS')).toMatchObject({ spendMicros: 12_340_000_000_000n });
    expect(await read('MICROS')).toMatchObject({ spendMicros: 12_340_000n, revenueMicros: 20_000n });
  });

  it('never shows what stands in a column with personal data', async () => {
    const text = new TextDecoder('windows-1251').decode(fixture('crm.ru.csv')).replace('5;2;1', '5;?;1');
    const { refusals, droppedColumns } = await readExport(fileOf(text.split('\r\n')));
    expect(refusals).toMatchObject([{ code: 'UNREADABLE_CELL', line: 2, value: '?' }]);
    expect(droppedColumns).toEqual(['ФИО', 'Телефон', 'E-mail']);
    expect(JSON.stringify(refusals)).not.toMatch(/example\.com|900/);
  });

  it('closes a file, however little of it was read', async () => {
    let closed = 0;
    async function* open() {
      try {
        for (;;) yield Buffer.from('%PDF-1.7');
      } finally {
        closed += 1;
      }
    }
    expect((await openExport({ name: 'x.csv', open })).refusals).toMatchObject([{ code: 'UNSUPPORTED' }]);
    expect(closed).toBe(1);
  });

  it.each([
    {
      why: 'a line',
      begin: `${tidy()[0]}\n2026-09-02,search,`,
      code: 'UNREADABLE_CELL',
      hint: /longer than any row/,
    },
    {
      why: 'a quoted cell',
      begin: `${tidy()[0]}\n2026-09-02,"`,
      code: 'UNREADABLE_CELL',
      hint: /quotation mark/,
    },
    { why: 'a header', begin: '', code: 'NO_HEADER', hint: /No line among the first 30/ },
    { why: 'a value of JSON', begin: '[{"results":[{"a":"', code: 'UNREADABLE_CELL', hint: /no valid JSON/ },
  ])('gives up early on $why that never ends', async ({ begin, code, hint }) => {
    let megabytes = 0;
    async function* open() {
      yield Buffer.from(begin);
      for (; megabytes < 1024; megabytes += 1) yield Buffer.alloc(2 ** 20, 'a');
    }
    const { refusals } = await openExport({ name: 'endless', open });
    expect(refusals).toMatchObject([{ code }]);
    expect(refusals[0]?.hint).toMatch(hint);
    expect(megabytes).toBeLessThan(8);
  });
});
