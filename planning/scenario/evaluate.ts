import { baselineOf, responseAt, slopeAt } from '../../optimizer/curve/evaluate.ts';
import { interval80, intervalOfSum } from '../interval.ts';
import { formatUnitsAsMicros } from './micros-text.ts';
import type { ScenarioPoint, ScenarioTotals } from './outcome.ts';
import { decidingFit, valuePerOutcome } from './revenue-curves.ts';
import type { PlannedCampaign } from './scenario-problem.ts';

/** Expected conversions at each posterior draw: the baseline and what spend brings. `spend` in units of currency. */
export const drawnConversions = ({ fitted }: PlannedCampaign, spend: number): readonly number[] =>
  fitted.fit.posterior.draws.map(({ curve }) => baselineOf(curve) + responseAt(curve, spend));

/** Draws of a channel go up and down together where its multiplier or its forecasts are uncertain as a whole. */
export const shareErrors = (campaigns: readonly PlannedCampaign[]): boolean =>
  campaigns.some(
    ({ fitted: { correction, incrementality } }) =>
      (correction?.spread ?? 0) > 0 || (incrementality?.standardError ?? 0) > 0,
  );

/** What a campaign is expected to bring at a steady daily spend, in units of currency. */
export function pointAt(campaign: PlannedCampaign, spend: number): ScenarioPoint {
  const { curve } = campaign.fitted.fit;
  const incrementalConversions = responseAt(curve, spend);
  const expectedConversions = baselineOf(curve) + incrementalConversions;
  const slope = slopeAt(curve, spend);
  const hasFiniteSlope = Number.isFinite(slope) && slope > 0;
  return {
    expectedConversions,
    interval: interval80(drawnConversions(campaign, spend)),
    incrementalConversions,
    revenueMicros: formatUnits(expectedRevenue(campaign, spend)),
    marginalCpaMicros: hasFiniteSlope ? formatUnitsAsMicros(1 / slope) : null,
    marginalRoas: marginalRevenue(campaign, spend),
  };
}

const formatUnits = (units: number | null) => (units === null ? null : formatUnitsAsMicros(units));

/** Baseline included. */
function expectedRevenue(campaign: PlannedCampaign, spend: number): number | null {
  const value = valuePerOutcome(campaign);
  const { curve } = decidingFit(campaign);
  return value === null ? null : value * (baselineOf(curve) + responseAt(curve, spend));
}

function marginalRevenue(campaign: PlannedCampaign, spend: number): number | null {
  const value = valuePerOutcome(campaign);
  const slope = slopeAt(decidingFit(campaign).curve, spend);
  return value === null || !Number.isFinite(slope) ? null : slope * value;
}

/** The sums over all campaigns, each at its spend. */
export function totalsAt(campaigns: readonly PlannedCampaign[], spends: readonly number[]): ScenarioTotals {
  let spendTotal = 0;
  let expectedConversions = 0;
  let incrementalConversions = 0;
  let revenue: number | null = 0;
  let profit: number | null = 0;
  campaigns.forEach((campaign, i) => {
    const spend = spends[i] ?? 0;
    const { curve } = campaign.fitted.fit;
    const incremental = responseAt(curve, spend);
    const expected = baselineOf(curve) + incremental;
    const { margin } = campaign;
    const earned = expectedRevenue(campaign, spend);
    spendTotal += spend;
    incrementalConversions += incremental;
    expectedConversions += expected;
    revenue = revenue === null || earned === null ? null : revenue + earned;
    profit = profit === null || earned === null ? null : profit + earned * margin - spend;
  });
  return {
    spendMicros: formatUnitsAsMicros(spendTotal),
    expectedConversions,
    interval: intervalOfSum(
      campaigns.map((campaign, i) => drawnConversions(campaign, spends[i] ?? 0)),
      shareErrors(campaigns),
    ),
    incrementalConversions,
    revenueMicros: revenue === null ? null : formatUnitsAsMicros(revenue),
    cpaMicros: expectedConversions > 0 ? formatUnitsAsMicros(spendTotal / expectedConversions) : null,
    roas: revenue === null || spendTotal === 0 ? null : revenue / spendTotal,
    profitMicros: profit === null ? null : formatUnitsAsMicros(profit),
  };
}
