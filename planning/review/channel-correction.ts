import {
  type ForecastCheck,
  type ForecastCorrection,
  forecastCorrection,
} from '../../optimizer/fit/forecast-correction.ts';
import { nameFigure, numberFigure, type Statement, says, shareFigure } from '../../optimizer/statement.ts';
import type { CurveOutcome } from '../../store/model/evidence.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { type Evaluation, evaluations, outcomeOfReview } from './evaluations.ts';
import { type ChannelReview, deliveredRatioOf, type Review } from './review.ts';

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
      if (interval === null || to === null || !isDelivered(evaluation.review, review)) continue;
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
function isDelivered({ campaigns }: Review, { channel, deliveredRatio }: ChannelReview): boolean {
  const ofOlderReview = () => deliveredRatioOf(campaigns.filter((campaign) => campaign.channel === channel));
  const ratio = deliveredRatio === undefined ? ofOlderReview() : deliveredRatio;
  return ratio === null || (DELIVERED.least <= ratio && ratio <= DELIVERED.most);
}

/** What was done to the forecasts of a channel, and why. */
export const correctionStatement = ({
  sentence,
  channel,
  checks,
  deviation,
  factor,
  spread,
}: ChannelCorrection): Statement =>
  says(
    deviation < 0 ? 'REVIEWS_FOUND_LESS' : 'REVIEWS_FOUND_MORE',
    sentence,
    nameFigure('channel', channel),
    numberFigure('checks', checks),
    shareFigure('deviation', Math.abs(deviation)),
    numberFigure('factor', factor),
    shareFigure('spread', spread),
  );

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
