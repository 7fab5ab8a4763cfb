import type { Curve } from '../../optimizer/curve/curve.ts';
import type { FittedCurve } from '../../optimizer/fit/fitted-curve.ts';
import type { CampaignId } from '../../store/model/ids.ts';
import type { FittedCampaign } from '../fit-workspace.ts';
import type { CampaignRequest, ScenarioRequest } from './request.ts';
import type { PlannedCampaign } from './scenario-problem.ts';

/** The campaigns' curves of revenue, by campaign; empty where the question does not ask for them. */
export type RevenueCurves = ReadonlyMap<CampaignId, FittedCampaign>;

/** Fewer days with revenue than four weeks hold say more about single orders than about spend. */
export const LEAST_REVENUE_DAYS = 28;

/** Revenue, profit or ROI decide, and nothing counts conversions, which a curve of revenue cannot tell. */
export function countsRevenueAlone({ objective, floors, targets }: ScenarioRequest): boolean {
  const countsConversions =
    floors?.conversionsAtLeast !== undefined ||
    targets?.cpaAtMostMicros !== undefined ||
    targets?.marginalCpaAtMostMicros !== undefined;
  const countsRevenue =
    (objective !== 'MAX_CONVERSIONS' && objective !== 'MIN_SPEND') ||
    floors?.revenueAtLeastMicros !== undefined ||
    floors?.profitAtLeastMicros !== undefined;
  return countsRevenue && !countsConversions;
}

const DOUBT: Readonly<Record<FittedCurve['identifiability']['verdict'], number>> = {
  WELL_IDENTIFIED: 0,
  WEAK: 1,
  UNIDENTIFIED: 2,
};

/**
 * The curve of revenue that a campaign is valued by: where it saw revenue on enough days, and is no less certain than
 * the curve of conversions. Null where conversions times their value are surer, or the planner gave that value.
 */
export function revenueCurveOf(
  { campaign, fit }: FittedCampaign,
  curves: RevenueCurves,
  asked: CampaignRequest | undefined,
): FittedCampaign | null {
  const revenue = curves.get(campaign.id);
  if (revenue === undefined || asked?.valuePerConversionMicros !== undefined) return null;
  const isMeasured = revenue.outcomeDays >= LEAST_REVENUE_DAYS;
  const isNoWorse = DOUBT[revenue.fit.identifiability.verdict] <= DOUBT[fit.identifiability.verdict];
  return isMeasured && isNoWorse ? revenue : null;
}

/** The fit that decides over a campaign: how much it brings, and how far it may be believed. */
export const decidingFit = ({ fitted, revenue }: Pick<PlannedCampaign, 'fitted' | 'revenue'>): FittedCurve =>
  (revenue ?? fitted).fit;

/** Revenue of one more of what the deciding curve counts; null where it is unknown. */
export const valuePerOutcome = ({
  revenue,
  valuePerConversion,
}: Pick<PlannedCampaign, 'revenue' | 'valuePerConversion'>): number | null =>
  revenue ? 1 : valuePerConversion;

export type ValueFrom = 'REVENUE_CURVE' | 'CONVERSIONS_TIMES_VALUE';

/** Null where its revenue is unknown. */
export const valueFromOf = (planned: PlannedCampaign): ValueFrom | null =>
  planned.revenue ? 'REVENUE_CURVE' : planned.valuePerConversion === null ? null : 'CONVERSIONS_TIMES_VALUE';

/** As the optimizer is told what a curve counts. */
export const asRevenue = (curve: Curve): Curve => ({ ...curve, outcome: 'REVENUE' });
