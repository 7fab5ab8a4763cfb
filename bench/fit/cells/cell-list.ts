import type { AccountSettings } from '../simulate.ts';

/** One way that accounts can be, with what the data were made of. */
export interface Cell {
  readonly name: string;
  readonly settings: Partial<AccountSettings>;
}

/** Three channels of eight campaigns, every family, counts whose whole noise is the noise named. */
export const CELL_ACCOUNT: Omit<AccountSettings, 'seed'> = {
  campaigns: 24,
  channels: 3,
  days: 90,
  spendVariation: 0.3,
  pattern: 'EXACT_BUDGETS',
  noise: 0.2,
  noiseKind: 'TOTAL',
  meanOutcome: 120,
  seasonAmplitude: 0.15,
  maxHalfLife: 7,
  maxBaselineShare: 0.3,
  paused: 0,
  families: ['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'HILL', 'LOGISTIC'],
  outliers: 0,
};

const DAYS = [30, 90, 365];
const VARIATIONS = [0.1, 0.3, 1];
const NOISES = [0.1, 0.2, 0.4];

/** Days, variation and noise in every combination, carry-over of 0 to 7 days and both rhythms in all. */
const CROSSED: readonly Cell[] = DAYS.flatMap((days) =>
  VARIATIONS.flatMap((spendVariation) =>
    NOISES.map((noise) => ({
      name: `${days} days, variation ${percent(spendVariation)}, noise ${percent(noise)}`,
      settings: { days, spendVariation, noise },
    })),
  ),
);

/** One thing at a time, from the middle: 90 days, variation 30 %, noise 20 %. */
const ONE_AT_A_TIME: readonly Cell[] = [
  { name: 'power curves alone', settings: { families: ['POWER'] } },
  { name: 'log curves alone', settings: { families: ['LOG'] } },
  { name: 'negative exponential curves alone', settings: { families: ['NEGATIVE_EXPONENTIAL'] } },
  { name: 'concave Hill curves alone', settings: { families: ['HILL'], slopes: 'ONE' } },
  { name: 'S-shaped Hill curves alone', settings: { families: ['HILL'], slopes: 'S_SHAPED' } },
  { name: 'logistic curves alone', settings: { families: ['LOGISTIC'] } },
  { name: '30 % of days without spend', settings: { zeroDays: 0.3 } },
  { name: '3 % outliers', settings: { outliers: 0.03 } },
  { name: 'no carry-over', settings: { maxHalfLife: 0 } },
  { name: 'carry-over half-life 7 days', settings: { minHalfLife: 7 } },
  { name: 'no rhythms', settings: { seasonAmplitude: 0, weekdayStrength: 0 } },
  { name: 'no baseline', settings: { maxBaselineShare: 0 } },
  { name: 'the level wanders by 20 %', settings: { levelDrift: 0.2 } },
  { name: '365 days, the level wanders by 40 %', settings: { days: 365, levelDrift: 0.4 } },
  { name: '8 conversions a day', settings: { meanOutcome: 8, noise: 0.1, noiseKind: 'OVER_POISSON' } },
];

/** The hard and the easy end of everything at once. */
const ENDS: readonly Cell[] = [
  {
    name: '30 days, variation 10 %, noise 40 %, zeros and outliers',
    settings: { days: 30, spendVariation: 0.1, noise: 0.4, zeroDays: 0.3, outliers: 0.03 },
  },
  {
    name: '365 days, variation 100 %, noise 40 %, zeros and outliers',
    settings: { days: 365, spendVariation: 1, noise: 0.4, zeroDays: 0.3, outliers: 0.03 },
  },
  {
    name: '365 days, variation 100 %, noise 10 %, nothing else',
    settings: {
      days: 365,
      spendVariation: 1,
      noise: 0.1,
      maxHalfLife: 0,
      maxBaselineShare: 0,
      seasonAmplitude: 0,
      weekdayStrength: 0,
    },
  },
];

export const CELLS: readonly Cell[] = [...CROSSED, ...ONE_AT_A_TIME, ...ENDS];

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
