import { describe, expect, it } from 'vitest';
import { readExport } from '../../../planning/import/read-export.ts';
import type { RefusalCode } from '../../../planning/import/refusal.ts';
import { fileOf, GOOGLE_HEADER, google, META_HEADER, microsoft, tidy } from './files.ts';

const ROW = '2026-09-02,Sofas,11,Search,EUR,10.50,100,10,1.50,90.00';
const bytes = (...values: number[]) => ({ name: 'x.csv', bytes: new Uint8Array(values) });

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
    hint: /Excel workbook or a zip archive.*as CSV/,
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
    why: 'a currency that is none',
    file: fileOf(google(ROW.replace('EUR', 'Euro'))),
    code: 'UNREADABLE_CELL',
    line: 4,
    value: 'Euro',
    hint: /ISO 4217/,
  },
];

describe('a file that cannot be trusted is refused, with the line, what was seen and what to do', () => {
  it.each(refused)('$code: $why', ({ file, code, line, value, hint }) => {
    const parsed = readExport(file);
    expect(parsed.rows).toEqual([]);
    expect(parsed.refusals).toHaveLength(1);
    expect(parsed.refusals[0]).toMatchObject({ code, line, ...(value === undefined ? {} : { value }) });
    expect(parsed.refusals[0]?.hint).toMatch(hint);
  });

  it('names every unreadable line, up to twenty', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `2026-09-02,Sofas ${i},${i},Search,EUR,oops,1,1,1,1`);
    const { refusals } = readExport(fileOf(google(...rows)));
    expect(refusals).toHaveLength(20);
    expect(refusals.map(({ line }) => line).slice(0, 3)).toEqual([4, 5, 6]);
  });

  it('counts lines as an editor does, line breaks inside of cells included', () => {
    const lines = google(
      '2026-09-02,"So\nfas",11,Search,EUR,1,1,1,1,1',
      '2026-09-03,Sofas,11,Search,EUR,?,1,1,1,1',
    );
    expect(readExport(fileOf(lines)).refusals[0]).toMatchObject({ line: 6, value: '?' });
  });

  it('still says what the refused file is', () => {
    const lines = google(ROW, 'Total: Account, --, --, --,EUR,12.00,100,10,1.50,90.00');
    expect(readExport(fileOf(lines))).toMatchObject({
      format: 'GOOGLE_ADS_CAMPAIGN_REPORT',
      platform: 'google_ads',
      period: { from: '2026-09-01', to: '2026-09-30' },
      currency: 'EUR',
    });
  });

  it('recognises by content: no file name makes a difference', () => {
    const named = (name: string) => ({ ...readExport(fileOf(google(ROW), { name })), file: '' });
    expect(named('meta.xlsx')).toEqual(named('google.csv'));
    expect(fileOf([GOOGLE_HEADER]).name).toBe('export.csv');
  });
});
