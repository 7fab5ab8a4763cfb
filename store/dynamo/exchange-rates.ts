import * as z from 'zod/mini';
import type { ExchangeRateRepository } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { batchPut } from './batch-write.ts';
import { isoDate, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

const exchangeRateItem = z.object({
  from: z.string(),
  to: z.string(),
  date: isoDate,
  rate: z.string(),
  source: z.string(),
});

export function dynamoExchangeRates(table: TableAccess): ExchangeRateRepository {
  return {
    async putMany(workspace, rates) {
      assertSameWorkspace('An exchange rate', workspace, rates);
      await batchPut(
        table,
        rates.map(({ workspaceId, ...rate }) => ({
          pk: keys.ratePartition(workspaceId, rate.from, rate.to),
          sk: keys.daySortKey(rate.date),
          ...rate,
        })),
      );
    },

    async ofPair(workspace, from, to, range) {
      if (range.from > range.to) return [];
      const items = queryItems(table, {
        condition: 'pk = :pk AND sk BETWEEN :from AND :to',
        values: {
          ':pk': keys.ratePartition(workspace, from, to),
          ':from': keys.daySortKey(range.from),
          ':to': keys.daySortKey(range.to),
        },
      });
      return takeAll(items, (item) => ({
        workspaceId: workspace,
        ...parseItem('exchange rate', exchangeRateItem, item),
      }));
    },
  };
}
