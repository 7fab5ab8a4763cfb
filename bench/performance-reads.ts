import { performanceBetween, type Reading } from '../planning/performance/performance-between.ts';
import { type Database, openDatabase } from '../store/local/open-database.ts';
import { addDays, day } from '../store/model/day.ts';
import type { DailyPerformance } from '../store/model/entities.ts';
import { campaignId, channel, workspaceId } from '../store/model/ids.ts';
import { spreadOf } from './statistics.ts';
import { syntheticCampaigns } from './synthetic.ts';

const DAYS = 365;
const RUNS = 3;
const FIRST_DAY = day('2025-01-01');
const WORKSPACE = workspaceId('bench');

export interface PerformanceReadsOptions {
  readonly campaigns: number;
}

/** A year of an account by channel and month: from the stored sums of months, and from the daily rows. */
export async function performanceReads({ campaigns }: PerformanceReadsOptions) {
  const database = await openDatabase({ env: { ...process.env, TABLE_NAME: 'equimarginal-bench' } });
  try {
    const deps = { store: database.store, now: () => new Date(), newId: () => 'unused' };
    await fill(deps, campaigns);
    const read = (reading: Reading) =>
      performanceBetween(
        deps,
        WORKSPACE,
        { from: FIRST_DAY, to: addDays(FIRST_DAY, DAYS - 1), groupBy: ['CHANNEL', 'MONTH'] },
        reading,
      );
    const timed = async (reading: Reading) => {
      const start = performance.now();
      const report = await read(reading);
      return { milliseconds: performance.now() - start, report };
    };
    await read('STORED_SUMS');
    const stored: number[] = [];
    const days: number[] = [];
    let isSame = true;
    // Taken in turns, so that what slows the machine slows both.
    for (let run = 0; run < RUNS; run++) {
      const [fromSums, fromDays] = [await timed('STORED_SUMS'), await timed('DAYS')];
      stored.push(fromSums.milliseconds);
      days.push(fromDays.milliseconds);
      isSame &&= fromSums.report.total.sums.spendMicros === fromDays.report.total.sums.spendMicros;
    }
    return {
      database: database.kind,
      campaigns,
      dailyRows: campaigns * DAYS,
      storedMonths: campaigns * 12,
      groupBy: ['CHANNEL', 'MONTH'],
      storedSumsMs: spreadOf(stored),
      dailyRowsMs: spreadOf(days),
      daysOverSums: spreadOf(days.map((milliseconds, run) => milliseconds / (stored[run] ?? 1))),
      sameFigures: isSame,
    };
  } finally {
    await database.close();
  }
}

async function fill({ store }: Pick<Database, 'store'>, campaigns: number): Promise<void> {
  for (const series of syntheticCampaigns(campaigns, DAYS)) {
    const { id } = await store.campaigns.put(
      {
        workspaceId: WORKSPACE,
        id: campaignId(series.campaign),
        platform: 'google_ads',
        accountId: null,
        externalId: series.campaign,
        name: series.campaign,
        channel: channel(series.channel),
        currencyCode: 'EUR',
        status: 'ACTIVE',
        timeZone: null,
        firstDay: FIRST_DAY,
        lastDay: addDays(FIRST_DAY, DAYS - 1),
      },
      null,
    );
    const rows = series.days.map(
      ({ date, spend, outcome }): DailyPerformance => ({
        workspaceId: WORKSPACE,
        campaignId: id,
        channel: channel(series.channel),
        date: day(date),
        currencyCode: 'EUR',
        spendMicros: BigInt(Math.round(spend * 1e6)),
        impressions: Math.round(spend * 50),
        clicks: Math.round(spend),
        conversions: outcome,
        revenueMicros: BigInt(Math.round((outcome ?? 0) * 80e6)),
        attribution: null,
        source: 'BENCH',
        asOf: addDays(FIRST_DAY, DAYS),
        incomplete: false,
        revision: 0,
      }),
    );
    await untilDone(() => store.dailyPerformance.putMany(WORKSPACE, rows));
  }
}

/** Writing the same rows again changes nothing, so what a busy machine made too slow is written again. */
async function untilDone(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}
