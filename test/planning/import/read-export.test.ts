import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExport } from '../../../planning/import/read-export.ts';
import { day } from '../../../store/model/day.ts';
import { fileOf, google, META_HEADER, microsoft, tidy, utf16le } from './files.ts';

describe('a Google Ads campaign report', () => {
  const lines = google(
    '2026-09-30,Search | Sofas,11,Search,EUR,"1,234.56","12,345",678,9.50,"1,900.10"',
    '2026-09-02,Total Wine,12,Performance Max,EUR,10.00,100, --,--, --',
    'Total: Account, --, --, --,EUR,"2,000.00","20,000",900,12.00,"2,000.00"',
    'Total: Campaigns, --, --, --,EUR,"1,244.56","12,445",678,9.50,"1,900.10"',
    'Total: Search, --, --, --,EUR,"1,234.56","12,345",678,9.50,"1,900.10"',
  );

  it('gives its rows ordered by day, in micros, with no figure where the platform has none', async () => {
    const parsed = await readExport(fileOf(lines));
    expect(parsed.refusals).toEqual([]);
    expect(parsed.rows).toEqual([
      {
        platform: 'google_ads',
        campaignExternalId: '12',
        campaignName: 'Total Wine',
        accountId: null,
        channel: 'google_performance_max',
        status: null,
        date: '2026-09-02',
        currencyCode: 'EUR',
        spendMicros: 10_000_000n,
        impressions: 100,
        clicks: null,
        conversions: null,
        revenueMicros: null,
        attribution: null,
        incomplete: false,
      },
      {
        platform: 'google_ads',
        campaignExternalId: '11',
        campaignName: 'Search | Sofas',
        accountId: null,
        channel: 'google_search',
        status: null,
        date: '2026-09-30',
        currencyCode: 'EUR',
        spendMicros: 1_234_560_000n,
        impressions: 12_345,
        clicks: 678,
        conversions: 9.5,
        revenueMicros: 1_900_100_000n,
        attribution: null,
        incomplete: true,
      },
    ]);
  });

  it('is checked against the total of the campaigns shown, not against that of the account', async () => {
    const parsed = await readExport(fileOf(lines));
    expect(parsed.fileTotalMicros).toBe(1_244_560_000n);
    expect(parsed.spendMicros).toBe(1_244_560_000n);
  });

  it('covers the period of its preamble, whichever days have rows', async () => {
    const parsed = await readExport(fileOf(lines));
    expect(parsed).toMatchObject({
      period: { from: '2026-09-01', to: '2026-09-30' },
      asOf: '2026-09-30',
      firstDay: '2026-09-02',
      lastDay: '2026-09-30',
    });
  });

  it('reads the same from UTF-16 with tabs', async () => {
    const tabbed = lines.map((line) =>
      line
        .replace(/"([^"]*)"/g, (_, cell: string) => cell.replaceAll(',', ';'))
        .replaceAll(',', '\t')
        .replaceAll(';', ','),
    );
    const parsed = await readExport({ name: 'export.csv', bytes: utf16le(tabbed.join('\r\n')) });
    expect(parsed).toEqual(await readExport(fileOf(lines)));
  });

  it('keeps pipes in campaign names, with or without a preamble', async () => {
    const bare = lines.slice(2, 4);
    expect((await readExport(fileOf(bare))).rows[0]?.campaignName).toBe('Search | Sofas');
  });

  it('sums the rows of a further segment', async () => {
    const header = 'Day,Campaign,Device,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value';
    const parsed = await readExport(
      fileOf([
        header,
        '2026-09-02,Sofas,Mobile phones,EUR,1.10,10,2,0.33, --',
        '2026-09-02,Sofas,Computers,EUR,2.20,20,3,0.33,5.00',
        '2026-09-02,Sofas,Tablets,EUR,0.00, --,--,--,--',
      ]),
    );
    expect(parsed.rows).toHaveLength(1);
    expect(parsed.rows[0]).toMatchObject({
      campaignExternalId: 'Sofas',
      spendMicros: 3_300_000n,
      impressions: 30,
      clicks: 5,
      conversions: 0.66,
      revenueMicros: 5_000_000n,
    });
  });

  it('leaves rows without a cost out and says so', async () => {
    const parsed = await readExport(
      fileOf(
        google('2026-09-02,Sofas,11,Search,EUR,1,1,1,1,1', '2026-09-03,Sofas,11,Search,EUR, --,1,1,1,1'),
      ),
    );
    expect(parsed.rows.map(({ date }) => date)).toEqual(['2026-09-02']);
    expect(parsed.warnings).toEqual(['Rows left out because they have no cost: 1.']);
  });

  it('tolerates what rounding each row adds up to', async () => {
    const rows = Array.from(
      { length: 25 },
      (_, i) => `2026-09-${10 + i / 100 > 10 ? 11 : 10},S${i},${i},Search,EUR,1.00,1,1,1,1`,
    );
    const withTotal = async (total: string) =>
      (await readExport(fileOf(google(...rows, `Total: Campaigns, --, --, --,EUR,${total},1,1,1,1`))))
        .refusals.length;
    expect(
      await Promise.all([withTotal('25.00'), withTotal('25.10'), withTotal('24.90'), withTotal('26.00')]),
    ).toEqual([0, 0, 0, 1]);
  });
});

