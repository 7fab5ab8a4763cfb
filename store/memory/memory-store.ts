import { matchesCampaign } from '../campaign-filter.ts';
import * as keys from '../dynamo/keys.ts';
import { AlreadyExistsError, VersionConflictError } from '../errors.ts';
import { type PackedJson, packJson, unpackJson } from '../json-document.ts';
import type { Campaign, DailyPerformance, Scenario, StoredCurve } from '../model/entities.ts';
import { monthsOf } from '../months.ts';
import { pageBounds, toPage } from '../paging.ts';
import type {
  CampaignRepository,
  CurveRepository,
  DailyPerformanceRepository,
  ScenarioRepository,
  Store,
} from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { compareBytes, Partitions } from './ordered-map.ts';

/**
 * The store in this process's memory, under the same keys and with the same promises as the table: one conformance
 * suite runs against both. Nothing is kept.
 */
export function createMemoryStore(): Store {
  return {
    campaigns: memoryCampaigns(),
    dailyPerformance: memoryDailyPerformance(),
    curves: memoryCurves(),
    scenarios: memoryScenarios(),
  };
}

function memoryCampaigns(): CampaignRepository {
  const table = new Partitions<Campaign>();
  const stored = (workspace: Campaign['workspaceId'], id: Campaign['id']): Campaign | null =>
    table.read(keys.campaignPartition(workspace)).get(keys.campaignSortKey(id)) ?? null;

  return {
    async get(workspace, id) {
      return stored(workspace, id);
    },
    async getMany(workspace, ids) {
      return ids.map((id) => stored(workspace, id));
    },
    async list(workspace, page, filter = {}) {
      const { first, after } = pageBounds(page, keys.CAMPAIGN_SORT_PREFIX);
      const found = table
        .read(keys.campaignPartition(workspace))
        .entries()
        .filter(([sortKey]) => after === null || compareBytes(sortKey, after) > 0)
        .map(([, campaign]) => campaign)
        .filter(matchesCampaign(filter));
      return toPage(found, first, (campaign) => keys.campaignSortKey(campaign.id));
    },
    async all(workspace) {
      return table.read(keys.campaignPartition(workspace)).values();
    },
    async put(campaign, expectedVersion) {
      const current = stored(campaign.workspaceId, campaign.id);
      if ((current?.version ?? null) !== expectedVersion) {
        throw new VersionConflictError(`Campaign ${campaign.id}`, expectedVersion, current);
      }
      const next = { ...campaign, version: (expectedVersion ?? 0) + 1 };
      table.write(keys.campaignPartition(next.workspaceId), keys.campaignSortKey(next.id), next);
      return next;
    },
  };
}

function memoryDailyPerformance(): DailyPerformanceRepository {
  const table = new Partitions<DailyPerformance>();
  return {
    async putMany(workspace, rows) {
      assertSameWorkspace('A day of performance', workspace, rows);
      for (const row of rows) {
        table.write(keys.daysPartition(workspace, row.campaignId), keys.daySortKey(row.date), { ...row });
      }
    },
    async ofCampaign(workspace, campaign, range) {
      const days = table.read(keys.daysPartition(workspace, campaign)).values();
      return range ? days.filter(({ date }) => range.from <= date && date <= range.to) : days;
    },
    async ofChannel(workspace, channel, range) {
      if (monthsOf(range).length === 0) return [];
      const indexKey = (row: DailyPerformance) =>
        keys.channelDayKey(workspace, channel, row.date, row.campaignId).gsi1sk;
      return table
        .valuesUnder(keys.everyDaysPartition(workspace))
        .filter((row) => row.channel === channel && range.from <= row.date && row.date <= range.to)
        .map((row) => ({ row, key: indexKey(row) }))
        .sort((a, b) => compareBytes(a.key, b.key))
        .map(({ row }) => row);
    },
  };
}

/** Documents are kept as JSON text, so that what comes back is what a database would give back. */
type Packed<T, Documents extends keyof T> = Omit<T, Documents> & { readonly documents: PackedJson };

function memoryCurves(): CurveRepository {
  const table = new Partitions<Packed<StoredCurve, 'fit'>>();
  const unpacked = ({ documents, ...curve }: Packed<StoredCurve, 'fit'>): StoredCurve => ({
    ...curve,
    fit: unpackJson(documents),
  });
  return {
    async putMany(workspace, curves) {
      assertSameWorkspace('A response curve', workspace, curves);
      const packed = curves.map(({ fit, ...curve }) => ({
        ...curve,
        documents: packJson(`The curve of campaign ${curve.campaignId}`, fit),
      }));
      for (const curve of packed) {
        table.write(keys.curvePartition(workspace), keys.campaignSortKey(curve.campaignId), curve);
      }
    },
    async get(workspace, campaign) {
      const curve = table.read(keys.curvePartition(workspace)).get(keys.campaignSortKey(campaign));
      return curve ? unpacked(curve) : null;
    },
    async all(workspace) {
      return table.read(keys.curvePartition(workspace)).values().map(unpacked);
    },
  };
}

type ScenarioDocuments = 'request' | 'problem' | 'result';

function memoryScenarios(): ScenarioRepository {
  const table = new Partitions<Packed<Scenario, ScenarioDocuments>>();
  const unpacked = ({ documents, ...scenario }: Packed<Scenario, ScenarioDocuments>): Scenario => ({
    ...scenario,
    // Packed below from exactly these three.
    ...(unpackJson(documents) as Pick<Scenario, ScenarioDocuments>),
  });
  return {
    async create({ request, problem, result, ...scenario }) {
      const partition = keys.scenarioPartition(scenario.workspaceId);
      const sortKey = keys.scenarioSortKey(scenario.id);
      const documents = packJson(`Scenario ${scenario.id}`, { request, problem, result });
      if (table.read(partition).get(sortKey)) {
        throw new AlreadyExistsError(`There is a scenario ${scenario.id} already; scenarios do not change.`);
      }
      table.write(partition, sortKey, { ...scenario, documents });
    },
    async get(workspace, id) {
      const scenario = table.read(keys.scenarioPartition(workspace)).get(keys.scenarioSortKey(id));
      return scenario ? unpacked(scenario) : null;
    },
    async list(workspace, page) {
      const { first, after } = pageBounds(page, keys.SCENARIO_SORT_PREFIX);
      const found = table
        .read(keys.scenarioPartition(workspace))
        .entries()
        .filter(([sortKey]) => after === null || compareBytes(sortKey, after) < 0)
        .map(([, scenario]) => scenario)
        .reverse()
        .slice(0, first + 1)
        .map(unpacked);
      return toPage(found, first, (scenario) => keys.scenarioSortKey(scenario.id));
    },
  };
}
