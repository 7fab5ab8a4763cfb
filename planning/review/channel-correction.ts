import {
  type ForecastCheck,
  type ForecastCorrection,
  forecastCorrection,
} from '../../optimizer/fit/forecast-correction.ts';
import type { CurveOutcome } from '../../store/model/evidence.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { type Evaluation, evaluations, outcomeOfReview } from './evaluations.ts';
import type { Review } from './review.ts';

/** What the reviews of a channel's forecasts say of its next ones. */
export interface ChannelCorrection extends ForecastCorrection {
  readonly channel: Channel;
  readonly outcome: CurveOutcome;
  /** Whose reviews it comes from, newest first. */
  readonly changeSetIds: readonly string[];
  /** What was done to the forecasts, and why. */
  readonly sentence: string;
}

/** Change sets, for every reading of curves reads them. Older reviews would weigh next to nothing. */
const MOST_LOOKED_AT = 40;

/** The corrections that change anything, by channel. */
export async function correctionsInForce(
  deps: Pick<PlanningDeps, 'store'>,
  workspace: WorkspaceId,
  outcome: CurveOutcome,
): Promise<ReadonlyMap<Channel, ChannelCorrection>> {
  const corrections = correctionsOf(await evaluations(deps, workspace, MOST_LOOKED_AT), outcome);
  return new Map([...corrections].filter(([, { factor, spread }]) => factor !== 1 || spread > 0));
}

/** Of every channel with enough reviews to tell. */
export function correctionsOf(
  newestFirst: readonly Evaluation[],
  outcome: CurveOutcome,
): ReadonlyMap<Channel, ChannelCorrection> {
  const checks = new Map<Channel, { readonly id: string; readonly check: ForecastCheck }[]>();
  for (const evaluation of newestFirst) {
    if (outcomeOfReview(evaluation) !== outcome) continue;
    const { to } = evaluation.review;
    for (const review of evaluation.review.channels) {
      const { predicted, interval } = review.uncorrected ?? review;
      if (interval === null || to === null || !isDelivered(evaluation.review, review.channel)) continue;
      // Written from a stored campaign's channel.
      const channel = review.channel as Channel;
      const check = { dataThrough: evaluation.dataThrough, to, predicted, interval, actual: review.actual };
      checks.set(channel, [...(checks.get(channel) ?? []), { id: evaluation.changeSetId, check }]);
    }
  }
  return new Map(
    [...checks].flatMap(([channel, own]) => {
      const correction = forecastCorrection(own.map(({ check }) => check));
      if (correction === null) return [];
      const changeSetIds = own.map(({ id }) => id);
      return [
        [
          channel,
          { ...correction, channel, outcome, changeSetIds, sentence: sentenceOn(channel, correction) },
        ],
      ];
    }),
  );
}

/** Within this of what was planned for, outcomes say something of curves; else of delivery. */
const DELIVERED = { least: 0.8, most: 1.25 } as const;

/** Whether the channel's budgets were spent as planned, each campaign weighing by what it was to bring. */
function isDelivered({ campaigns }: Review, channel: string): boolean {
  const own = campaigns.filter((campaign) => campaign.channel === channel);
  const weight = own.reduce((sum, { predicted }) => sum + predicted, 0);
  if (weight <= 0) return true;
  const ratio =
    own.reduce((sum, { deliveredRatio, predicted }) => sum + deliveredRatio * predicted, 0) / weight;
  return DELIVERED.least <= ratio && ratio <= DELIVERED.most;
}

function sentenceOn(
  channel: Channel,
  { factor, spread, deviation, standardError, rounds, checks }: ForecastCorrection,
): string {
  const percent = (share: number) => `${Math.round(100 * Math.abs(share))} %`;
  const reviews = `${checks} reviews of ${channel}, after ${rounds} fits, found ${percent(deviation)} ${deviation < 0 ? 'less' : 'more'} than was forecast (give or take ${percent(standardError)})`;
  const bias = factor === 1 ? null : `forecasts are multiplied by ${factor.toFixed(2)}`;
  const band =
    spread === 0 ? null : `bands are widened by an error of ${percent(spread)} that its campaigns share`;
  const changes = [bias, band].filter((change) => change !== null);
  return changes.length === 0
    ? `${reviews}: forecasts and their bands stand as they are.`
    : `${reviews}: ${changes.join(', and ')}. Reviews that agree undo it.`;
}
