import * as z from 'zod/mini';
import { performanceHash } from '../days-hash.ts';
import type { DailyPerformance } from '../model/entities.ts';
import type { CampaignId, Channel, WorkspaceId } from '../model/ids.ts';
import {
  type Month,
  type MonthHash,
  type MonthlyPerformance,
  monthlyPerformanceOf,
  monthOf,
} from '../model/monthly.ts';
import { changedDays, grouped, monthBounds, upsertMonths, withDays } from '../month-changes.ts';
import { monthsOf } from '../months.ts';
import type { DailyPerformanceRepository, DayRange, MonthChange } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { packSeenPerformance, unpackSeenPerformance } from '../seen.ts';
import { TABLE } from '../table.ts';
import type { Item } from './batch-write.ts';
import { chunksOf } from './chunks.ts';
import { double, id, isoDate, micros, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { type MonthWrite, storableSums, writeMonths } from './month-writes.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

const dailyPerformanceItem = z.object({
  campaignId: id<CampaignId>(),
  channel: id<Channel>(),
  date: isoDate,
  currencyCode: z.string(),
  spendMicros: micros,
  impressions: z.nullable(double),
  clicks: z.nullable(double),
  conversions: z.nullable(double),
  revenueMicros: z.nullable(micros),
  attribution: z.nullable(z.string()),
  source: z.string(),
  asOf: isoDate,
  incomplete: z.boolean(),
  revision: z.int(),
  seen: z.optional(z.string()),
});

const monthlyPerformanceItem = z.object({
  campaignId: id<CampaignId>(),
  month: z.string(),
  currencyCode: z.string(),
  spendMicros: micros,
  impressions: z.nullable(double),
  clicks: z.nullable(double),
  conversions: z.nullable(double),
  revenueMicros: z.nullable(micros),
  reportedDays: z.int(),
  incompleteDays: z.int(),
});

const monthHashItem = z.object({ campaignId: id<CampaignId>(), daysHash: z.optional(z.string()) });

function toItem({ workspaceId, seen, ...day }: DailyPerformance): Item {
  const packed = packSeenPerformance(seen);
  return {
    ...keys.dayKey(workspaceId, day.campaignId, day.date),
    ...keys.channelDayKey(workspaceId, day.channel, day.date, day.campaignId),
    ...day,
    ...(packed === undefined ? {} : { seen: packed }),
  };
}

function toDay(workspaceId: WorkspaceId, item: unknown): DailyPerformance {
  const { seen, ...day } = parseItem('day of performance', dailyPerformanceItem, item);
  return { workspaceId, ...day, ...(seen === undefined ? {} : { seen: unpackSeenPerformance(seen) }) };
}

const toMonth = (workspaceId: WorkspaceId, item: unknown): MonthlyPerformance => ({
  workspaceId,
  ...parseItem('month of performance', monthlyPerformanceItem, item),
});

function toHash(item: unknown): MonthHash<CampaignId> {
  const { campaignId, daysHash = null } = parseItem('month of performance', monthHashItem, item);
  return { owner: campaignId, daysHash };
}

/** Null where nothing changes. */
function monthWrite({ before, after }: MonthChange<DailyPerformance>): MonthWrite | null {
  const daysHash = performanceHash(after);
  const sums = monthlyPerformanceOf(after);
  const seenHash = performanceHash(before);
  if (daysHash === seenHash || daysHash === null || sums === null) return null;
  const { workspaceId, ...attributes } = sums;
  const key = keys.monthKey(workspaceId, sums.campaignId, sums.month);
  const isSame = (a: DailyPerformance, b: DailyPerformance) => performanceHash([a]) === performanceHash([b]);
  return {
    days: changedDays(before, after, isSame).map(toItem),
    sums: { ...key, ...storableSums(attributes), daysHash },
    seenHash,
  };
}

const CHANNEL_INDEX = TABLE.indexes[0].name;
/** Months read at the same time. */
const LANES = 6;

export function dynamoDailyPerformance(table: TableAccess): DailyPerformanceRepository {
  async function ofCampaign(workspace: WorkspaceId, campaign: CampaignId, range?: DayRange) {
    if (range && range.from > range.to) return [];
    const pk = keys.daysPartition(workspace, campaign);
    const items = queryItems(
      table,
      range === undefined
        ? { condition: 'pk = :pk', values: { ':pk': pk } }
        : {
            condition: 'pk = :pk AND sk BETWEEN :from AND :to',
            values: { ':pk': pk, ':from': keys.daySortKey(range.from), ':to': keys.daySortKey(range.to) },
          },
    );
    return takeAll(items, (item) => toDay(workspace, item));
  }

  const monthItems = (workspace: WorkspaceId, month: Month) =>
    queryItems(table, {
      condition: 'pk = :pk',
      values: { ':pk': keys.monthPartition(workspace, month) },
    });

  async function replaceMonths(workspace: WorkspaceId, changes: readonly MonthChange<DailyPerformance>[]) {
    for (const { after } of changes) assertSameWorkspace('A day of performance', workspace, after);
    const writes = changes.flatMap((change) => {
      const write = monthWrite(change);
      return write === null ? [] : [{ change, write }];
    });
    const written = await writeMonths(
      table,
      writes.map(({ write }) => write),
    );
    return writes.filter((_, i) => !written[i]).map(({ change }) => change);
  }

  return {
    ofCampaign,
    replaceMonths,

    async putMany(workspace, rows) {
      assertSameWorkspace('A day of performance', workspace, rows);
      const months = grouped(rows, (row) => `${row.campaignId}#${monthOf(row.date)}`);
      await upsertMonths(
        [...months.values()],
        async ([row]) => (row ? ofCampaign(workspace, row.campaignId, monthBounds(monthOf(row.date))) : []),
        (given, before) => withDays(before, given),
        (changes) => replaceMonths(workspace, changes),
      );
    },

    async ofMonth(workspace, month) {
      return takeAll(monthItems(workspace, month), (item) => toMonth(workspace, item));
    },

    async hashesOfMonth(workspace, month) {
      return takeAll(monthItems(workspace, month), toHash);
    },

    async ofChannel(workspace, channel, range) {
      const [from, to] = keys.channelDayBounds(range.from, range.to);
      const readMonth = (month: string): Promise<readonly DailyPerformance[]> => {
        const items = queryItems(table, {
          index: CHANNEL_INDEX,
          condition: 'gsi1pk = :month AND gsi1sk BETWEEN :from AND :to',
          values: {
            ':month': keys.channelMonthPartition(workspace, channel, month),
            ':from': from,
            ':to': to,
          },
        });
        return takeAll(items, (item) => toDay(workspace, item));
      };
      const days: DailyPerformance[] = [];
      for (const months of chunksOf(monthsOf(range), LANES)) {
        for (const month of await Promise.all(months.map(readMonth))) days.push(...month);
      }
      return days;
    },
  };
}
