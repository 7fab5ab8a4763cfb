import { describe, expect, it } from 'vitest';
import { exampleFiles } from '../../examples/generate/examples.ts';
import { readExport } from '../../planning/import/read-export.ts';
import { day, dayNumber } from '../../store/model/day.ts';
import { newestRows, readExample, readTruth, shape, type TrueCampaign, trueResponse } from './truth.ts';

const truth = readTruth();
const observed = await newestRows();
const rowsOf = (campaign: TrueCampaign) => observed.get(campaign.externalId) ?? [];

/** Mean daily spend of the last 28 complete days, EUR. */
const currentSpend = (campaign: TrueCampaign) =>
  rowsOf(campaign)
    .filter(({ date }) => date >= '2026-09-27' && date <= '2026-10-24')
    .reduce((sum, { spendMicros }) => sum + Number(spendMicros) / 1e6, 0) / 28;

describe('the example files', () => {
  it('are the bytes that the generator writes', async () => {
    for (const { path, text } of exampleFiles()) {
      expect(readExample(path).equals(Buffer.from(text)), `${path}: run npm run examples`).toBe(true);
    }
  });

  it('hold 20 campaigns of 5 channels on 3 platforms over 426 days, at 5,000 to 8,000 EUR a day', async () => {
    expect(truth.campaigns).toHaveLength(20);
    expect(new Set(truth.campaigns.map(({ channel }) => channel)).size).toBe(5);
    expect(new Set(truth.campaigns.map(({ platform }) => platform)).size).toBe(3);
    const dates = new Set([...observed.values()].flat().map(({ date }) => date));
    expect([dates.size, [...dates].sort()[0], [...dates].sort().at(-1)]).toEqual([
      426,
      '2025-09-01',
      '2026-10-31',
    ]);
    const total = truth.campaigns.reduce((sum, campaign) => sum + currentSpend(campaign), 0);
    expect(total).toBeGreaterThan(5000);
    expect(total).toBeLessThan(8000);
  });

  it('say the same as the tidy CSV up to the last complete day', async () => {
    const tidy = await readExport({ name: 'tidy.csv', bytes: readExample('tidy.csv'), currency: 'EUR' });
    expect(tidy.refusals).toEqual([]);
    const key = (row: { channel: string; campaignName: string; date: string }) =>
      `${row.channel}/${row.campaignName}/${row.date}`;
    const expected = new Map(
      [...observed.values()]
        .flat()
        .filter(({ date }) => date <= '2026-10-24')
        .map((row) => [
          key(row),
          [row.spendMicros, row.impressions, row.clicks, row.conversions, row.revenueMicros],
        ]),
    );
    const seen = new Map(
      tidy.rows.map((row) => [
        key(row),
        [row.spendMicros, row.impressions, row.clicks, row.conversions, row.revenueMicros],
      ]),
    );
    expect(seen).toEqual(expected);
  });
});

