import type { Statement } from '../../optimizer/statement.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { CampaignId, ScenarioId } from '../../store/model/ids.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import { InvalidInputError, MixedCurrencyError } from '../errors.ts';
import { scenarioById } from './keep-scenario.ts';
import type { ScenarioOutcome, ScenarioTotals } from './outcome.ts';
import { outcomeOf } from './read-scenario.ts';

export interface ScenarioComparison {
  readonly currencyCode: string;
  /** What every scenario is held against: all campaigns at the spends of the first scenario's current plan. */
  readonly keepAsIs: ScenarioTotals;
  readonly columns: readonly { readonly scenario: Scenario; readonly outcome: ScenarioOutcome }[];
  /** Every campaign that any of them plans, with its spend a day in each; null where one leaves it out. */
  readonly rows: readonly ComparedCampaign[];
  /** What keeps the columns from being alike: other data, other current spends. */
  readonly cautions: readonly string[];
  /** The same with their codes. */
  readonly cautionStatements: readonly Statement[];
}

export interface ComparedCampaign {
  readonly campaignId: CampaignId;
  readonly campaignName: string;
  readonly currentMicros: string;
  readonly proposedMicros: readonly (string | null)[];
}

const MOST = 4;

/** Two to four answered scenarios side by side, with "keep as is". Throws `InvalidInputError` and `MixedCurrencyError`. */
export async function compareScenarios(
  deps: PlanningDeps,
  viewer: Pick<Viewer, 'workspaceId'>,
  ids: readonly ScenarioId[],
): Promise<ScenarioComparison> {
  if (ids.length < 2 || ids.length > MOST || new Set(ids).size < ids.length) {
    throw new InvalidInputError(
      ['ids'],
      `${ids.length} scenarios were named; wanted 2 to ${MOST} different ones.`,
    );
  }
  const reads = await Promise.allSettled(
    ids.map((id, i) => scenarioById(deps, viewer, id, ['ids', String(i)])),
  );
  // Of several that are missing the first is named, whichever read was faster.
  const scenarios = reads.map((read) => {
    if (read.status === 'rejected') throw read.reason;
    return read.value;
  });
  const columns = scenarios.map((scenario, i) => {
    if (scenario.state !== 'DONE') {
      throw new InvalidInputError(
        ['ids', String(i)],
        `The scenario ${JSON.stringify(scenario.name)} is ${scenario.state}; only answered ones can be compared.`,
      );
    }
    return { scenario, outcome: outcomeOf(scenario) };
  });
  const currencies = [...new Set(columns.map(({ outcome }) => outcome.currencyCode))];
  if (currencies.length > 1) throw new MixedCurrencyError(currencies);
  const outcomes = columns.map(({ outcome }) => outcome);
  const [first] = outcomes as [ScenarioOutcome, ...ScenarioOutcome[]];
  const cautionStatements = cautionsOn(columns);
  return {
    currencyCode: first.currencyCode,
    keepAsIs: first.before,
    columns,
    rows: rowsOf(outcomes),
    cautions: cautionStatements.map(({ sentence }) => sentence),
    cautionStatements,
  };
}

function rowsOf(outcomes: readonly ScenarioOutcome[]): ComparedCampaign[] {
  const known = new Map(outcomes.flatMap(({ rows }) => rows.map((row) => [row.campaignId, row] as const)));
  return [...known.values()].map(({ campaignId, campaignName, currentMicros }) => ({
    campaignId: campaignId as CampaignId,
    campaignName,
    currentMicros,
    proposedMicros: outcomes.map(
      ({ rows }) => rows.find((row) => row.campaignId === campaignId)?.proposedMicros ?? null,
    ),
  }));
}

function cautionsOn(columns: ScenarioComparison['columns']): Statement[] {
  const [first, ...others] = columns;
  if (!first) return [];
  const differs = (pick: (column: ScenarioComparison['columns'][number]) => unknown) =>
    others.some((other) => JSON.stringify(pick(other)) !== JSON.stringify(pick(first)));
  const caution = (code: string, sentence: string): Statement[] => [{ code, sentence, figures: [] }];
  return [
    // The database keeps no order of keys.
    ...(differs(({ scenario }) => Object.entries(scenario.dataHashes).sort(([a], [b]) => (a < b ? -1 : 1)))
      ? caution(
          'DIFFERENT_DATA',
          'They were computed from different data, so their expectations are not quite alike.',
        )
      : []),
    ...(differs(({ outcome }) => outcome.before.spendMicros)
      ? caution('DIFFERENT_CURRENT', 'Their current spends differ: "keep as is" is that of the first.')
      : []),
    ...(differs(({ outcome }) => outcome.objective)
      ? caution('DIFFERENT_OBJECTIVES', 'They pursue different objectives.')
      : []),
    ...(differs(({ outcome }) => outcome.outcome ?? null)
      ? caution('DIFFERENT_OUTCOMES', 'They count different outcomes.')
      : []),
    ...(differs(({ outcome }) => outcome.horizon ?? null)
      ? caution('DIFFERENT_DAYS', 'They plan for different days.')
      : []),
  ];
}
