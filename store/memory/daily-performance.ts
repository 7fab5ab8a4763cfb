import { performanceHash } from '../days-hash.ts';
import * as keys from '../dynamo/keys.ts';
import type { DailyPerformance } from '../model/entities.ts';
import { monthlyPerformanceOf, monthOf } from '../model/monthly.ts';
import { monthsOf } from '../months.ts';
import type { DailyPerformanceRepository } from '../ports.ts';
import { monthTable } from './month-table.ts';
import { compareBytes } from './ordered-map.ts';

export function memoryDailyPerformance(): DailyPerformanceRepository {
  const table = monthTable({
    what: 'A day of performance',
    daysPartition: ({ workspaceId, campaignId }: DailyPerformance) =>
      keys.daysPartition(workspaceId, campaignId),
    daySortKey: ({ date }) => keys.daySortKey(date),
    monthKey: ({ workspaceId, campaignId, date }) => keys.monthKey(workspaceId, campaignId, monthOf(date)),
    ownerOf: ({ campaignId }) => campaignId,
    hashOf: performanceHash,
    sumsOf: monthlyPerformanceOf,
  });
  return {
    putMany: table.putMany,
    replaceMonths: table.replaceMonths,
    async ofCampaign(workspace, campaign, range) {
      return table.ofPartition(keys.daysPartition(workspace, campaign), range);
    },
    async ofChannel(workspace, channel, range) {
      if (monthsOf(range).length === 0) return [];
      const indexKey = (row: DailyPerformance) =>
        keys.channelDayKey(workspace, channel, row.date, row.campaignId).gsi1sk;
      return table.days
        .valuesUnder(keys.everyDaysPartition(workspace))
        .filter((row) => row.channel === channel && range.from <= row.date && row.date <= range.to)
        .map((row) => ({ row, key: indexKey(row) }))
        .sort((a, b) => compareBytes(a.key, b.key))
        .map(({ row }) => row);
    },
    async ofMonth(workspace, month) {
      return table.ofMonth(keys.monthPartition(workspace, month));
    },
    async hashesOfMonth(workspace, month) {
      return table.hashesOfMonth(keys.monthPartition(workspace, month));
    },
  };
}
