import { baselineOf, responseAt } from '../../optimizer/curve/evaluate.ts';
import type { FittedCampaign } from '../fit-workspace.ts';
import { interval80 } from '../interval.ts';
import type { Expected, Forecast } from './change-set-body.ts';

/** What a campaign is expected to bring a day at this budget, spent in full. */
export const expectedAt = ({ fit }: Pick<FittedCampaign, 'fit'>, micros: bigint): Expected =>
  meanAt(fit, Number(micros) / 1e6);

/**
 * What its platform is expected to report, and how that was corrected, at a spend in units of currency. Undefined where
 * it is what is planned with.
 */
export function forecastAt(
  {
    reported,
    correction,
    incrementality,
  }: Pick<FittedCampaign, 'reported' | 'correction' | 'incrementality'>,
  spend: number,
): Forecast | undefined {
  if (correction === null && incrementality === null) return undefined;
  const { factor = 1, spread = 0 } = correction ?? {};
  return { uncorrected: meanAt(reported, spend), factor, spread };
}

function meanAt(fit: FittedCampaign['fit'], spend: number): Expected {
  return {
    conversions: baselineOf(fit.curve) + responseAt(fit.curve, spend),
    interval: interval80(
      fit.posterior.draws.map(({ curve }) => baselineOf(curve) + responseAt(curve, spend)),
    ),
  };
}
