import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { quotient } from '../metrics.ts';
import { type ChannelCorrection, correctionsOf } from './channel-correction.ts';
import { type Evaluation, evaluations, outcomeOfReview } from './evaluations.ts';
import type { ChannelReview } from './review.ts';

/** How far predictions of one channel came true, over all change sets that were evaluated. */
export interface ForecastRecord {
  readonly channel: string;
  readonly evaluations: number;
  /** Σ|actual − predicted| ÷ Σ actual. */
  readonly wape: number | null;
  /** Σ(predicted − actual) ÷ Σ actual: above zero it promised too much. */
  readonly bias: number | null;
  /** Share of the evaluations inside their 80 % band. */
  readonly coverage: number | null;
  /** Newest first, until one was inside. */
  readonly missesInARow: number;
  readonly isFlagged: boolean;
  readonly suggestion: string | null;
  /** What the next forecasts of conversions there are corrected by; null with too few reviews to tell. */
  readonly correction: ChannelCorrection | null;
}

/** So many misses one after the other are hardly chance: 4 % under an honest 80 % band. */
const MISSES_TO_FLAG = 2;
/** Change sets. */
const MOST_LOOKED_AT = 1000;

/** Ordered by channel. Looks at the newest thousand change sets. */
export async function forecastRecords(
  deps: PlanningDeps,
  workspace: WorkspaceId,
): Promise<readonly ForecastRecord[]> {
  const found = await evaluations(deps, workspace, MOST_LOOKED_AT);
  const corrections = correctionsOf(found, 'CONVERSIONS');
  // Errors of other outcomes are of another unit.
  const newestFirst = found
    .filter((evaluation) => outcomeOfReview(evaluation) === 'CONVERSIONS')
    .flatMap(({ review }: Evaluation) => review.channels);
  const channels = [...new Set(newestFirst.map(({ channel }) => channel))].sort();
  return channels.map((channel) => ({
    ...recordOf(channel, newestFirst),
    correction: corrections.get(channel as Channel) ?? null,
  }));
}

function recordOf(
  channel: string,
  newestFirst: readonly ChannelReview[],
): Omit<ForecastRecord, 'correction'> {
  const own = newestFirst.filter((review) => review.channel === channel);
  const actual = own.reduce((sum, review) => sum + review.actual, 0);
  const predicted = own.reduce((sum, review) => sum + review.predicted, 0);
  const errors = own.reduce((sum, review) => sum + Math.abs(review.actual - review.predicted), 0);
  const judged = own.filter(({ isInside }) => isInside !== null);
  const firstHit = judged.findIndex(({ isInside }) => isInside);
  const missesInARow = firstHit === -1 ? judged.length : firstHit;
  const isFlagged = missesInARow >= MISSES_TO_FLAG;
  return {
    channel,
    evaluations: own.length,
    wape: quotient(errors, actual),
    bias: quotient(predicted - actual, actual),
    coverage: quotient(judged.filter(({ isInside }) => isInside).length, judged.length),
    missesInARow,
    isFlagged,
    suggestion: isFlagged
      ? `Predictions for ${channel} missed ${missesInARow} times in a row. Run an experiment there, such as a geo test, before its budgets are moved again.`
      : null,
  };
}
