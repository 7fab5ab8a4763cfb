import { gzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { ColumnMapping } from '../../../planning/import/column-mapping.ts';
import type { ExportFile, ExportFormat } from '../../../planning/import/parsed-export.ts';
import { readExport } from '../../../planning/import/read-export.ts';
import { formatMicros } from '../../../store/model/money.ts';
import { fixture, workbookOf, zipOf } from './packed.ts';

/** What each fixture says, added up by hand. */
interface Said {
  readonly file: string;
  readonly format: ExportFormat;
  readonly currency?: string;
  readonly rows: number;
  readonly days: readonly [first: string, last: string];
  readonly spend: string;
  readonly ownTotal: string | null;
  readonly clicks: number;
  readonly conversions: number;
  readonly revenue: string;
  readonly channels: readonly string[];
  readonly timeZone?: string;
  readonly vatMode?: 'INCLUDED';
  readonly attributions?: readonly string[];
}

const SEPTEMBER = { from: '2026-09-01', to: '2026-09-30' };
const DAYS = ['2026-09-13', '2026-09-14'] as const;

const google = (file: string): Said => ({
  file,
  format: 'GOOGLE_ADS_CAMPAIGN_REPORT',
  rows: 3,
  days: DAYS,
  spend: '2265.06',
  ownTotal: '2265.06',
  clicks: 1178,
  conversions: 17.5,
  revenue: '3500.10',
  channels: ['google_performance_max', 'google_search'],
});

const meta = (file: string): Said => ({
  file,
  format: 'META_ADS_MANAGER',
  rows: 2,
  days: DAYS,
  spend: '35.50',
  ownTotal: '35.50',
  clicks: 30,
  conversions: 4,
  revenue: '270.00',
  channels: ['meta_social'],
  attributions: ['Purchases, 7-day click or 1-day view'],
});

const yandexApi = (file: string): Said => ({
  file,
  format: 'YANDEX_DIRECT_API',
  currency: 'RUB',
  rows: 3,
  days: DAYS,
  spend: '1270.06',
  ownTotal: null,
  clicks: 778,
  conversions: 17,
  revenue: '3500.10',
  channels: ['yandex_direct'],
  attributions: ['goal 1001, LSCCD'],
});

const yandex = (file: string): Said => ({
  ...yandexApi(file),
  format: 'YANDEX_DIRECT',
  ownTotal: '1270.06',
  conversions: 17.5,
  vatMode: 'INCLUDED',
  attributions: ['goal Заявка'],
});

const linkedin = (file: string): Said => ({
  file,
  format: 'LINKEDIN_CAMPAIGN_MANAGER',
  rows: 2,
  days: DAYS,
  spend: '1250.25',
  ownTotal: null,
  clicks: 174,
  conversions: 4,
  revenue: '600.00',
  channels: ['linkedin_ads'],
  timeZone: 'UTC',
});

const tiktok = (file: string): Said => ({
  file,
  format: 'TIKTOK_ADS_MANAGER',
  rows: 3,
  days: DAYS,
  spend: '200.00',
  ownTotal: '200.00',
  clicks: 1800,
  conversions: 20,
  revenue: '2300.50',
  channels: ['tiktok_ads'],
});

const FIXTURES: readonly Said[] = [
  ...['en', 'de', 'fr', 'pt', 'es', 'ru'].map((language) => google(`google-ads.${language}.csv`)),
  google('google-ads.en.excel.csv'),
  google('google-ads.de.excel.csv'),
  google('google-ads.fr.saved-by-excel.csv'),
  { ...google('google-ads-api.json'), format: 'GOOGLE_ADS_API', ownTotal: null, timeZone: 'Europe/Berlin' },
  ...['en', 'ru', 'pt', 'es'].map((language) => meta(`meta-ads.${language}.csv`)),
  yandex('yandex-direct.cp1251.csv'),
  yandex('yandex-direct.utf8.csv'),
  yandex('yandex-direct.xlsx'),
  yandexApi('yandex-direct-api.micros.tsv'),
  yandexApi('yandex-direct-api.units.tsv'),
  {
    file: 'microsoft-advertising.csv',
    format: 'MICROSOFT_ADVERTISING',
    rows: 3,
    days: ['2026-09-13', '2026-09-28'],
    spend: '1200.71',
    ownTotal: null,
    clicks: 511,
    conversions: 24,
    revenue: '2223.50',
    channels: ['microsoft_search'],
    timeZone: '(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
  },
  {
    file: 'microsoft-advertising.api.tsv',
    format: 'MICROSOFT_ADVERTISING',
    rows: 2,
    days: DAYS,
    spend: '1191.61',
    ownTotal: null,
    clicks: 491,
    conversions: 24,
    revenue: '2223.50',
    channels: ['microsoft_search'],
  },
  linkedin('linkedin.csv'),
  linkedin('linkedin.utf16.csv'),
  tiktok('tiktok-ads.csv'),
  tiktok('tiktok-ads.xlsx'),
  {
    file: 'fivetran.csv',
    format: 'FIVETRAN_AD_REPORTING',
    rows: 3,
    days: DAYS,
    spend: '1247.10',
    ownTotal: null,
    clicks: 691,
    conversions: 10.5,
    revenue: '1990.10',
    channels: ['apple_search_ads', 'google_ads', 'meta_social'],
  },
  { ...google('tidy.csv'), format: 'EQUIMARGINAL_TIDY', ownTotal: null, channels: ['search', 'social'] },
];

const read = (said: Said, bytes: Uint8Array) => readExport(fileOf(said, bytes));
const fileOf = ({ file, currency }: Said, bytes: Uint8Array): ExportFile => ({
  name: file,
  bytes,
  ...(currency && { currency }),
});

const total = (of: readonly (number | null)[]) => of.reduce<number>((sum, figure) => sum + (figure ?? 0), 0);
const totalMicros = (of: readonly (bigint | null)[]) =>
  formatMicros(of.reduce<bigint>((sum, figure) => sum + (figure ?? 0n), 0n));

describe('an export is recognised by its content and adds up', () => {
  it.each(FIXTURES)('$file', async (said) => {
    const parsed = await read(said, fixture(said.file));
    expect(parsed.refusals).toEqual([]);
    expect(parsed).toMatchObject({
      format: said.format,
      rowCount: said.rows,
      firstDay: said.days[0],
      lastDay: said.days[1],
      timeZone: said.timeZone ?? null,
      vatMode: said.vatMode ?? null,
      attributions: said.attributions ?? [],
    });
    expect(parsed.rows).toHaveLength(said.rows);
    expect(totalMicros(parsed.rows.map((row) => row.spendMicros))).toBe(said.spend);
    expect(formatMicros(parsed.spendMicros)).toBe(said.spend);
    expect(parsed.fileTotalMicros === null ? null : formatMicros(parsed.fileTotalMicros)).toBe(said.ownTotal);
    expect(total(parsed.rows.map((row) => row.clicks))).toBe(said.clicks);
    expect(total(parsed.rows.map((row) => row.conversions))).toBe(said.conversions);
    expect(totalMicros(parsed.rows.map((row) => row.revenueMicros))).toBe(said.revenue);
    expect(parsed.spendByChannel.map(({ channel }) => channel)).toEqual(said.channels);
  });

  it('says the same in all languages of Google Ads', async () => {
    const english = await readExport({ name: '', bytes: fixture('google-ads.en.csv') });
    expect(english.period).toEqual(SEPTEMBER);
    for (const name of [
      'de.csv',
      'fr.csv',
      'pt.csv',
      'es.csv',
      'ru.csv',
      'de.excel.csv',
      'fr.saved-by-excel.csv',
    ]) {
      const { rows, period } = await readExport({ name: '', bytes: fixture(`google-ads.${name}`) });
      expect({ name, rows, period }).toEqual({ name, rows: english.rows, period: SEPTEMBER });
    }
  });

  it('takes metrics that the Google Ads API leaves out for zero, and -- in a file for no figure', async () => {
    const rowsOf = async (name: string) => (await readExport({ name, bytes: fixture(name) })).rows;
    const byName = { campaignName: 'Total Wine', spendMicros: 10_000_000n, impressions: 100 };
    expect(await rowsOf('google-ads-api.json')).toContainEqual(
      expect.objectContaining({
        ...byName,
        accountId: '1234567890',
        clicks: 0,
        conversions: 0,
        revenueMicros: 0n,
      }),
    );
    expect(await rowsOf('google-ads.en.csv')).toContainEqual(
      expect.objectContaining({ ...byName, clicks: null, conversions: null, revenueMicros: null }),
    );
  });

  it('keeps the platforms of one Fivetran table apart, under the names that their own exports have', async () => {
    const { rows, platform } = await readExport({ name: '', bytes: fixture('fivetran.csv') });
    expect(platform).toBeNull();
    expect(rows.map((row) => row.platform).sort()).toEqual(['apple_search_ads', 'google_ads', 'meta_ads']);
  });

  it("takes LinkedIn's campaign groups for campaigns", async () => {
    const { campaigns } = await readExport({ name: '', bytes: fixture('linkedin.csv') });
    expect(campaigns).toMatchObject([{ campaignName: 'Trade buyers', campaignExternalId: '610', days: 2 }]);
  });

  it('describes each campaign by its newest row', async () => {
    const { campaigns } = await readExport({ name: '', bytes: fixture('google-ads.en.csv') });
    expect(campaigns).toEqual([
      {
        platform: 'google_ads',
        campaignExternalId: '101',
        campaignName: 'Search | Sofas',
        accountId: null,
        channel: 'google_search',
        status: 'ACTIVE',
        firstDay: '2026-09-13',
        lastDay: '2026-09-14',
        days: 2,
      },
      expect.objectContaining({ campaignExternalId: '102', channel: 'google_performance_max', days: 1 }),
    ]);
  });
});

describe('packed and in a workbook, an export says the same', () => {
  const PACKED = FIXTURES.filter(({ file }) => !file.endsWith('.xlsx'));

  it.each(PACKED)('$file', async (said) => {
    const bytes = fixture(said.file);
    const plain = await read(said, bytes);
    expect(await read(said, gzipSync(bytes))).toEqual(plain);
    expect(await read(said, zipOf({ 'report.csv': bytes, '__MACOSX/._report.csv': 'x' }))).toEqual(plain);
    expect(await read(said, zipOf({ 'report.csv.gz': gzipSync(bytes) }))).toEqual(plain);
    if (said.format === 'GOOGLE_ADS_API') return;
    const { rows, warnings, fileTotalMicros, period } = await read(said, workbookOf(cellsOf(bytes)));
    expect({ rows, warnings, fileTotalMicros, period }).toEqual({
      rows: plain.rows,
      warnings: plain.warnings,
      fileTotalMicros: plain.fileTotalMicros,
      period: plain.period,
    });
  });

  it('reads the numbers of a workbook as numbers, whatever signs its texts use', async () => {
    const header = ['date', 'channel', 'campaign', 'spend', 'conversions', 'currency'];
    const rows = [
      ['2026-09-13', 'search', 'Sofas', 1234.567, 1.234, 'EUR'],
      ['2026-09-14', 'search', 'Sofas', '1.234,50', '2', 'EUR'],
    ];
    const parsed = await readExport({ name: '', bytes: workbookOf([header, ...rows]) });
    expect(parsed.rows).toMatchObject([
      { spendMicros: 1_234_567_000n, conversions: 1.234 },
      { spendMicros: 1_234_500_000n, conversions: 2 },
    ]);
  });

  it('leaves sheets without a table aside', async () => {
    const bytes = workbookOf(cellsOf(fixture('tidy.csv')), { otherSheets: { Notes: [['made', 'by hand']] } });
    expect((await readExport({ name: '', bytes })).rowCount).toBe(3);
  });
});

/** The cells of a text file, in whatever of the encodings of the fixtures it is. */
function cellsOf(bytes: Buffer): string[][] {
  const encoding = bytes[0] === 0xff ? 'utf-16le' : encodingOfText(bytes);
  const text = new TextDecoder(encoding).decode(bytes).replace(/^sep=.\r?\n/, '');
  const delimiter = ['\t', ';', ','].find((candidate) => text.split(candidate).length > 15) ?? ',';
  return Papa.parse<string[]>(text, { delimiter }).data;
}

function encodingOfText(bytes: Buffer): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return bytes.includes(Buffer.from('Rapport')) ? 'windows-1252' : 'windows-1251';
  }
}

