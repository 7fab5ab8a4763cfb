import type { Campaign } from '../../store/model/entities.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import type { ScenarioOutcome, ScenarioPoint, ScenarioRow } from '../scenario/outcome.ts';
import type { ChangeSetItem, Expected, Forecast } from './change-set-body.ts';

/**
 * The budgets that a plan changes, ordered by campaign. The plan says what a campaign should spend a day; that becomes
 * its budget. Campaigns that share a budget are one item, under the campaign that carries it, and the budget changes by
 * what they change together.
 */
export function itemsOfScenario(
  { rows }: ScenarioOutcome,
  campaigns: readonly Campaign[],
  budgets: readonly CampaignBudget[],
): ChangeSetItem[] {
  const campaignOf = new Map<string, Campaign>(campaigns.map((campaign) => [campaign.id, campaign]));
  const budgetOf = new Map<string, CampaignBudget>(budgets.map((budget) => [budget.campaignId, budget]));
  const carrierOf = new Map<string, string>(
    budgets.flatMap((budget) => budget.sharedWith.map((id) => [id, budget.campaignId])),
  );
  const rowsOf = new Map<string, ScenarioRow[]>();
  for (const row of rows) {
    const carrier = carrierOf.get(row.campaignId) ?? row.campaignId;
    rowsOf.set(carrier, [...(rowsOf.get(carrier) ?? []), row]);
  }
  return [...rowsOf].flatMap(([carrier, spenders]) => {
    const row = spenders.find(({ campaignId }) => campaignId === carrier) ?? spenders[0];
    const budget = budgetOf.get(carrier);
    if (row === undefined) return [];
    const before = budget?.amountMicros ?? sumOf(spenders, 'currentMicros');
    const isShared = (budget?.sharedWith.length ?? 0) > 0;
    const planned = sumOf(spenders, 'proposedMicros');
    const after = isShared ? before + planned - sumOf(spenders, 'currentMicros') : planned;
    if (after === before) return [];
    const campaign = campaignOf.get(carrier);
    const item: ChangeSetItem = {
      campaignId: carrier,
      campaignName: campaign?.name ?? row.campaignName,
      channel: campaign?.channel ?? row.channel,
      platform: campaign?.platform ?? row.platform,
      accountId: campaign?.accountId ?? null,
      externalId: campaign?.externalId ?? carrier,
      platformBudgetId: budget?.platformBudgetId ?? null,
      unit: 'DAILY',
      sharedWith: [...(budget?.sharedWith ?? [])],
      isBudgetKnown: budget !== undefined,
      beforeMicros: before.toString(),
      afterMicros: after.toString(),
      expected: expectedOf(spenders),
      reasonCode: row.reason.code,
      reason: row.reason.sentence,
    };
    return [item];
  });
}

const sumOf = (rows: readonly ScenarioRow[], column: 'currentMicros' | 'proposedMicros'): bigint =>
  rows.reduce((sum, row) => sum + BigInt(row[column] ?? row.currentMicros), 0n);

function expectedOf(rows: readonly ScenarioRow[]): ChangeSetItem['expected'] {
  const sumAt = (pointOf: (row: ScenarioRow) => ScenarioPoint | null): Expected | null => {
    const points = rows.map(pointOf);
    if (points.some((point) => point === null)) return null;
    return sumOfExpected(
      points.flatMap((point) =>
        point === null ? [] : [{ conversions: point.expectedConversions, interval: point.interval }],
      ),
    );
  };
  const before = sumAt((row) => row.before);
  const after = sumAt((row) => row.after);
  return before && after && { before, after, ...givenForecast(sumOfForecasts(rows)) };
}

/** A property that is left out where there is nothing to say. */
export const givenForecast = (forecast: Forecast | undefined): { readonly forecast?: Forecast } =>
  forecast === undefined ? {} : { forecast };

/** Of campaigns that share a budget: corrections weigh by what they correct. Undefined where none is special. */
function sumOfForecasts(rows: readonly ScenarioRow[]): Forecast | undefined {
  if (rows.every(({ forecast }) => !forecast)) return undefined;
  const forecasts = rows.map(({ forecast, after }): Forecast => {
    if (forecast) return forecast;
    const { expectedConversions: conversions = 0, interval = null } = after ?? {};
    return { uncorrected: { conversions, interval }, factor: 1, spread: 0 };
  });
  const uncorrected = sumOfExpected(forecasts.map((each) => each.uncorrected));
  const mean = (figure: 'factor' | 'spread') =>
    forecasts.reduce((sum, each) => sum + each[figure] * each.uncorrected.conversions, 0) /
    (uncorrected.conversions || 1);
  return { uncorrected, factor: mean('factor'), spread: mean('spread') };
}

/** Sums whose terms err independently: half widths add as squares do. Null where a term has no interval. */
export function sumOfExpected(
  terms: readonly { readonly conversions: number; readonly interval: readonly number[] | null }[],
): Expected {
  const conversions = terms.reduce((sum, term) => sum + term.conversions, 0);
  let [below, above] = [0, 0];
  for (const { conversions: middle, interval } of terms) {
    const [low, high] = interval ?? [];
    if (low === undefined || high === undefined) return { conversions, interval: null };
    below += (middle - low) ** 2;
    above += (high - middle) ** 2;
  }
  return { conversions, interval: [conversions - Math.sqrt(below), conversions + Math.sqrt(above)] };
}
