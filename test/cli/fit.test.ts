import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-code.ts';
import { fakeIo } from './fake-io.ts';

/** Two campaigns of one name in two channels, 90 days, on LOG curves without noise. */
const CSV = [
  'date,channel,campaign,spend,impressions,clicks,conversions,revenue',
  ...['search', 'social'].flatMap((channel, which) =>
    Array.from({ length: 90 }, (_, index) => {
      const date = new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
      const spend = 100 + 60 * Math.sin(index / 5) + 40 * Math.sin(index / 11);
      const conversions = 2 + (which + 1) * 10 * Math.log1p(spend / 80);
      const revenue = (80 * conversions).toFixed(2);
      return `${date},${channel},Brand,${spend.toFixed(2)},,,${conversions.toFixed(2)},${revenue}`;
    }),
  ),
].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'equimarginal-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const LIFT = {
  id: 'lift',
  campaign: 'Brand',
  channel: 'search',
  from: '2026-02-01',
  to: '2026-02-28',
  spendControl: 60,
  spendTest: 140,
  lift: 6,
  standardError: 0.4,
};
const EXPERIMENTS = written('lift.json', JSON.stringify([LIFT]));
const EVENTS = written(
  'events.json',
  JSON.stringify([{ name: 'Sale', from: '2026-02-01', to: '2026-02-03' }]),
);
const BREAKS = written(
  'breaks.json',
  JSON.stringify([{ campaign: 'Brand', channel: 'social', date: '2026-02-15', reason: 'Prices.' }]),
);

interface Printed {
  readonly parameters: { readonly events: unknown[]; readonly breaks: unknown[] };
  readonly diagnostics: { readonly calibration: unknown[]; readonly outOfSample: object };
  readonly at: readonly { readonly expectedConversions: number }[];
}

const runFit = async (...options: string[]) => {
  const io = fakeIo({ stdin: CSV });
  return { exitCode: await dispatch(['fit', '-', ...options], io), out: io.out(), err: io.err() };
};

describe('fit', () => {
  let answered: Awaited<ReturnType<typeof runFit>>;
  beforeAll(async () => {
    answered = await runFit('--at', 'x0.5', '--at', '120');
  });

  it('prints one object per channel and campaign, with the agreed keys and nothing else', () => {
    expect(answered).toMatchObject({ exitCode: EXIT.done, err: '' });
    const fits = JSON.parse(answered.out) as Record<string, unknown>[];
    expect(fits.map(({ campaign, channel }) => [campaign, channel])).toEqual([
      ['Brand', 'search'],
      ['Brand', 'social'],
    ]);
    for (const one of fits) {
      expect(Object.keys(one)).toEqual(
        'campaign channel family parameters diagnostics identifiability at'.split(' '),
      );
    }
  });

  it('answers each --at in the order asked', () => {
    const [search] = JSON.parse(answered.out) as {
      at: Record<string, unknown>[];
      diagnostics: { spend: { mean: number } };
    }[];
    expect(search?.at.map((answer) => Object.keys(answer).sort())).toEqual(
      Array(2).fill(
        'expectedConversions incrementalConversions interval marginalConversions marginalInterval spend'.split(
          ' ',
        ),
      ),
    );
    expect(search?.at[0]?.spend).toBeCloseTo((search?.diagnostics.spend.mean ?? 0) / 2, 6);
    expect(search?.at[1]?.spend).toBe(120);
  });

  it('prints tables to read, each campaign named once', async () => {
    const { out } = await runFit('--table', '--at', 'x0.5', '--at', 'x2');
    expect(out).toMatch(/Campaign +Channel +Curve/);
    expect(out).toMatch(/Campaign +Spend a day +Conversions/);
    expect(out).not.toContain('NaN');
  });

  it('calibrates with experiments and shows in the diagnostics what they did', async () => {
    const { out, exitCode } = await runFit(
      '--experiments',
      EXPERIMENTS,
      '--events',
      EVENTS,
      '--breaks',
      BREAKS,
    );
    expect(exitCode).toBe(EXIT.done);
    const [search, social] = JSON.parse(out) as Printed[];
    expect(search?.diagnostics.calibration).toMatchObject([{ id: 'lift', observed: { lift: 6 } }]);
    expect(social?.diagnostics.calibration).toEqual([]);
    expect(social?.parameters.breaks).toMatchObject([{ date: '2026-02-15' }]);
    expect(search?.parameters.breaks).toEqual([]);
    expect(search?.parameters.events).toMatchObject([{ name: 'Sale' }]);
    const { diagnostics } = search as Printed;
    expect(Object.keys(diagnostics.outOfSample).sort()).toEqual(['bias', 'intervalCoverage', 'mase', 'wape']);
    expect(diagnostics).toMatchObject({
      outliers: [],
      residualAutocorrelation: { lag1: expect.any(Number) },
    });
  });

  it('fits curves of revenue, with the experiments that counted revenue', async () => {
    const { out } = await runFit('--outcome', 'revenue', '--at', 'x1', '--experiments', EXPERIMENTS);
    const [search] = JSON.parse(out) as Printed[];
    expect(search?.at[0]?.expectedConversions).toBeGreaterThan(500);
    expect(search?.diagnostics.calibration).toEqual([]);
    const table = await runFit('--outcome', 'revenue', '--table', '--at', 'x1');
    expect(table.out).toMatch(/Marginal ROAS/);
    expect(table.out).not.toMatch(/CPA/);
  });

  it('prints a table of the diagnostics', async () => {
    const { out } = await runFit('--table');
    expect(out).toMatch(
      /Campaign +Days +WAPE +Bias +MASE +In 80 % +Residuals 1 d, 7 d +Outliers +Saturated +Half-life/,
    );
  });

  it.each([
    ['is not JSON', '[', /is not JSON/],
    ['is no list', '{}', /wanted a JSON array/],
    ['names no day', JSON.stringify([{ ...LIFT, from: '2026-02-30' }]), /, \[0\]\.from: wanted a day/],
    [
      'lacks the standard error',
      JSON.stringify([{ ...LIFT, standardError: 0 }]),
      /\[0\]\.standardError: wanted a number above 0/,
    ],
    ['spends the same twice', JSON.stringify([{ ...LIFT, spendTest: 60 }]), /says nothing of spend/],
    ['has an unknown key', JSON.stringify([{ ...LIFT, sd: 1 }]), /unknown key sd/],
    [
      'names no campaign of the CSV',
      JSON.stringify([{ ...LIFT, campaign: 'TV' }]),
      /no campaign "TV" in search/,
    ],
    [
      'could mean two campaigns',
      JSON.stringify([{ ...LIFT, channel: undefined }]),
      /say which with "channel"/,
    ],
  ])('refuses a file of experiments that %s', async (_, text, message) => {
    const { exitCode, err, out } = await runFit('--experiments', written('experiments.json', text));
    expect({ exitCode, out }).toEqual({ exitCode: EXIT.badInput, out: '' });
    expect(err).toMatch(message);
  });
});
