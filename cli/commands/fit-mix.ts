import type {
  CalendarEvent,
  FittedCurve,
  Prediction,
  PredictionPoint,
} from '../../optimizer/fit/fitted-curve.ts';
import { fitMediaMix } from '../../optimizer/fit/media-mix/fit-media-mix.ts';
import type { FittedChannel, FittedMediaMix, MediaMix } from '../../optimizer/fit/media-mix/media-mix.ts';
import { predictMix } from '../../optimizer/fit/media-mix/predict-mix.ts';
import { BadInputError } from '../exit-code.ts';
import type { ExperimentInFile } from '../input/evidence.ts';

/** One channel of the printed array; `campaign` is the channel again, so that it reads like any other fit. */
export interface ChannelFit
  extends Pick<FittedChannel, 'channel' | 'family' | 'parameters' | 'contribution' | 'identifiability'> {
  readonly campaign: string;
  readonly periodDays: number;
  /** What comes without any spend, per period; the same for all channels. */
  readonly baseline: Omit<FittedMediaMix['baseline'], 'byPeriod'>;
  readonly diagnostics: FittedCurve['diagnostics'] &
    Pick<FittedCurve, 'calibration'> &
    FittedMediaMix['diagnostics'];
  readonly at: readonly Prediction[];
}

export function fitMix(mix: MediaMix, points: readonly PredictionPoint[]): ChannelFit[] {
  const fitted = fitMediaMix(mix);
  const { byPeriod: _, ...baseline } = fitted.baseline;
  return fitted.channels.map((channel, c) => ({
    campaign: channel.channel,
    channel: channel.channel,
    family: channel.family,
    parameters: channel.parameters,
    periodDays: fitted.periodDays,
    contribution: channel.contribution,
    baseline,
    diagnostics: { ...channel.diagnostics, ...fitted.diagnostics, calibration: channel.calibration },
    identifiability: channel.identifiability,
    at: points.map((point) => predictMix(fitted, mix, c, point)),
  }));
}

/** An experiment belongs to the channel it names, or to the channel that bears its campaign's name. */
export function withMixEvidence(
  mix: MediaMix,
  experiments: readonly ExperimentInFile[],
  events: readonly CalendarEvent[],
): MediaMix {
  const channelOf = ({ channel, campaign }: ExperimentInFile) => channel ?? campaign;
  const stray = experiments.find((one) => !mix.channels.some(({ channel }) => channel === channelOf(one)));
  if (stray) {
    const known = mix.channels.map(({ channel }) => channel).join(', ');
    throw new BadInputError(
      `Experiment ${JSON.stringify(stray.id)} is of channel ${JSON.stringify(channelOf(stray))}, which the file does not hold. It holds ${known}.`,
    );
  }
  return {
    ...mix,
    events,
    channels: mix.channels.map((channel) => ({
      ...channel,
      experiments: experiments.filter((one) => channelOf(one) === channel.channel),
    })),
  };
}
