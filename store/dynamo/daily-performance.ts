import * as z from 'zod/mini';
import type { DailyPerformance } from '../model/entities.ts';
import type { CampaignId, Channel, WorkspaceId } from '../model/ids.ts';
import { monthsOf } from '../months.ts';
import type { DailyPerformanceRepository } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { TABLE } from '../table.ts';
import { batchPut, type Item } from './batch-write.ts';
import { chunksOf } from './chunks.ts';
import { double, id, isoDate, micros, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
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
  source: z.string(),
  asOf: isoDate,
  incomplete: z.boolean(),
  revision: z.int(),
});

function toItem({ workspaceId, ...day }: DailyPerformance): Item {
  return {
    ...keys.dayKey(workspaceId, day.campaignId, day.date),
    ...keys.channelDayKey(workspaceId, day.channel, day.date, day.campaignId),
    ...day,
  };
}

const toDay = (workspaceId: WorkspaceId, item: unknown): DailyPerformance => ({
  workspaceId,
  ...parseItem('day of performance', dailyPerformanceItem, item),
});

const CHANNEL_INDEX = TABLE.indexes[0].name;
/** Months read at the same time. */
const LANES = 6;

export function dynamoDailyPerformance(table: TableAccess): DailyPerformanceRepository {
  return {
    async putMany(workspace, rows) {
      assertSameWorkspace('A day of performance', workspace, rows);
      await batchPut(table, rows.map(toItem));
    },

    async ofCampaign(workspace, campaign, range) {
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
