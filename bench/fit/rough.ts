import { fitCurves } from '../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries, DayObservation } from '../../optimizer/fit/fitted-curve.ts';
import { isWhole } from './cells/measure-cell.ts';
import { type Part, table } from './part.ts';
import { type RandomSource, randomSource } from './random-source.ts';

const ACCOUNTS = 100;
const CAMPAIGNS = 12;
const DAYS = 60;
const START = Date.UTC(2026, 0, 5);

type Spoil = (days: readonly DayObservation[], random: RandomSource) => readonly DayObservation[];

/** What exports do to a series. */
const KINDS: Readonly<Record<string, Spoil>> = {
  'as it should be': (days) => days,
  'no days': () => [],
  'one day': (days) => days.slice(0, 1),
  'two days': (days) => days.slice(0, 2),
  'never spent': (days) => days.map((day) => ({ ...day, spend: 0 })),
  'never an outcome': (days) => days.map((day) => ({ ...day, outcome: 0 })),
  'spend never changes': (days) => days.map((day) => ({ ...day, spend: 100 })),
  'outcome never changes': (days) => days.map((day) => ({ ...day, outcome: 5 })),
  'spend only once': (days) => days.map((day, t) => ({ ...day, spend: t === 30 ? day.spend : 0 })),
  'mostly not reported': (days, { uniform }) =>
    days.map((day) => (uniform() < 0.9 ? { ...day, outcome: null } : day)),
  'outcomes not numbers': (days, { uniform }) =>
    days.map((day) => (uniform() < 0.2 ? { ...day, outcome: Number.NaN } : day)),
  'spends below zero and without end': (days, { uniform }) =>
    days.map((day) =>
      uniform() < 0.1 ? { ...day, spend: uniform() < 0.5 ? -10 : Number.POSITIVE_INFINITY } : day,
    ),
  'refunds below zero': (days, { uniform }) =>
    days.map((day) => (uniform() < 0.1 ? { ...day, outcome: -20 } : day)),
  'tiny units': (days) => days.map((day) => ({ ...day, spend: day.spend * 1e-9 })),
  'huge units': (days) =>
    days.map((day) => ({ ...day, spend: day.spend * 1e9, outcome: (day.outcome ?? 0) * 1e9 })),
  'one spike of a million': (days) => days.map((day, t) => (t === 40 ? { ...day, outcome: 1e6 } : day)),
  'one budget of a million': (days) => days.map((day, t) => (t === 40 ? { ...day, spend: 1e6 } : day)),
  'out of order': (days) => [...days].reverse(),
  'days twice': (days) => days.flatMap((day) => [day, day]),
  'three years apart': (days) => days.map((day, t) => (t < 30 ? day : { ...day, date: dateOf(t + 1100) })),
  'all incomplete': (days) => days.map((day) => ({ ...day, incomplete: true })),
  'without noise': (days) => days.map((day) => ({ ...day, outcome: day.spend ** 0.5 })),
  'exactly in proportion': (days) => days.map((day) => ({ ...day, outcome: 0.1 * day.spend })),
  'against spend': (days) => days.map((day) => ({ ...day, outcome: Math.max(0, 50 - 0.2 * day.spend) })),
};

/** Series spoiled in every way that exports know: each fit has to come back, finite, and so have its neighbours'. */
export const rough: Part = async ({ only, accounts = ACCOUNTS }) => {
  const names = Object.keys(KINDS).filter((name) => name.includes(only));
  const counts = new Map(names.map((name) => [name, { fits: 0, failures: 0 }]));
  for (let account = 0; account < accounts; account++) {
    const random = randomSource(account + 1);
    const kinds = Array.from(
      { length: CAMPAIGNS },
      () => names[Math.floor(names.length * random.uniform())]!,
    );
    const series = kinds.map(
      (kind, i): CampaignSeries => ({
        campaign: String(i),
        channel: String(i % 2),
        days: KINDS[kind]!(cleanDays(random), random),
        ...(i % 3 === 0 && { outcome: 'MONEY' }),
      }),
    );
    const fits = fitted(series);
    kinds.forEach((kind, i) => {
      const count = counts.get(kind)!;
      count.fits++;
      if (!isWhole(fits?.[i])) count.failures++;
    });
  }
  const all = [...counts.values()];
  const failures = all.reduce((sum, count) => sum + count.failures, 0);
  const fits = all.reduce((sum, count) => sum + count.fits, 0);
  const failed = [...counts].filter(([, count]) => count.failures > 0);
  return {
    markdown: `## Rough data

${fits} series in accounts of ${CAMPAIGNS}, each spoiled in one of ${names.length} ways (${names.join(', ')}). A fit fails when it throws, or when its curve, draws or
marginal return are not finite; when one throws, so have its neighbours.

${
  failed.length === 0
    ? `No failures in ${fits} fits.`
    : table(
        ['kind', 'fits', 'failures'],
        failed.map(([name, count]) => [name, String(count.fits), String(count.failures)]),
      )
}
`,
    goals: [
      { row: 'rough data', wanted: 'no failures', seen: `${failures} of ${fits}`, isReached: failures === 0 },
    ],
    figures: Object.fromEntries(counts),
  };
};

function fitted(series: readonly CampaignSeries[]) {
  try {
    return fitCurves(series);
  } catch (error) {
    console.error(error);
    return null;
  }
}

function cleanDays({ uniform, normal, poisson }: RandomSource): DayObservation[] {
  const level = Math.exp(4 + normal());
  return Array.from({ length: DAYS }, (_, t) => {
    const spend = level * Math.exp(0.3 * normal());
    return {
      date: dateOf(t),
      spend,
      outcome: poisson((20 * spend) / (spend + level)) + Math.floor(2 * uniform()),
    };
  });
}

const dateOf = (t: number) => new Date(START + t * 86_400_000).toISOString().slice(0, 10);
