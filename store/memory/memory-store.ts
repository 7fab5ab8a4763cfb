import { matchesCampaign } from '../campaign-filter.ts';
import * as keys from '../dynamo/keys.ts';
import { AlreadyExistsError, VersionConflictError } from '../errors.ts';
import { CALENDAR_EVENT, EXPERIMENT, INCREMENTALITY, LEVEL_BREAK } from '../evidence-kinds.ts';
import { ECONOMICS, EXTRA_COST } from '../goal-kinds.ts';
import { type PackedJson, packJson, packLargeJson, unpackJson } from '../json-document.ts';
import type { Campaign, Scenario, StoredCurve } from '../model/entities.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { CampaignRepository, CurveRepository, ScenarioRepository, Store } from '../ports.ts';
import { assertSameWorkspace } from '../same-workspace.ts';
import { matchesScenario } from '../scenario-filter.ts';
import { memoryAgenda } from './agenda.ts';
import { memoryDailyPerformance } from './daily-performance.ts';
import { memoryEvidence } from './evidence.ts';
import { memoryGoals } from './goals.ts';
import { memoryExchangeRates, memoryImports, memoryOutcomes } from './import-data.ts';
import { memoryLedger } from './ledger.ts';
import { compareBytes, Partitions } from './ordered-map.ts';

/**
 * The store in this process's memory, under the same keys and with the same promises as the table: one conformance
 * suite runs against both. Nothing is kept.
 */
export function createMemoryStore(): Store {
  const { allChangeSets, ...ledger } = memoryLedger();
  return {
    campaigns: memoryCampaigns(),
    dailyPerformance: memoryDailyPerformance(),
    outcomes: memoryOutcomes(),
    imports: memoryImports(),
    exchangeRates: memoryExchangeRates(),
    curves: memoryCurves(),
    scenarios: memoryScenarios(),
    experiments: memoryEvidence(EXPERIMENT),
    calendarEvents: memoryEvidence(CALENDAR_EVENT),
    levelBreaks: memoryEvidence(LEVEL_BREAK),
    incrementality: memoryEvidence(INCREMENTALITY),
    ledger,
    agenda: memoryAgenda(allChangeSets),
    goals: memoryGoals(),
    economics: memoryEvidence(ECONOMICS),
    extraCosts: memoryEvidence(EXTRA_COST),
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
        const partition = keys.curvePartition(workspace, curve.outcome);
        table.write(partition, keys.campaignSortKey(curve.campaignId), curve);
      }
    },
    async get(workspace, campaign, outcome) {
      const curve = table.read(keys.curvePartition(workspace, outcome)).get(keys.campaignSortKey(campaign));
      return curve ? unpacked(curve) : null;
    },
    async all(workspace, outcome) {
      return table.read(keys.curvePartition(workspace, outcome)).values().map(unpacked);
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
      const documents = packLargeJson(`Scenario ${scenario.id}`, { request, problem, result });
      if (table.read(partition).get(sortKey)) {
        throw new AlreadyExistsError(`There is a scenario ${scenario.id} already; scenarios do not change.`);
      }
      table.write(partition, sortKey, { ...scenario, documents });
    },
    async get(workspace, id) {
      const scenario = table.read(keys.scenarioPartition(workspace)).get(keys.scenarioSortKey(id));
      return scenario ? unpacked(scenario) : null;
    },
    async put({ request, problem, result, ...scenario }) {
      const partition = keys.scenarioPartition(scenario.workspaceId);
      const sortKey = keys.scenarioSortKey(scenario.id);
      const documents = packLargeJson(`Scenario ${scenario.id}`, { request, problem, result });
      const stored = table.read(partition).get(sortKey);
      if (stored?.version !== scenario.version) {
        const current = stored ? unpacked(stored) : null;
        throw new VersionConflictError(`Scenario ${scenario.id}`, scenario.version, current);
      }
      const version = scenario.version + 1;
      table.write(partition, sortKey, { ...scenario, documents, version });
      return { ...scenario, request, problem, result, version };
    },
    async list(workspace, page, filter) {
      const { first, after } = pageBounds(page, keys.SCENARIO_SORT_PREFIX);
      const found = table
        .read(keys.scenarioPartition(workspace))
        .entries()
        .filter(([sortKey]) => after === null || compareBytes(sortKey, after) < 0)
        .map(([, scenario]) => unpacked(scenario))
        .filter(matchesScenario(filter ?? {}))
        .reverse()
        .slice(0, first + 1);
      return toPage(found, first, (scenario) => keys.scenarioSortKey(scenario.id));
    },
  };
}
