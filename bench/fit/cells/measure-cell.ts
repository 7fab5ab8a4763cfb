import { slopeAt } from '../../../optimizer/curve/evaluate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import type { Scipy, Terms } from '../peers/scipy.ts';
import { quantile } from '../quantile.ts';
import { type AccountSettings, simulateAccount } from '../simulate.ts';
import { currentSpend, type SimulatedCampaign, trueSlope } from '../truth.ts';
import { leastMedianRatio } from './median-ratio.ts';

/** Multiples of current spend at which the marginal return is asked for. */
export const FACTORS = [0.5, 1, 2] as const;
const AT_CURRENT = FACTORS.indexOf(1);

/** Each list has one figure per factor. */
export interface CellFigures {
  readonly campaigns: number;
  /** Median of |marginal ÷ true − 1|. */
  readonly error: readonly number[];
  readonly error90: readonly number[];
  /** Median of log(marginal ÷ true): above 0 says too much. */
  readonly bias: readonly number[];
  /** Share of the intervals of the marginal return that hold the truth. */
  readonly coverage80: readonly number[];
  readonly coverage90: readonly number[];
  /** Median of the upper end of the 80 % interval ÷ its lower end. */
  readonly width80: readonly number[];
  /** Fits that threw, or that are not finite somewhere. */
  readonly failures: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  /** Null where there is no Python with SciPy. */
  readonly scipy: PeerFigures | null;
}

export interface PeerFigures {
  readonly campaigns: number;
  readonly error: readonly number[];
  readonly error90: readonly number[];
  /** Ours on the same campaigns. */
  readonly ourError: readonly number[];
  /** How low our error ÷ SciPy's may be but for chance. */
  readonly leastRatio: readonly number[];
  readonly failures: number;
  readonly milliseconds: number;
}

export interface CellMeasure {
  readonly figures: CellFigures;
  /** Of every campaign at current spend. */
  readonly errorsAtCurrent: { readonly ours: readonly number[]; readonly scipy: readonly number[] };
}

export interface CellSize {
  readonly accounts: number;
  /** So many of them are given to SciPy too, which is slow. */
  readonly peerAccounts: number;
}

/** Fits simulated accounts, pooled within each, and holds every marginal return against the truth. */
export async function measureCell(
  settings: Omit<AccountSettings, 'seed'>,
  { accounts, peerAccounts }: CellSize,
  scipy: Scipy,
): Promise<CellMeasure> {
  const known = Array.from({ length: accounts }, (_, k) => simulateAccount({ ...settings, seed: 1 + k }));
  const truths = known.flat();
  const shared = known.slice(0, peerAccounts).flat();
  const peer = scipy.fit(shared, termsOf(settings));
  const fits: (FittedCurve | null)[] = [];
  let milliseconds = 0;
  for (const account of known) {
    const started = performance.now();
    try {
      fits.push(...fitCurves(account.map(({ series }) => series)));
    } catch (error) {
      console.error(error);
      fits.push(...account.map(() => null));
    }
    milliseconds += performance.now() - started;
    // Lets the peer's answer in, which is long.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const ratios = FACTORS.map((factor) => truths.map((truth, i) => ratioAt(truth, fits[i]?.curve, factor)));
  const inDraws = FACTORS.map((factor) => truths.map((truth, i) => drawnRatios(truth, fits[i]!, factor)));
  const coverage = (share: number) =>
    inDraws.map((all) => all.filter((draws) => holdsTruth(draws, share)).length / truths.length);
  const answer = await peer;
  const peerRatios = FACTORS.map((factor) =>
    shared.map((truth, i) => ratioAt(truth, answer?.fits[i]?.curve, factor)),
  );
  const errorsOf = (values: readonly number[], p: number) => quantile(values.map(missedBy), p);
  const figures: CellFigures = {
    campaigns: truths.length,
    error: ratios.map((values) => errorsOf(values, 0.5)),
    error90: ratios.map((values) => errorsOf(values, 0.9)),
    bias: ratios.map((values) => Math.log(quantile(values, 0.5))),
    coverage80: coverage(0.8),
    coverage90: coverage(0.9),
    width80: inDraws.map((all) =>
      quantile(
        all.map((draws) => quantile(draws, 0.9) / quantile(draws, 0.1)),
        0.5,
      ),
    ),
    failures: fits.filter((fit) => !isWhole(fit)).length,
    verdicts: counted(fits.map((fit) => fit?.identifiability.verdict ?? 'FAILED')),
    milliseconds: milliseconds / truths.length,
    scipy: answer && {
      campaigns: shared.length,
      error: peerRatios.map((values) => errorsOf(values, 0.5)),
      error90: peerRatios.map((values) => errorsOf(values, 0.9)),
      ourError: ratios.map((values) => errorsOf(values.slice(0, shared.length), 0.5)),
      leastRatio: ratios.map((values, f) =>
        leastMedianRatio(values.slice(0, shared.length).map(missedBy), peerRatios[f]!.map(missedBy)),
      ),
      failures: answer.fits.filter((fit) => fit === null).length,
      milliseconds: (1000 * answer.seconds) / shared.length,
    },
  };
  const errorsAtCurrent = {
    ours: ratios[AT_CURRENT]!.map(missedBy),
    scipy: answer ? peerRatios[AT_CURRENT]!.map(missedBy) : [],
  };
  return { figures, errorsAtCurrent };
}

/** Marginal return ÷ the true one. A fit that failed is infinitely far off. */
function ratioAt(truth: SimulatedCampaign, curve: FittedCurve['curve'] | undefined, factor: number): number {
  const spend = factor * currentSpend(truth);
  return curve ? slopeAt(curve, spend) / trueSlope(truth, spend) : Number.POSITIVE_INFINITY;
}

function drawnRatios(truth: SimulatedCampaign, fit: FittedCurve | null, factor: number): readonly number[] {
  return fit?.posterior.draws.map(({ curve }) => ratioAt(truth, curve, factor)) ?? [];
}

const missedBy = (ratio: number) => Math.abs(ratio - 1);

/** Whether the middle `share` of the draws holds a ratio of 1. */
const holdsTruth = (draws: readonly number[], share: number) =>
  draws.length > 0 && quantile(draws, (1 - share) / 2) <= 1 && quantile(draws, (1 + share) / 2) >= 1;

export function isWhole(fit: FittedCurve | null | undefined): fit is FittedCurve {
  if (!fit) return false;
  const { curve, posterior, diagnostics } = fit;
  const parts = [curve, ...posterior.draws.map((draw) => draw.curve), diagnostics.spend];
  const figures = [
    ...parts.flatMap((part) => Object.values(part)),
    diagnostics.marginalAtCurrent.value,
    ...diagnostics.marginalAtCurrent.interval,
  ];
  return figures.every((value) => typeof value !== 'number' || Number.isFinite(value));
}

/** A season can be told from a level from half a year on. */
const LEAST_DAYS_FOR_SEASON = 180;

export function termsOf(settings: Omit<AccountSettings, 'seed'>): Terms {
  return {
    baseline: settings.maxBaselineShare > 0,
    carryOver: settings.maxHalfLife > 0,
    weekday: settings.weekdayStrength !== 0,
    season: settings.seasonAmplitude > 0 && settings.days >= LEAST_DAYS_FOR_SEASON,
    slope: settings.slopes !== 'ONE',
  };
}

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