describe('the truth behind the examples', () => {
  it.each(truth.campaigns.map((campaign) => ({ name: `${campaign.channel}, ${campaign.name}`, campaign })))(
    'explains the conversions of $name within their noise',
    ({ campaign }) => {
      const { expected, observedSum, variance } = conversionsAgainstTruth(campaign);
      expect(Math.abs(observedSum - expected)).toBeLessThan(4 * Math.sqrt(variance));
      expect(observedSum / expected).toBeGreaterThan(0.95);
      expect(observedSum / expected).toBeLessThan(1.05);
    },
  );

  it('has multipliers of mean 1', async () => {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const { season } of truth.channels) {
      expect(season).toHaveLength(truth.days);
      expect(mean(season)).toBeCloseTo(1, 6);
    }
    for (const { weekday } of truth.campaigns) expect(mean(weekday)).toBeCloseTo(1, 5);
  });

  it('leaves 10 to 25 % more conversions to be had from the same budget within half and double of each', async () => {
    const running = truth.campaigns.filter((campaign) => currentSpend(campaign) > 0);
    const now = running.reduce((sum, campaign) => sum + trueResponse(campaign, currentSpend(campaign)), 0);
    const gain = bestConversions(running) / now - 1;
    expect(gain).toBeGreaterThan(0.1);
    expect(gain).toBeLessThan(0.25);
  });

  it('has one campaign whose spend hardly varied, and enough variation in the others', async () => {
    const steady = truth.campaigns.filter((campaign) => variation(campaign) < 0.05);
    expect(steady.map(({ name }) => name)).toEqual(['Shopping | Clearance']);
    const others = truth.campaigns.filter((campaign) => variation(campaign) >= 0.05);
    expect(Math.min(...others.map(variation))).toBeGreaterThan(0.2);
  });

  it('has one S-shaped curve, spent on at both sides of its inflection', async () => {
    const curves = truth.campaigns.filter(({ curve }) => curve.family === 'HILL' && curve.slope > 1);
    expect(curves).toHaveLength(1);
    const [campaign] = curves;
    if (campaign?.curve.family !== 'HILL') throw new Error('expected a Hill curve');
    const { halfSaturation, slope } = campaign.curve;
    const inflection = halfSaturation * ((slope - 1) / (slope + 1)) ** (1 / slope);
    const spends = rowsOf(campaign).map(({ spendMicros }) => Number(spendMicros) / 1e6);
    expect(spends.filter((spend) => spend < 0.8 * inflection).length).toBeGreaterThan(60);
    expect(spends.filter((spend) => spend > 1.2 * inflection).length).toBeGreaterThan(60);
  });
});

/** Truth evaluated on the spend that the exports show; days whose conversions are still coming in are left out. */
function conversionsAgainstTruth(campaign: TrueCampaign) {
  const season = truth.channels.find(({ channel }) => channel === campaign.channel)?.season ?? [];
  const rows = new Map(rowsOf(campaign).map((row) => [row.date as string, row]));
  const first = dayNumber(day(truth.firstDay));
  let adstock = campaign.adstockBefore;
  let [expected, observedSum, variance] = [0, 0, 0];
  for (let t = 0; t < truth.days; t += 1) {
    const date = new Date((first + t) * 86_400_000).toISOString().slice(0, 10);
    const row = rows.get(date);
    adstock =
      (1 - campaign.carryOver) * (Number(row?.spendMicros ?? 0n) / 1e6) + campaign.carryOver * adstock;
    if (row === undefined || date > '2026-10-17') continue;
    const weekday = campaign.weekday[(new Date(date).getUTCDay() + 6) % 7] ?? Number.NaN;
    const mean = trueResponse(campaign, adstock) * weekday * (season[t] ?? Number.NaN);
    expected += mean;
    variance += mean + mean ** 2 / truth.dispersion;
    observedSum += row.conversions ?? 0;
  }
  return { expected, observedSum, variance };
}

function variation(campaign: TrueCampaign): number {
  const spends = rowsOf(campaign).map(({ spendMicros }) => Number(spendMicros));
  const mean = spends.reduce((sum, spend) => sum + spend, 0) / spends.length;
  return Math.sqrt(spends.reduce((sum, spend) => sum + (spend - mean) ** 2, 0) / spends.length) / mean;
}

/** Exact on a grid of 20 EUR, by dynamic programming over the campaigns. */
function bestConversions(campaigns: readonly TrueCampaign[]): number {
  const step = 20;
  const steps = Math.floor(campaigns.reduce((sum, campaign) => sum + currentSpend(campaign) / 2, 0) / step);
  let best = new Float64Array(steps + 1);
  for (const campaign of campaigns) {
    const half = currentSpend(campaign) / 2;
    const values = Array.from({ length: Math.floor((3 * half) / step) + 1 }, (_, k) =>
      trueResponse(campaign, half + k * step),
    );
    best = best.map((_, budget) =>
      values.reduce((most, value, k) => (k > budget ? most : Math.max(most, best[budget - k]! + value)), 0),
    );
  }
  return best[steps]!;
}

it('shape is 0 at no spend and grows', async () => {
  for (const { curve } of truth.campaigns) {
    expect(shape(curve, 0)).toBe(0);
    expect(shape(curve, 200)).toBeGreaterThan(shape(curve, 100));
  }
});
