import { dayNumber, weekdayOf } from '../timeline.ts';
import type { MixLayout } from './layout.ts';

/** A column of the shared baseline, with its prior's standard deviation in units of the mean outcome. */
export interface BaselineColumn {
  readonly group: 'LEVEL' | 'TREND' | 'SEASON' | 'WEEKDAY' | 'EVENT' | 'CONTROL';
  readonly name: string;
  /** One per period. */
  readonly values: Float64Array;
  /** Prior standard deviation of its coefficient; of TREND and SEASON in multiples of what is learned for the group. */
  readonly sd: number;
  /** What the values were divided by. */
  readonly unit: number;
}

const YEAR = 365.25;
const QUARTER_DAYS = 91;
const MOST_STRETCHES = 16;
const WEEKDAY_SD = 0.15;
const CONTROL_SD = 0.3;

/** The level's prior mean: half of the mean outcome is organic, give or take that much. */
export const LEVEL_MEAN = 0.5;

/**
 * Level, straight trend, a random walk at the ends of stretches of about eight weeks (linear between), a yearly Fourier
 * series, weekdays for daily data, events and controls.
 */
export function baselineColumns(layout: MixLayout): readonly BaselineColumn[] {
  const { periods, periodDays } = layout;
  const time = Float64Array.from({ length: periods }, (_, t) => t * periodDays);
  const span = periods * periodDays;
  const column = (
    group: BaselineColumn['group'],
    name: string,
    sd: number,
    value: (t: number) => number,
  ): BaselineColumn => ({ group, name, sd, unit: 1, values: Float64Array.from(time.keys(), value) });
  return [
    column('LEVEL', 'level', LEVEL_MEAN, () => 1),
    column('LEVEL', 'slope', 0.3, (t) => t / periods - 0.5),
    ...randomWalk(span).map(({ from, to }) =>
      column('TREND', 'walk', Math.sqrt((to - from) / QUARTER_DAYS), (t) => ramp(time[t]!, from, to)),
    ),
    ...harmonics(span).flatMap((h) => {
      const phase = (t: number) => (2 * Math.PI * h * (layout.firstDay + time[t]!)) / YEAR;
      return [
        column('SEASON', `sin ${h}`, 1 / Math.sqrt(h), (t) => Math.sin(phase(t))),
        column('SEASON', `cos ${h}`, 1 / Math.sqrt(h), (t) => Math.cos(phase(t))),
      ];
    }),
    ...(periodDays === 1
      ? Array.from({ length: 7 }, (_, d) =>
          column('WEEKDAY', String(d), WEEKDAY_SD, (t) =>
            weekdayOf(layout.firstDay + t) === d ? 6 / 7 : -1 / 7,
          ),
        )
      : []),
    ...eventColumns(layout),
    ...(layout.mix.controls ?? []).map(({ name, values }): BaselineColumn => {
      const mean = values.reduce((sum, v) => sum + v, 0) / periods;
      const unit = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / periods) || 1;
      const centred = Float64Array.from(values, (v) => (v - mean) / unit);
      return { group: 'CONTROL', name, sd: CONTROL_SD, unit, values: centred };
    }),
  ];
}

/** From −1/2 before the stretch to 1/2 after it, so that the level's prior holds for the middle of the walk. */
const ramp = (day: number, from: number, to: number) =>
  Math.min(1, Math.max(0, (day - from) / (to - from))) - 0.5;

function randomWalk(span: number): { from: number; to: number }[] {
  const stretches = Math.min(MOST_STRETCHES, Math.max(2, Math.round(span / 56)));
  const length = span / stretches;
  return Array.from({ length: stretches }, (_, k) => ({ from: k * length, to: (k + 1) * length }));
}

/** Under three quarters of a year a season cannot be told from a trend. */
function harmonics(span: number): number[] {
  if (span < 0.75 * YEAR) return [];
  return span < 1.5 * YEAR ? [1, 2] : [1, 2, 3, 4];
}

/** The share of a period's days that lie within events of a name. */
function eventColumns({ mix, periods, periodDays, firstDay }: MixLayout): BaselineColumn[] {
  const names = [...new Set((mix.events ?? []).map(({ name }) => name))];
  const columns = names.map((name): BaselineColumn => {
    const spans = (mix.events ?? [])
      .filter((event) => event.name === name)
      .map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) }));
    const values = Float64Array.from({ length: periods }, (_, t) => {
      const start = firstDay + t * periodDays;
      let within = 0;
      for (let day = start; day < start + periodDays; day++) {
        if (spans.some(({ from, to }) => from <= day && day <= to)) within++;
      }
      return within / periodDays;
    });
    return { group: 'EVENT', name, sd: 1, unit: 1, values };
  });
  return columns.filter(({ values }) => values.some((v) => v > 0));
}
