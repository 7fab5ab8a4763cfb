import { baselineOf, responseAt } from '../../optimizer/curve/evaluate.ts';
import type { FittedCampaign } from '../fit-workspace.ts';
import { interval80 } from '../interval.ts';
import type { Expected } from './change-set-body.ts';

/** What a campaign is expected to bring a day at this budget, spent in full. */
export function expectedAt({ fit }: FittedCampaign, micros: bigint): Expected {
  const spend = Number(micros) / 1e6;
  return {
    conversions: baselineOf(fit.curve) + responseAt(fit.curve, spend),
    interval: interval80(
      fit.posterior.draws.map(({ curve }) => baselineOf(curve) + responseAt(curve, spend)),
    ),
  };
}
