import { fitMediaMix } from '../../optimizer/fit/media-mix/fit-media-mix.ts';
import {
  type FittedMediaMix,
  type MediaMix,
  MediaMixError,
} from '../../optimizer/fit/media-mix/media-mix.ts';
import type { IsoDate } from '../../store/model/day.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { PlanningDeps } from '../deps.ts';
import { InsufficientDataError } from '../errors.ts';
import type { MixOutcome } from './mix-outcome.ts';
import { type MediaMixRequest, type MixGrain, mixSeries } from './mix-series.ts';

/** What each channel's spend brought of one outcome that they share. Figures are per period of `grain`. */
export interface WorkspaceMediaMix {
  readonly outcome: MixOutcome;
  readonly grain: MixGrain;
  readonly currencyCode: CurrencyCode;
  /** First days of the periods. */
  readonly dates: readonly IsoDate[];
  /** As it was observed; null where it is not known. */
  readonly observed: readonly (number | null)[];
  readonly fitted: FittedMediaMix;
  readonly notes: readonly string[];
}

/**
 * The media mix of the workspace's own days, fitted anew each time: the same days give the same answer. Nothing is
 * stored, and no plan is made with it. Throws `InvalidInputError`, `MixedCurrencyError` and `InsufficientDataError`.
 */
export async function fitWorkspaceMix(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: MediaMixRequest,
): Promise<WorkspaceMediaMix> {
  const { mix, grain, currencyCode, notes } = await mixSeries(deps, workspace, request);
  const unknown = mix.outcome.filter((value) => value === null).length;
  return {
    outcome: request.outcome,
    grain,
    currencyCode,
    dates: mix.dates as readonly IsoDate[],
    observed: mix.outcome,
    fitted: fittedOrRefused(mix, request.forecastErrors ?? false),
    notes: [
      ...notes,
      ...(unknown > 0
        ? [
            `Of ${unknown} of ${mix.dates.length} periods the outcome is not known or still coming in: they are left out, and their spend carries over.`,
          ]
        : []),
    ],
  };
}

function fittedOrRefused(mix: MediaMix, backtest: boolean): FittedMediaMix {
  try {
    return fitMediaMix(mix, { backtest });
  } catch (error) {
    if (!(error instanceof MediaMixError)) throw error;
    throw new InsufficientDataError(error.message);
  }
}
