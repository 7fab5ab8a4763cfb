import type { Curve } from '../../optimizer/curve/curve.ts';
import type { FittedCurve, Identifiability } from '../../optimizer/fit/fitted-curve.ts';
import { outcomeSeries, seriesHash } from '../../planning/daily-series.ts';
import type { PlanningDeps } from '../../planning/deps.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { addDays, day } from '../../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../../store/model/entities.ts';
import { campaignId, channel, workspaceId } from '../../store/model/ids.ts';

export const WORKSPACE = workspaceId('acme');
export const VIEWER = { workspaceId: WORKSPACE, subject: 'ada' };

/** An empty workspace, ids that count up, a clock that stands still. */
export function testDeps(): PlanningDeps {
  let ids = 0;
  return {
    store: createMemoryStore(),
    now: () => new Date('2026-11-01T09:00:00Z'),
    newId: () => `ID${String(++ids).padStart(6, '0')}`,
  };
}

export interface CampaignFixture extends Partial<Omit<Campaign, 'id' | 'channel' | 'workspaceId'>> {
  readonly id: string;
  readonly channel?: string;
  /** Units of currency for each day from 2026-01-01 on; null: no row. */
  readonly spend: readonly (number | null)[];
  readonly row?: (index: number) => Partial<DailyPerformance>;
  /** Stored as already fitted, so that a test knows the curve that is planned with. */
  readonly curve?: Curve;
  readonly verdict?: Identifiability['verdict'];
  readonly draws?: readonly Curve[];
}

export const FIRST_DAY = day('2026-01-01');

/** The same spend every day. */
export const steady = (spend: number, days = 40): readonly number[] => Array<number>(days).fill(spend);

/** Each day: 1000 impressions, 50 clicks, 5 conversions, 400 of revenue, unless the fixture says otherwise. */
export async function addCampaign(deps: PlanningDeps, fixture: CampaignFixture): Promise<Campaign> {
  const { id, channel: slug = 'google_search', spend, row, curve, verdict, draws, ...given } = fixture;
  const campaign = await deps.store.campaigns.put(
    {
      workspaceId: WORKSPACE,
      id: campaignId(id),
      platform: 'google_ads',
      accountId: null,
      externalId: id,
      name: id,
      channel: channel(slug),
      currencyCode: 'EUR',
      status: 'ACTIVE',
      timeZone: null,
      firstDay: FIRST_DAY,
      lastDay: addDays(FIRST_DAY, spend.length - 1),
      ...given,
    },
    null,
  );
  const rows = spend.flatMap((amount, i): DailyPerformance[] =>
    amount === null
      ? []
      : [
          {
            workspaceId: WORKSPACE,
            campaignId: campaign.id,
            channel: campaign.channel,
            date: addDays(FIRST_DAY, i),
            currencyCode: campaign.currencyCode,
            spendMicros: BigInt(Math.round(amount * 1e6)),
            impressions: 1000,
            clicks: 50,
            conversions: 5,
            revenueMicros: 400_000_000n,
            attribution: null,
            source: 'TEST',
            asOf: campaign.lastDay,
            incomplete: false,
            revision: 0,
            ...row?.(i),
          },
        ],
  );
  await deps.store.dailyPerformance.putMany(WORKSPACE, rows);
  if (curve) await storeCurve(deps, campaign, rows, fittedAs(campaign, rows, curve, verdict, draws));
  return campaign;
}

async function storeCurve(
  deps: PlanningDeps,
  campaign: Campaign,
  rows: readonly DailyPerformance[],
  fit: FittedCurve,
): Promise<void> {
  const dataHash = seriesHash(outcomeSeries(campaign, rows));
  const fittedAt = '2026-10-31T00:00:00.000Z';
  await deps.store.curves.putMany(WORKSPACE, [
    { workspaceId: WORKSPACE, campaignId: campaign.id, outcome: 'CONVERSIONS', dataHash, fittedAt, fit },
  ]);
}

function fittedAs(
  campaign: Campaign,
  rows: readonly DailyPerformance[],
  curve: Curve,
  verdict: Identifiability['verdict'] = 'WELL_IDENTIFIED',
  draws: readonly Curve[] = [],
): FittedCurve {
  const spends = rows.map(({ spendMicros }) => Number(spendMicros) / 1e6);
  const mean = spends.reduce((sum, spend) => sum + spend, 0) / spends.length;
  const highest = Math.max(...spends);
  return {
    campaign: campaign.id,
    channel: campaign.channel,
    family: curve.family,
    curve,
    parameters: {
      scale: 1,
      baseline: curve.baseline ?? 0,
      carryOver: 0,
      carryOverHalfLifeDays: 0,
      weekday: [1, 1, 1, 1, 1, 1, 1],
      events: [],
      breaks: [],
    },
    posterior: {
      draws: draws.map((drawn) => ({ curve: drawn, carryOver: 0 })),
      familyWeights: { [curve.family]: 1 },
      season: [{ date: FIRST_DAY, multiplier: 1 }],
      drift: [],
      eventDays: [],
      carriedIn: 1,
    },
    diagnostics: {
      observations: rows.length,
      firstDay: campaign.firstDay,
      lastDay: campaign.lastDay,
      spend: {
        mean,
        min: Math.min(...spends),
        max: highest,
        p5: Math.min(...spends),
        p95: highest,
        current: mean,
        variation: 0.3,
      },
      outOfSample: { wape: 0.1, bias: 0, mase: 0.8, intervalCoverage: 0.8 },
      residualAutocorrelation: { lag1: 0, lag7: 0 },
      outliers: [],
      correlatedSpend: null,
      saturationAtCurrent: null,
      marginalAtCurrent: { value: 0.05, interval: [0.04, 0.06] },
      warnings: [],
    },
    identifiability: { verdict, reason: 'So says the test.', suggestion: null },
    calibration: [],
  };
}
