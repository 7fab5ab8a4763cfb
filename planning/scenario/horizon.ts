import type { FittedCurve } from '../../optimizer/fit/fitted-curve.ts';
import { timesCurve } from '../../optimizer/fit/forecast-correction.ts';
import { addDays, dayNumber, dayOfNumber, type IsoDate } from '../../store/model/day.ts';
import type { DayRange } from '../../store/ports.ts';
import { InvalidInputError } from '../errors.ts';
import type { FittedCampaign } from '../fit-workspace.ts';

const LONGEST_DAYS = 366;
/** Weekdays fall on the same dates again after this many days, and seasons nearly so. */
const YEAR_OF_WEEKS = 364;

export const daysIn = ({ from, to }: DayRange): number => dayNumber(to) - dayNumber(from) + 1;

/** Throws `InvalidInputError` for days that are past, backward or too many. */
export function checkHorizon(horizon: DayRange | undefined, now: Date): void {
  if (!horizon) return;
  const { from, to } = horizon;
  const today = dayOfNumber(Math.floor(now.getTime() / 86_400_000));
  if (to < from) {
    throw new InvalidInputError(['horizon', 'to'], `The horizon ends on ${to}, before it begins on ${from}.`);
  }
  if (from <= today) {
    throw new InvalidInputError(
      ['horizon', 'from'],
      `The horizon begins on ${from}; today is ${today}, and a plan is for days to come.`,
    );
  }
  if (daysIn(horizon) > LONGEST_DAYS) {
    throw new InvalidInputError(
      ['horizon', 'to'],
      `The horizon has ${daysIn(horizon)} days; at most ${LONGEST_DAYS} are planned at once.`,
    );
  }
}

/**
 * The campaigns with their curves as they are to be expected over the horizon: times the mean of season and weekday of
 * the same days one or more years before. Where those were not observed, as they are over the observed days.
 */
export function forHorizon(
  campaigns: readonly FittedCampaign[],
  horizon: DayRange | undefined,
): readonly FittedCampaign[] {
  if (!horizon) return campaigns;
  return campaigns.map((campaign) => {
    const multiplier = seasonOver(campaign.fit, horizon);
    if (multiplier === null) return campaign;
    const { fit, reported } = campaign;
    return { ...campaign, fit: timesSeason(fit, multiplier), reported: timesSeason(reported, multiplier) };
  });
}

/** Season times weekday over the horizon, of which the mean over the observed days is 1; null where it was not seen. */
export function seasonOver(
  { posterior, parameters, diagnostics }: FittedCurve,
  { from, to }: DayRange,
): number | null {
  const { firstDay, lastDay } = diagnostics;
  if (dayNumber(lastDay as IsoDate) - dayNumber(firstDay as IsoDate) < YEAR_OF_WEEKS - 1) return null;
  let sum = 0;
  let days = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    let seen = day;
    while (seen > lastDay) seen = addDays(seen, -YEAR_OF_WEEKS);
    sum += seasonAt(posterior.season, seen) * (parameters.weekday[(dayNumber(seen) + 3) % 7] ?? 1);
    days += 1;
  }
  return sum / days;
}

/** Geometric between the days given, constant outside. */
function seasonAt(season: FittedCurve['posterior']['season'], day: IsoDate): number {
  const next = season.findIndex(({ date }) => date > day);
  const before = season[next === -1 ? season.length - 1 : next - 1];
  const after = season[next];
  if (!before) return after?.multiplier ?? 1;
  if (!after) return before.multiplier;
  const start = dayNumber(before.date as IsoDate);
  const share = (dayNumber(day) - start) / (dayNumber(after.date as IsoDate) - start);
  return before.multiplier ** (1 - share) * after.multiplier ** share;
}

function timesSeason(fit: FittedCurve, factor: number): FittedCurve {
  const { value, interval } = fit.diagnostics.marginalAtCurrent;
  return {
    ...fit,
    curve: timesCurve(fit.curve, factor),
    posterior: {
      ...fit.posterior,
      draws: fit.posterior.draws.map((draw) => ({ ...draw, curve: timesCurve(draw.curve, factor) })),
    },
    diagnostics: {
      ...fit.diagnostics,
      marginalAtCurrent: { value: value * factor, interval: [interval[0] * factor, interval[1] * factor] },
    },
  };
}
