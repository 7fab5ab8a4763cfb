import type { AccountSettings } from '../simulate.ts';

export interface DecisionCell {
  readonly name: string;
  readonly settings: Omit<AccountSettings, 'seed'>;
  /** Share of the possible gain to be captured. */
  readonly goal?: number;
}

const VARIATIONS = [0.05, 0.1, 0.2, 0.4, 0.8];
const DAYS = [120, 365];
const NOISES = [0.2, 0.3];

const ACCOUNT: Omit<AccountSettings, 'seed'> = {
  campaigns: 20,
  channels: 2,
  days: 120,
  spendVariation: 0.2,
  noise: 0.2,
  noiseKind: 'TOTAL',
  meanOutcome: 120,
  // Bigger campaigns bring more: money has gone where it worked before.
  outcomeGrowth: 0.9,
  seasonAmplitude: 0,
  maxHalfLife: 0,
  maxBaselineShare: 0,
  paused: 0,
  families: ['POWER', 'LOG', 'NEGATIVE_EXPONENTIAL', 'HILL', 'LOGISTIC'],
  outliers: 0,
};

const PLAIN = { pattern: 'DAILY', weekdayStrength: 0, slopes: 'ONE' } as const;

const LIFELIKE = {
  pattern: 'EXACT_BUDGETS',
  seasonAmplitude: 0.15,
  maxHalfLife: 4,
  maxBaselineShare: 0.3,
  slopes: 'MIXED',
  outliers: 0.01,
  paused: 0.2,
} as const;

/** What empirical Bayes reached with prototypes, by variation, noise and days; in the noisy cell more is wanted. */
const GOALS: Readonly<Record<string, number>> = {
  '0.05 0.2 365': 0.85,
  '0.1 0.2 365': 0.89,
  '0.2 0.2 365': 0.96,
  '0.4 0.2 365': 0.98,
  '0.8 0.2 365': 0.98,
  '0.1 0.3 120': 0.65,
  '0.4 0.3 120': 0.93,
};

const percent = (share: number) => `${Math.round(100 * share)} %`;

export const DECISION_CELLS: readonly DecisionCell[] = [
  ...DAYS.flatMap((days) =>
    NOISES.flatMap((noise) =>
      VARIATIONS.map((spendVariation): DecisionCell => {
        const goal = GOALS[`${spendVariation} ${noise} ${days}`];
        return {
          name: `plain, ${days} days, noise ${percent(noise)}, variation ${percent(spendVariation)}`,
          settings: { ...ACCOUNT, ...PLAIN, days, noise, spendVariation },
          ...(goal !== undefined && { goal }),
        };
      }),
    ),
  ),
  ...DAYS.flatMap((days) =>
    VARIATIONS.map((spendVariation): DecisionCell => {
      const noise = days === 120 ? 0.3 : 0.2;
      return {
        name: `lifelike, ${days} days, noise ${percent(noise)}, variation ${percent(spendVariation)}`,
        settings: { ...ACCOUNT, ...LIFELIKE, days, noise, spendVariation },
      };
    }),
  ),
];
