import * as z from 'zod/mini';
import { outcomesHash } from '../days-hash.ts';
import type { WorkspaceId } from '../model/ids.ts';
import { type Month, type MonthHash, type MonthlyOutcomes, monthlyOutcomesOf } from '../model/monthly.ts';
import type { DailyOutcomes, OutcomeKey, OutcomeSource } from '../model/outcomes.ts';
import { changedDays } from '../month-changes.ts';
import type { MonthChange, OutcomeRepository } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { packSeenOutcomes, unpackSeenOutcomes } from '../seen.ts';
import { batchPut, type Item } from './batch-write.ts';
import { double, id, isoDate, micros, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { type MonthWrite, storableSums, writeMonths } from './month-writes.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

const figures = {
  key: id<OutcomeKey>(),
  currencyCode: z.nullable(z.string()),
  leads: z.nullable(double),
  orders: z.nullable(double),
  newCustomers: z.nullable(double),
  revenueMicros: z.nullable(micros),
  marginMicros: z.nullable(micros),
};

const dailyOutcomesItem = z.object({
  ...figures,
  date: isoDate,
  source: z.string(),
  asOf: isoDate,
  revision: z.int(),
  seen: z.optional(z.string()),
});

const monthlyOutcomesItem = z.object({ ...figures, month: z.string(), reportedDays: z.int() });

const monthHashItem = z.object({ key: id<OutcomeKey>(), daysHash: z.optional(z.string()) });

const outcomeSourceItem = z.object({
  key: id<OutcomeKey>(),
  campaignExternalId: z.nullable(z.string()),
  campaignName: z.nullable(z.string()),
  utmSource: z.nullable(z.string()),
  utmMedium: z.nullable(z.string()),
  utmCampaign: z.nullable(z.string()),
});

function toItem({ workspaceId, seen, ...day }: DailyOutcomes): Item {
  const packed = packSeenOutcomes(seen);
  return {
    ...keys.outcomeDayKey(workspaceId, day.key, day.date),
    ...day,
    ...(packed === undefined ? {} : { seen: packed }),
  };
}

function toDay(workspaceId: WorkspaceId, item: unknown): DailyOutcomes {
  const { seen, ...day } = parseItem('day of outcomes', dailyOutcomesItem, item);
  return { workspaceId, ...day, ...(seen === undefined ? {} : { seen: unpackSeenOutcomes(seen) }) };
}

const toMonth = (workspaceId: WorkspaceId, item: unknown): MonthlyOutcomes => ({
  workspaceId,
  ...parseItem('month of outcomes', monthlyOutcomesItem, item),
});

function toHash(item: unknown): MonthHash<OutcomeKey> {
  const { key, daysHash = null } = parseItem('month of outcomes', monthHashItem, item);
  return { owner: key, daysHash };
}

const toSource = (workspaceId: WorkspaceId, item: unknown): OutcomeSource => ({
  workspaceId,
  ...parseItem('outcome source', outcomeSourceItem, item),
});

/** Null where nothing changes. */
function monthWrite({ before, after }: MonthChange<DailyOutcomes>): MonthWrite | null {
  const daysHash = outcomesHash(after);
  const sums = monthlyOutcomesOf(after);
  const seenHash = outcomesHash(before);
  if (daysHash === seenHash || daysHash === null || sums === null) return null;
  const { workspaceId, ...attributes } = sums;
  const isSame = (a: DailyOutcomes, b: DailyOutcomes) => outcomesHash([a]) === outcomesHash([b]);
  return {
    days: changedDays(before, after, isSame).map(toItem),
    sums: {
      ...keys.outcomeMonthKey(workspaceId, sums.key, sums.month),
      ...storableSums(attributes),
      daysHash,
    },
    seenHash,
  };
}

export function dynamoOutcomes(table: TableAccess): OutcomeRepository {
  const monthItems = (workspace: WorkspaceId, month: Month) =>
    queryItems(table, {
      condition: 'pk = :pk',
      values: { ':pk': keys.outcomeMonthPartition(workspace, month) },
    });

  return {
    async putSources(workspace, sources) {
      assertSameWorkspace('An outcome source', workspace, sources);
      await batchPut(
        table,
        sources.map(({ workspaceId, ...source }) => ({
          ...keys.outcomeSourceKey(workspaceId, source.key),
          ...source,
        })),
      );
    },

    async sources(workspace) {
      const items = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': keys.outcomeSourcePartition(workspace) },
      });
      return takeAll(items, (item) => toSource(workspace, item));
    },

    async replaceMonths(workspace, changes) {
      for (const { after } of changes) assertSameWorkspace('A day of outcomes', workspace, after);
      const writes = changes.flatMap((change) => {
        const write = monthWrite(change);
        return write === null ? [] : [{ change, write }];
      });
      const written = await writeMonths(
        table,
        writes.map(({ write }) => write),
      );
      return writes.filter((_, i) => !written[i]).map(({ change }) => change);
    },

    async ofSource(workspace, key, range) {
      if (range && range.from > range.to) return [];
      const pk = keys.outcomeDaysPartition(workspace, key);
      const [from, to] = range ? [keys.daySortKey(range.from), keys.daySortKey(range.to)] : ['D#', 'D$'];
      const items = queryItems(table, {
        condition: 'pk = :pk AND sk BETWEEN :from AND :to',
        values: { ':pk': pk, ':from': from, ':to': to },
      });
      return takeAll(items, (item) => toDay(workspace, item));
    },

    async ofMonth(workspace, month) {
      return takeAll(monthItems(workspace, month), (item) => toMonth(workspace, item));
    },

    async hashesOfMonth(workspace, month) {
      return takeAll(monthItems(workspace, month), toHash);
    },
  };
}
