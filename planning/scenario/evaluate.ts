import { baselineOf, responseAt, slopeAt } from '../../optimizer/curve/evaluate.ts';
import { interval80, intervalOfSum } from '../interval.ts';
import { formatUnitsAsMicros } from './micros-text.ts';
import type { ScenarioPoint, ScenarioTotals } from './outcome.ts';
import type { PlannedCampaign } from './scenario-problem.ts';

/** Expected conversions at each posterior draw: the baseline and what spend brings. `spend` in units of currency. */
export const drawnConversions = ({ fitted }: PlannedCampaign, spend: number): readonly number[] =>
  fitted.fit.posterior.draws.map(({ curve }) => baselineOf(curve) + responseAt(curve, spend));

/** What a campaign is expected to bring at a steady daily spend, in units of currency. */
export function pointAt(campaign: PlannedCampaign, spend: number): ScenarioPoint {
  const { curve } = campaign.fitted.fit;
  const value = campaign.valuePerConversion;
  const incrementalConversions = responseAt(curve, spend);
  const expectedConversions = baselineOf(curve) + incrementalConversions;
  const slope = slopeAt(curve, spend);
  const hasFiniteSlope = Number.isFinite(slope) && slope > 0;
  return {
    expectedConversions,
    interval: interval80(drawnConversions(campaign, spend)),
    incrementalConversions,
    revenueMicros: value === null ? null : formatUnitsAsMicros(expectedConversions * value),
    marginalCpaMicros: hasFiniteSlope ? formatUnitsAsMicros(1 / slope) : null,
    marginalRoas: value === null || !Number.isFinite(slope) ? null : slope * value,
  };
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
    const { valuePerConversion: value, margin } = campaign;
    spendTotal += spend;
    incrementalConversions += incremental;
    expectedConversions += expected;
    revenue = revenue === null || value === null ? null : revenue + expected * value;
    profit = profit === null || value === null ? null : profit + expected * value * margin - spend;
  });
  return {
    spendMicros: formatUnitsAsMicros(spendTotal),
    expectedConversions,
    interval: intervalOfSum(campaigns.map((campaign, i) => drawnConversions(campaign, spends[i] ?? 0))),
    incrementalConversions,
    revenueMicros: revenue === null ? null : formatUnitsAsMicros(revenue),
    cpaMicros: expectedConversions > 0 ? formatUnitsAsMicros(spendTotal / expectedConversions) : null,
    roas: revenue === null || spendTotal === 0 ? null : revenue / spendTotal,
    profitMicros: profit === null ? null : formatUnitsAsMicros(profit),
  };
}