describe('a Meta Ads Manager export', () => {
  const total = '2026-09-01,2026-09-20,,,35.50,300,30,3,270,';
  const rows = [
    '2026-09-01,2026-09-20,Broad,2026-09-01,10.50,100,10,1,90.00,120211845530170268',
    '2026-09-01,2026-09-20,Broad,2026-09-20,25,200,20,,180,120211845530170268',
  ];

  it('takes the currency from the spend header and the blank entity as the total', async () => {
    const parsed = await readExport(fileOf([`\uFEFF${META_HEADER}`, total, ...rows]));
    expect(parsed).toMatchObject({
      format: 'META_ADS_MANAGER',
      platform: 'meta_ads',
      currency: 'EUR',
      period: { from: '2026-09-01', to: '2026-09-20' },
      asOf: '2026-09-20',
      spendMicros: 35_500_000n,
      fileTotalMicros: 35_500_000n,
      refusals: [],
    });
    expect(
      parsed.rows.map(({ date, conversions, incomplete }) => ({ date, conversions, incomplete })),
    ).toEqual([
      { date: '2026-09-01', conversions: 1, incomplete: false },
      { date: '2026-09-20', conversions: null, incomplete: true },
    ]);
    expect(parsed.warnings).toEqual([
      'Campaign days without a conversions figure, kept as not reported and not as 0: 1.',
    ]);
  });

  it('takes the totals of single days for neither campaigns nor the total', async () => {
    const ofOneDay = '2026-09-01,2026-09-20,,2026-09-01,10.50,100,10,1,90.00,';
    const parsed = await readExport(fileOf([META_HEADER, ofOneDay, total, ...rows]));
    expect(parsed).toMatchObject({ refusals: [], spendMicros: 35_500_000n, fileTotalMicros: 35_500_000n });
    expect((await readExport(fileOf([META_HEADER, ofOneDay, ...rows]))).fileTotalMicros).toBeNull();
  });

  it('is refused when the total row says otherwise', async () => {
    const parsed = await readExport(fileOf([META_HEADER, total, ...rows.slice(1)]));
    expect(parsed.refusals).toMatchObject([{ code: 'TOTAL_MISMATCH', line: 2, value: '35.50' }]);
  });

  it('is daily without a Day column where each reporting period is one day', async () => {
    const header = META_HEADER.replace('Day,', '');
    const parsed = await readExport(
      fileOf([header, '2026-09-01,2026-09-01,Broad,10.50,100,10,1,90.00,1202']),
    );
    expect(parsed.rows).toMatchObject([{ date: '2026-09-01', spendMicros: 10_500_000n }]);
  });

  it('takes Results for conversions only where the file says that they are all of one kind', async () => {
    const header = 'Campaign name,Day,Amount spent (EUR),Impressions,Results,Result indicator';
    const broad = 'Broad,2026-09-01,10.50,100,7,actions:offsite_conversion.fb_pixel_purchase';
    const parsed = await readExport(fileOf([header, broad]));
    expect(parsed.rows).toMatchObject([
      { conversions: 7, attribution: 'actions:offsite_conversion.fb_pixel_purchase' },
    ]);
    const mixed = await readExport(fileOf([header, broad, 'Reach,2026-09-01,1.00,100,90,reach']));
    expect(mixed.refusals).toMatchObject([{ code: 'AMBIGUOUS_RESULT_COLUMN' }]);
  });

  it('labels conversions with what they are and how they are attributed', async () => {
    const header = `${META_HEADER},Attribution setting`;
    const parsed = await readExport(fileOf([header, `${rows[0]},7-day click or 1-day view`]));
    expect(parsed.attributions).toEqual(['Purchases, 7-day click or 1-day view']);
    expect(parsed.rows[0]?.attribution).toBe('Purchases, 7-day click or 1-day view');
  });

  it('is checked against the totals of its single days', async () => {
    const ofOneDay = '2026-09-01,2026-09-20,,2026-09-01,99.00,100,10,1,90.00,';
    const parsed = await readExport(fileOf([META_HEADER, ofOneDay, ...rows]));
    expect(parsed.refusals).toMatchObject([{ code: 'TOTAL_MISMATCH', line: 2 }]);
    expect(parsed.refusals[0]?.hint).toMatch(/total cost of 2026-09-01 of 99\.00, its rows sum to 10\.50/);
  });
});

