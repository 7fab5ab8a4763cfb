import type { FittedCampaign } from '../fit-workspace.ts';
import { decidingFit, valuePerOutcome } from './revenue-curves.ts';
import type { PlannedCampaign } from './scenario-problem.ts';

type Valued = Pick<PlannedCampaign, 'fitted' | 'revenue' | 'valuePerConversion'>;

/**
 * What the next unit of money usually brings in the account, for each campaign in what its deciding curve counts: the
 * median of the marginal returns at current spend, weighted by spend, over the campaigns whose curves are well known.
 * Where some curves count revenue, returns are compared in revenue. Null where there is none.
 */
export function typicalMarginals(campaigns: readonly Valued[]): readonly (number | null)[] {
  if (campaigns.every(({ revenue }) => revenue === null)) {
    const typical = medianMarginal(campaigns.map((campaign) => ({ ...campaign.fitted, value: 1 })));
    return campaigns.map(() => typical);
  }
  const typical = medianMarginal(
    campaigns.flatMap((campaign) => {
      const value = valuePerOutcome(campaign);
      return value === null ? [] : [{ current: campaign.fitted.current, fit: decidingFit(campaign), value }];
    }),
  );
  return campaigns.map((campaign) => {
    const value = valuePerOutcome(campaign);
    return typical === null || !value ? null : typical / value;
  });
}

function medianMarginal(
  campaigns: readonly (Pick<FittedCampaign, 'fit' | 'current'> & { readonly value: number })[],
): number | null {
  const known = campaigns
    .filter(({ fit }) => fit.identifiability.verdict === 'WELL_IDENTIFIED')
    .map(({ fit, current, value }) => ({
      marginal: value * fit.diagnostics.marginalAtCurrent.value,
      weight: Number(current.spendMicros),
    }))
    .sort((a, b) => a.marginal - b.marginal);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { marginal, weight } of known) {
    passed += weight;
    if (passed >= total / 2 && total > 0) return marginal;
  }
  return null;
}
