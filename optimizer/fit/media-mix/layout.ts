import { average } from '../spend-range.ts';
import { dayNumber } from '../timeline.ts';
import { type MediaMix, MediaMixError } from './media-mix.ts';

/** A mix laid out for arithmetic: the mean outcome is 1, and each channel's mean active spend is 1. */
export interface MixLayout {
  readonly mix: MediaMix;
  readonly periods: number;
  readonly periodDays: 1 | 7;
  readonly firstDay: number;
  readonly outcomeUnit: number;
  /** Not a number where unknown. */
  readonly outcome: Float64Array;
  readonly channels: readonly ChannelLayout[];
}

export interface ChannelLayout {
  readonly spendUnit: number;
  readonly spend: Float64Array;
  /** What is taken to carry over into the first period. */
  readonly carriedIn: number;
  /** Spends and lifts per period in these units. */
  readonly lifts: readonly Lift[];
}

export interface Lift {
  readonly from: number;
  readonly to: number;
  readonly lift: number;
  readonly standardError: number;
}

const LEAST_PERIODS = 20;
/** Before the data began, spend is taken to have been the mean of so many first periods. */
const CARRIED_IN_PERIODS = 4;

export function layOutMix(mix: MediaMix): MixLayout {
  const periods = mix.dates.length;
  if (periods < LEAST_PERIODS) {
    throw new MediaMixError(
      'dates',
      `Saw ${periods} periods. Wanted at least ${LEAST_PERIODS}, better 100: channels that share one outcome are told apart by time alone.`,
    );
  }
  const days = mix.dates.map(dayNumber);
  const periodDays = stepOf(days, mix.dates);
  checkLists(mix);
  const known = mix.outcome.filter((y) => y !== null);
  if (known.length < LEAST_PERIODS) {
    throw new MediaMixError(
      'outcome',
      `Saw ${known.length} known outcomes. Wanted at least ${LEAST_PERIODS}.`,
    );
  }
  const outcomeUnit = average(known.map(Math.abs)) || 1;
  return {
    mix,
    periods,
    periodDays,
    firstDay: days[0]!,
    outcomeUnit,
    outcome: Float64Array.from(mix.outcome, (y) => (y === null ? Number.NaN : y / outcomeUnit)),
    channels: mix.channels.map(({ spend, experiments = [] }) => {
      const spendUnit = average(spend.filter((x) => x > 0)) || 1;
      const inUnits = Float64Array.from(spend, (x) => x / spendUnit);
      return {
        spendUnit,
        spend: inUnits,
        carriedIn: carriedInOf(inUnits),
        lifts: experiments.map(({ spendControl, spendTest, lift, standardError }) => ({
          from: (spendControl * periodDays) / spendUnit,
          to: (spendTest * periodDays) / spendUnit,
          lift: (lift * periodDays) / outcomeUnit,
          standardError: (standardError * periodDays) / outcomeUnit,
        })),
      };
    }),
  };
}

export const carriedInOf = (spend: Float64Array): number =>
  average([...spend.subarray(0, CARRIED_IN_PERIODS)]);

function stepOf(days: readonly number[], dates: readonly string[]): 1 | 7 {
  const step = days[1]! - days[0]!;
  if (step !== 1 && step !== 7) {
    throw new MediaMixError(
      'dates[1]',
      `${dates[1]} comes ${step} days after ${dates[0]}. Wanted days or weeks, ascending, without gaps.`,
    );
  }
  const broken = days.findIndex((day, i) => i > 0 && day - days[i - 1]! !== step);
  if (broken > 0) {
    throw new MediaMixError(
      `dates[${broken}]`,
      `${dates[broken]} does not come ${step} days after ${dates[broken - 1]}. Wanted ${step === 1 ? 'every day' : 'every week'} once, ascending; an outcome that is not known is null.`,
    );
  }
  return step;
}

function checkLists(mix: MediaMix): void {
  const periods = mix.dates.length;
  if (mix.channels.length === 0) throw new MediaMixError('channels', 'Saw no channel. Wanted at least one.');
  const lists: [string, readonly (number | null)[]][] = [
    ['outcome', mix.outcome],
    ...mix.channels.map(({ spend }, i): [string, readonly number[]] => [`channels[${i}].spend`, spend]),
    ...(mix.controls ?? []).map(({ values }, i): [string, readonly number[]] => [
      `controls[${i}].values`,
      values,
    ]),
  ];
  for (const [path, values] of lists) {
    if (values.length !== periods) {
      throw new MediaMixError(path, `Saw ${values.length} values. Wanted ${periods}, one per date.`);
    }
    const isSpend = path.endsWith('spend');
    const bad = values.findIndex((v) => v !== null && (!Number.isFinite(v) || (isSpend && v < 0)));
    if (bad >= 0) {
      throw new MediaMixError(
        `${path}[${bad}]`,
        `Saw ${values[bad]}. Wanted a finite number${isSpend ? ' that is not negative' : ''}.`,
      );
    }
  }
  const names = mix.channels.map(({ channel }) => channel);
  const twin = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twin >= 0) {
    throw new MediaMixError(
      `channels[${twin}].channel`,
      `${names[twin]} is there twice. Wanted each channel once.`,
    );
  }
  mix.channels.forEach(({ experiments = [] }, i) => {
    experiments.forEach(({ spendControl, spendTest, lift, standardError }, e) => {
      const isUsable =
        spendControl >= 0 &&
        spendTest >= 0 &&
        spendTest !== spendControl &&
        Number.isFinite(lift) &&
        standardError > 0;
      if (!isUsable) {
        throw new MediaMixError(
          `channels[${i}].experiments[${e}]`,
          'Wanted two different spends that are not negative, a lift, and a standard error above 0.',
        );
      }
    });
  });
}
