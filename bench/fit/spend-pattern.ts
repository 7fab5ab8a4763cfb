import type { RandomSource } from './random-source.ts';
import type { AccountSettings } from './simulate.ts';

/**
 * What a campaign spends each day.
 *
 * - BUDGETS: a new budget every ten days to four weeks, drawn with the variation asked for, the weekday's rhythm on it.
 * - EXACT_BUDGETS: the same, stretched so that the series has exactly the variation asked for, however few budgets.
 * - DAILY: every day drawn by itself, log-normal.
 *
 * Then some campaigns pause for a stretch, and some days go without spend.
 */
export function dailySpends(
  settings: AccountSettings,
  random: RandomSource,
  level: number,
  weekday: readonly number[],
): number[] {
  const spend =
    (settings.pattern ?? 'BUDGETS') === 'BUDGETS'
      ? budgets(settings, random, level, weekday)
      : stretched(settings, random, level, weekday);
  const { days } = settings;
  if (random.uniform() < settings.paused && days >= 60) {
    const start = Math.floor(days * (0.2 + 0.5 * random.uniform()));
    const length = 7 + Math.floor(14 * random.uniform());
    for (let t = start; t < Math.min(days, start + length); t++) spend[t] = 0;
  }
  const zeroDays = settings.zeroDays ?? 0;
  if (zeroDays > 0) for (let t = 1; t < days; t++) if (random.uniform() < zeroDays) spend[t] = 0;
  return spend;
}

function budgets(
  { days, spendVariation }: AccountSettings,
  random: RandomSource,
  level: number,
  weekday: readonly number[],
): number[] {
  const spend: number[] = [];
  let budget = level * Math.exp(spendVariation * random.normal());
  let next = 0;
  for (let t = 0; t < days; t++) {
    if (t === next) {
      budget = level * Math.exp(spendVariation * random.normal());
      next += 10 + Math.floor(18 * random.uniform());
    }
    const dayNoise = Math.exp(Math.min(0.08, spendVariation / 4) * random.normal());
    const rhythm = spendVariation < 0.1 ? 1 : weekday[t % 7]!;
    spend.push(inCents(budget * rhythm * dayNoise));
  }
  return spend;
}

/** Below this variation budgets are taken to be flat over the week. */
const LEAST_FOR_RHYTHM = 0.15;

function stretched(
  { days, spendVariation, pattern }: AccountSettings,
  random: RandomSource,
  level: number,
  weekday: readonly number[],
): number[] {
  const logs: number[] = [];
  let budget = 0;
  let next = 0;
  for (let t = 0; t < days; t++) {
    if (t === next) {
      budget = random.normal();
      next += 10 + Math.floor(18 * random.uniform());
    }
    const rhythm = spendVariation < LEAST_FOR_RHYTHM ? 0 : Math.log(weekday[t % 7]!) / spendVariation;
    logs.push(pattern === 'DAILY' ? random.normal() : budget + 0.25 * random.normal() + rhythm);
  }
  // A log-normal variable of this standard deviation varies by `spendVariation` of its mean.
  const wanted = Math.sqrt(Math.log1p(spendVariation ** 2));
  const mean = logs.reduce((sum, value) => sum + value, 0) / days;
  const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / days);
  return logs.map((value) => inCents(level * Math.exp((wanted * (value - mean)) / deviation)));
}

const inCents = (amount: number) => Math.round(amount * 100) / 100;
