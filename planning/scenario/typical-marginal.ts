import type { FittedCampaign } from '../fit-workspace.ts';

/**
 * What the next unit of money usually brings in the account: the median of the marginal returns at current spend,
 * weighted by spend, over the campaigns whose curves are well known. Null where there is none.
 */
export function typicalMarginal(campaigns: readonly FittedCampaign[]): number | null {
  const known = campaigns
    .filter(({ fit }) => fit.identifiability.verdict === 'WELL_IDENTIFIED')
    .map(({ fit, current }) => ({
      marginal: fit.diagnostics.marginalAtCurrent.value,
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