describe('a CRM or shop export', () => {
  it('gives outcomes by id and UTM tags, without a word about persons', async () => {
    const parsed = await readExport({ name: '', bytes: fixture('crm.ru.csv') });
    expect(parsed).toMatchObject({ format: 'CRM', kind: 'OUTCOMES', currency: 'RUB', rows: [], rowCount: 3 });
    expect(parsed.droppedColumns).toEqual(['ФИО', 'Телефон', 'E-mail']);
    expect(parsed.warnings).toEqual([
      'Rows left out because they name no campaign and carry no UTM tag: 1.',
      'Columns with personal data are not read: ФИО, Телефон, E-mail.',
    ]);
    expect(parsed.outcomes[0]).toEqual({
      date: '2026-09-13',
      campaignExternalId: '701',
      campaignName: null,
      utm: { source: 'yandex', medium: 'cpc', campaign: 'divany' },
      currencyCode: 'RUB',
      leads: 5,
      orders: 2,
      newCustomers: 1,
      revenueMicros: 12_000_500_000n,
      marginMicros: 3_000_100_000n,
    });
    const everything = JSON.stringify(parsed, (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(everything).not.toMatch(/Иванов|example\.com|\+7 900/);
  });

  it('counts a list of orders, sums them up by day and lets a margin be negative', async () => {
    const { outcomes } = await readExport({ name: '', bytes: fixture('shop-orders.csv') });
    expect(outcomes).toMatchObject([
      { date: '2026-09-13', orders: 2, revenueMicros: 200_500_000n, marginMicros: 65_500_000n, leads: null },
      { date: '2026-09-14', orders: 1, revenueMicros: 99_500_000n, marginMicros: -5_500_000n },
    ]);
  });

  it('needs no currency for counts alone', async () => {
    const bytes = Buffer.from('date,campaign,leads,orders\n2026-09-13,Sofas,3,1\n');
    expect((await readExport({ name: '', bytes })).outcomes).toMatchObject([
      { leads: 3, orders: 1, currencyCode: null },
    ]);
  });
});

describe('a column mapping', () => {
  const mapping: ColumnMapping = {
    columns: { date: 'When', campaignName: 'What', spend: 'Paid', impressions: 'Seen', conversions: 'Wins' },
    platform: 'podcasts',
    dateOrder: 'DAY_FIRST',
    timeZone: 'Europe/Lisbon',
    vatMode: 'EXCLUDED',
    attribution: 'promo code',
  };

  it('makes a table of no known format readable', async () => {
    const bytes = fixture('any-table.csv');
    expect((await readExport({ name: '', bytes })).refusals).toMatchObject([{ code: 'NO_HEADER' }]);
    const parsed = await readExport({ name: '', bytes, mapping, currency: 'EUR' });
    expect(parsed).toMatchObject({
      format: 'MAPPED',
      platform: 'podcasts',
      timeZone: 'Europe/Lisbon',
      vatMode: 'EXCLUDED',
      attributions: ['promo code'],
      refusals: [],
    });
    expect(parsed.rows).toMatchObject([
      {
        date: '2026-08-09',
        campaignName: 'Podcast A',
        spendMicros: 1_250_000_000n,
        impressions: 10_000,
        conversions: 12,
      },
      { date: '2026-08-10', spendMicros: 1_000_500_000n, attribution: 'promo code' },
    ]);
  });

  it('settles which of two columns counts', async () => {
    const lines = [
      'Date\tCampaignId\tCampaignName\tCost\tConversions_1_LSC\tConversions_2_LSC\tRevenue_1_LSC\tRevenue_2_LSC',
      '2026-09-13\t7\tSofas\t10.50\t3\t4\t30.00\t40.00',
    ];
    const bytes = Buffer.from(lines.join('\n'));
    const columns = { conversions: 'Conversions_2_LSC' };
    const parsed = await readExport({ name: '', bytes, currency: 'RUB', mapping: { columns } });
    expect(parsed.rows).toMatchObject([
      { conversions: 4, revenueMicros: 40_000_000n, attribution: 'goal 2, LSC' },
    ]);
  });

  it('is kept for files with the same columns, in whatever order', async () => {
    const signatureOf = async (text: string) =>
      (await readExport({ name: '', bytes: Buffer.from(text), mapping, currency: 'EUR' })).headerSignature;
    const [one, other] = ['When;What;Paid;Seen;Wins\n', 'Paid;Wins;Seen; what ;When\n'];
    expect(await signatureOf(one)).toBe(await signatureOf(other));
  });
});