describe('a Microsoft Advertising report', () => {
  const rows = [
    '"9/1/2026","Brand","[408]","EUR","1324","251","95.61","14","1323.50"',
    '"9/12/2026","Brand","[408]","EUR","100","20","9.10","0","0.00"',
  ];

  it('takes its dates month first, its ids out of their brackets and its time zone as written', async () => {
    const parsed = await readExport(fileOf(microsoft(...rows)));
    expect(parsed).toMatchObject({
      format: 'MICROSOFT_ADVERTISING',
      timeZone: '(GMT+01:00) Berlin',
      period: { from: '2026-09-01', to: '2026-09-12' },
      currency: 'EUR',
      refusals: [],
      warnings: [],
    });
    expect(parsed.rows).toMatchObject([
      {
        date: '2026-09-01',
        campaignExternalId: '408',
        channel: 'microsoft_search',
        spendMicros: 95_610_000n,
      },
      { date: '2026-09-12', conversions: 0, revenueMicros: 0n },
    ]);
  });

  it('has seen data up to the last completed day; that week and what follows is incomplete', async () => {
    const parsed = await readExport(
      fileOf(
        microsoft(...['9/3/2026', '9/4/2026', '9/12/2026'].map((d) => rows[0]?.replace('9/1/2026', d) ?? '')),
      ),
    );
    expect(parsed.asOf).toBe('2026-09-10');
    expect(parsed.rows.map(({ date, incomplete }) => [date, incomplete])).toEqual([
      ['2026-09-03', false],
      ['2026-09-04', true],
      ['2026-09-12', true],
    ]);
  });

  it('warns when it holds more rows than it says', async () => {
    const lines = microsoft(...rows).map((line) => line.replace('Rows: 2', 'Rows: 1'));
    expect((await readExport(fileOf(lines))).warnings).toEqual(['The file says it has 1 rows and has 2.']);
  });

  it('passes on what the platform says of unsettled days', async () => {
    const parsed = await readExport(fileOf(microsoft(...rows)));
    expect(parsed.completenessNotice).toBe(
      'Potential Incomplete Data: true, Last Completed Available Day: 9/10/2026 11:59:59 PM (GMT)',
    );
  });
});

describe('a tidy CSV', () => {
  it('takes the currency of its column, or the one that is given', async () => {
    const row = '2026-09-02,search,Sofas,1.5,10,2,0.5,9';
    expect((await readExport(fileOf(tidy(row), { currency: 'EUR' }))).rows).toMatchObject([
      { channel: 'search', campaignExternalId: 'search/Sofas', campaignName: 'Sofas', currencyCode: 'EUR' },
    ]);
    const withColumn = [`${tidy()[0]},currency`, `${row},CHF`];
    expect(await readExport(fileOf(withColumn))).toMatchObject({
      format: 'EQUIMARGINAL_TIDY',
      currency: 'CHF',
    });
  });

  it('reads semicolons and decimal commas', async () => {
    const lines = ['date;channel;campaign;spend;conversions', '13.09.2026;search;Sofas;1.234,50;0,5'];
    expect((await readExport(fileOf(lines, { currency: 'EUR' }))).rows).toMatchObject([
      { date: '2026-09-13', spendMicros: 1_234_500_000n, conversions: 0.5 },
    ]);
  });

  it('takes the day up to which it had seen data from outside, where given', async () => {
    const parsed = await readExport(
      fileOf(tidy('2026-09-02,search,Sofas,1,1,1,1,1'), { currency: 'EUR', asOf: day('2026-10-02') }),
    );
    expect(parsed.asOf).toBe('2026-10-02');
    expect(parsed.rows[0]?.incomplete).toBe(false);
  });
});

describe('any bytes at all', () => {
  const lines = google(
    '2026-09-02,Sofas,11,Search,EUR,"1,234.50",100,10,1.5,90.00',
    'Total: Account,,,,EUR,1,1,1,1,1',
  );
  const text = lines.join('\n');

  it('are read or refused, never thrown at the caller', async () => {
    const mutated = fc
      .tuple(fc.nat(text.length), fc.nat(12), fc.string({ unit: 'binary', maxLength: 8 }))
      .map(([at, length, inserted]) =>
        new TextEncoder().encode(text.slice(0, at) + inserted + text.slice(at + length)),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), async (bytes) => {
        const { rows, refusals } = await readExport({ name: 'x', bytes });
        expect(rows.length === 0).toBe(refusals.length > 0);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});
