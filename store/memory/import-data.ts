import { outcomesHash } from '../days-hash.ts';
import * as keys from '../dynamo/keys.ts';
import { VersionConflictError } from '../errors.ts';
import { type PackedJson, packJson, unpackJson } from '../json-document.ts';
import type { ExchangeRate } from '../model/exchange-rate.ts';
import type { ImportRecord } from '../model/import-record.ts';
import { monthlyOutcomesOf, monthOf } from '../model/monthly.ts';
import type { DailyOutcomes, OutcomeSource } from '../model/outcomes.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { ExchangeRateRepository, ImportRepository, OutcomeRepository } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { monthTable } from './month-table.ts';
import { compareBytes, Partitions } from './ordered-map.ts';

export function memoryOutcomes(): OutcomeRepository {
  const sources = new Partitions<OutcomeSource>();
  const table = monthTable({
    what: 'A day of outcomes',
    daysPartition: ({ workspaceId, key }: DailyOutcomes) => keys.outcomeDaysPartition(workspaceId, key),
    daySortKey: ({ date }) => keys.daySortKey(date),
    monthKey: ({ workspaceId, key, date }) => keys.outcomeMonthKey(workspaceId, key, monthOf(date)),
    ownerOf: ({ key }) => key,
    hashOf: outcomesHash,
    sumsOf: monthlyOutcomesOf,
  });
  return {
    async putSources(workspace, given) {
      assertSameWorkspace('An outcome source', workspace, given);
      for (const source of given) {
        const { pk, sk } = keys.outcomeSourceKey(workspace, source.key);
        sources.write(pk, sk, { ...source });
      }
    },
    async sources(workspace) {
      return sources.read(keys.outcomeSourcePartition(workspace)).values();
    },
    replaceMonths: table.replaceMonths,
    async ofSource(workspace, key, range) {
      return table.ofPartition(keys.outcomeDaysPartition(workspace, key), range);
    },
    async ofMonth(workspace, month) {
      return table.ofMonth(keys.outcomeMonthPartition(workspace, month));
    },
    async hashesOfMonth(workspace, month) {
      return table.hashesOfMonth(keys.outcomeMonthPartition(workspace, month));
    },
  };
}

type PackedImport = Omit<ImportRecord, 'options' | 'preview'> & { readonly documents: PackedJson };

export function memoryImports(): ImportRepository {
  const table = new Partitions<PackedImport>();
  const unpacked = ({ documents, ...record }: PackedImport): ImportRecord => ({
    ...record,
    // Packed below from exactly these two.
    ...(unpackJson(documents) as Pick<ImportRecord, 'options' | 'preview'>),
  });
  const stored = (workspace: ImportRecord['workspaceId'], id: ImportRecord['id']): ImportRecord | null => {
    const record = table.read(keys.importPartition(workspace)).get(keys.importSortKey(id));
    return record ? unpacked(record) : null;
  };
  return {
    async get(workspace, id) {
      return stored(workspace, id);
    },
    async list(workspace, page) {
      const { first, after } = pageBounds(page, keys.IMPORT_SORT_PREFIX);
      const found = table
        .read(keys.importPartition(workspace))
        .entries()
        .filter(([sortKey]) => after === null || compareBytes(sortKey, after) < 0)
        .map(([, record]) => record)
        .reverse()
        .slice(0, first + 1)
        .map(unpacked);
      return toPage(found, first, (record) => keys.importSortKey(record.id));
    },
    async put(record, expectedVersion) {
      const current = stored(record.workspaceId, record.id);
      if ((current?.version ?? null) !== expectedVersion) {
        throw new VersionConflictError(`Import ${record.id}`, expectedVersion, current);
      }
      const { options, preview, ...rest } = { ...record, version: (expectedVersion ?? 0) + 1 };
      const documents = packJson(`The preview of ${record.file}`, { options, preview });
      table.write(keys.importPartition(record.workspaceId), keys.importSortKey(record.id), {
        ...rest,
        documents,
      });
      return { ...record, version: rest.version };
    },
  };
}

export function memoryExchangeRates(): ExchangeRateRepository {
  const table = new Partitions<ExchangeRate>();
  return {
    async putMany(workspace, rates) {
      assertSameWorkspace('An exchange rate', workspace, rates);
      for (const rate of rates) {
        table.write(keys.ratePartition(workspace, rate.from, rate.to), keys.daySortKey(rate.date), {
          ...rate,
        });
      }
    },
    async ofPair(workspace, from, to, range) {
      const rates = table.read(keys.ratePartition(workspace, from, to)).values();
      return rates.filter(({ date }) => range.from <= date && date <= range.to);
    },
  };
}
