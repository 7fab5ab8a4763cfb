import { type FitGoal, type Part, points, table } from '../part.ts';
import { quantile } from '../quantile.ts';
import type { AccountSettings } from '../simulate.ts';
import { type CellFigures, type CellMeasure, measureCell } from './measure-cell.ts';

const ACCOUNTS = 4;
/** At current spend, over all series. */
const MOST_ERROR = 0.035;

/** A year of days, each day's spend drawn by itself, no rhythm; amounts with relative noise. */
const PLAIN: Omit<AccountSettings, 'seed'> = {
  campaigns: 30,
  channels: 3,
  days: 365,
  spendVariation: 0.6,
  pattern: 'DAILY',
  noise: 0.1,
  noiseKind: 'AMOUNT',
  meanOutcome: 100,
  seasonAmplitude: 0,
  weekdayStrength: 0,
  maxHalfLife: 0,
  maxBaselineShare: 0,
  paused: 0,
  families: ['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'HILL'],
  slopes: 'MIXED',
  outliers: 0,
};

interface Series {
  readonly name: string;
  readonly settings: Partial<AccountSettings>;
}

const SERIES: readonly Series[] = [
  { name: 'variation 60 %, noise 10 %', settings: {} },
  { name: 'variation 60 %, noise 30 %', settings: { noise: 0.3 } },
  { name: 'variation 8 %, noise 10 %', settings: { spendVariation: 0.08 } },
  { name: 'variation 8 %, noise 30 %', settings: { spendVariation: 0.08, noise: 0.3 } },
  { name: '30 % of days without spend, noise 20 %', settings: { zeroDays: 0.3, noise: 0.2 } },
  { name: '3 % outliers, noise 20 %', settings: { outliers: 0.03, noise: 0.2 } },
  {
    name: 'about 8 conversions a day, Poisson',
    settings: { meanOutcome: 8, noise: 0, noiseKind: 'OVER_POISSON' },
  },
  {
    name: '40 % baseline, noise 20 %',
    settings: { minBaselineShare: 0.4, maxBaselineShare: 0.4, noise: 0.2 },
  },
  {
    name: 'baseline, weekdays, carry-over of one half, zeros, noise 20 %',
    settings: {
      maxBaselineShare: 0.4,
      weekdayStrength: 1,
      minHalfLife: 1,
      maxHalfLife: 1,
      zeroDays: 0.3,
      noise: 0.2,
    },
  },
];

/** Series without rhythm on which prototypes of fitters were compared: one hard thing at a time. */
export const plainSeries: Part = async ({ only, accounts = ACCOUNTS, scipy }) => {
  const rows: (CellMeasure & { readonly series: Series })[] = [];
  for (const series of SERIES.filter(({ name }) => name.includes(only))) {
    const size = { accounts, peerAccounts: accounts };
    const measure = await measureCell({ ...PLAIN, ...series.settings }, size, scipy);
    rows.push({ series, ...measure });
    console.error(`  ${series.name}: ${measure.figures.error.map((e) => points(e)).join(' ')}`);
  }
  const all = rows.flatMap(({ errorsAtCurrent }) => errorsAtCurrent.ours);
  const peer = rows.flatMap(({ errorsAtCurrent }) => errorsAtCurrent.scipy);
  const list = (values: readonly number[] | undefined, digits = 1) =>
    values?.map((value) => points(value, digits)).join(' / ') ?? '—';
  return {
    markdown: `## Plain series

365 days, every day's spend drawn by itself, no season; power, log, negative exponential and Hill curves (three in ten of
them S-shaped) mixed in three channels of ten. ${30 * accounts} campaigns a row, all of them given to SciPy too, which is told the family and
the terms. Errors as above.

${table(
  [
    'series',
    'our error: median',
    '90th percentile',
    "SciPy's: median",
    '90th percentile',
    '80 % holds',
    '90 % holds',
    'failures: ours, SciPy',
  ],
  rows.map(({ series, figures }) => [
    series.name,
    list(figures.error),
    list(figures.error90, 0),
    list(figures.scipy?.error),
    list(figures.scipy?.error90, 0),
    list(figures.coverage80, 0),
    list(figures.coverage90, 0),
    `${figures.failures}, ${figures.scipy?.failures ?? '—'}`,
  ]),
)}

Over all ${all.length} series at current spend: median error ${points(quantile(all, 0.5))} %${peer.length > 0 ? `; SciPy, told the family: ${points(quantile(peer, 0.5))} %` : ''}.
`,
    goals: [
      ...(only === ''
        ? [
            {
              row: 'plain series',
              wanted: `median error at current spend at most ${points(MOST_ERROR)} %`,
              seen: `${points(quantile(all, 0.5))} %`,
              isReached: quantile(all, 0.5) <= MOST_ERROR,
            },
          ]
        : []),
      ...rows.flatMap(goalsOf),
    ],
    figures: rows.map(({ series, figures }) => ({ ...series, ...figures })),
  };
};

function goalsOf({ series, figures }: { series: Series; figures: CellFigures }): FitGoal[] {
  const row = `plain series: ${series.name}`;
  const { failures, campaigns, error, scipy } = figures;
  const goals = [
    { row, wanted: 'no failures', seen: `${failures} of ${campaigns}`, isReached: failures === 0 },
  ];
  if (!scipy) return goals;
  const share = (series.settings.spendVariation ?? PLAIN.spendVariation) <= 0.1 ? 0.5 : 1;
  const ratios = error.map((value, f) => value / scipy.error[f]!);
  return [
    ...goals,
    {
      row,
      wanted: `error at most ${share === 1 ? "SciPy's" : "half of SciPy's"} at 0.5×, 1×, 2×`,
      seen: `${ratios.map((ratio) => ratio.toFixed(2)).join(' / ')} of it`,
      isReached: ratios.every((ratio) => ratio <= share),
      mayBeChance: scipy.leastRatio.every((ratio) => ratio <= share),
    },
  ];
}
