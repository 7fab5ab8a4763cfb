import { responseAt, slopeAt } from '../curve/evaluate.ts';
import type { CurveDraw, FittedCurve, SuggestedExperiment } from './fitted-curve.ts';
import { average } from './spend-range.ts';

/** Two stretches of weeks, up and down by more than the spend has moved of itself. */
export interface ExperimentDesign {
  /** Share of the current spend, up and then down. */
  readonly change: number;
  /** At each of the two spends. */
  readonly weeks: number;
}

export function designFor(variation: number, marginalLogSd: number): ExperimentDesign {
  return {
    change: variation < 0.1 || marginalLogSd > 0.6 ? 0.4 : 0.3,
    weeks: marginalLogSd > 0.6 ? 3 : 2,
  };
}

const Z80 = 1.2816;

/**
 * What an experiment would tell, from the draws alone: the difference in outcome between the two spends is normal
 * with what the draws say of it plus the noise of the days; the marginal return is learned by their correlation.
 *
 * @param dayVariance of one day's outcome around its mean, in outcome²
 */
export function costed(
  design: ExperimentDesign,
  currentSpend: number,
  marginal: number,
  draws: readonly CurveDraw[],
  dayVariance: number,
): Omit<SuggestedExperiment, 'value' | 'rank'> | null {
  if (!(currentSpend > 0) || draws.length < 2) return null;
  const { change, weeks } = design;
  const [spendFrom, spendTo] = [currentSpend * (1 - change), currentSpend * (1 + change)];
  const days = 7 * weeks;
  const expectedStandardError = Math.sqrt((2 * dayVariance) / days);
  const lifts = draws.map(({ curve }) => responseAt(curve, spendTo) - responseAt(curve, spendFrom));
  // In outcome rather than outcome per money, so that no unit of money is too small.
  const slopes = draws.map(({ curve }) => slopeAt(curve, currentSpend) * currentSpend);
  const [liftMean, slopeMean] = [average(lifts), average(slopes)];
  const liftVariance = average(lifts.map((v) => (v - liftMean) ** 2));
  const slopeVariance = average(slopes.map((v) => (v - slopeMean) ** 2));
  const covariance = average(lifts.map((v, i) => (v - liftMean) * (slopes[i]! - slopeMean)));
  const learned = covariance ** 2 / Math.max(liftVariance + expectedStandardError ** 2, 1e-300);
  const left = (Z80 * Math.sqrt(Math.max(slopeVariance - learned, 0))) / currentSpend;
  if (!Number.isFinite(left + expectedStandardError)) return null;
  return {
    spendFrom,
    spendTo,
    weeks: 2 * weeks,
    cost: change * currentSpend * days,
    expectedStandardError,
    expectedMarginalInterval: [Math.max(0, marginal - left), marginal + left],
  };
}

/**
 * The expected value of sample information on one decision: whether the tested share of the spend is better here or
 * at the account's usual marginal return. With a gain that is normal(m, s²) after what the experiment can tell, knowing
 * is worth E|gain| − |m| (Raiffa & Schlaifer 1961, linear loss). Ranked over all campaigns fitted together.
 */
export function rankExperiments(fits: readonly FittedCurve[]): FittedCurve[] {
  const usual = usualMarginal(fits);
  const values = fits.map((fit) => worthOf(fit, usual));
  const order = fits
    .map((_, i) => i)
    .filter((i) => fits[i]!.identifiability.experiment)
    .sort((a, b) => values[b]! - values[a]! || a - b);
  return fits.map((fit, i) => {
    const { experiment } = fit.identifiability;
    if (!experiment) return fit;
    const ranked = { ...experiment, value: values[i]!, rank: order.indexOf(i) + 1 };
    return { ...fit, identifiability: { ...fit.identifiability, experiment: ranked } };
  });
}

/** Median of the marginal returns, weighted by spend. */
function usualMarginal(fits: readonly FittedCurve[]): number {
  const known = fits
    .map(({ diagnostics }) => [diagnostics.marginalAtCurrent.value, diagnostics.spend.current] as const)
    .filter(([, spend]) => spend > 0)
    .sort(([a], [b]) => a - b);
  const total = known.reduce((sum, [, spend]) => sum + spend, 0);
  let cumulated = 0;
  for (const [marginal, spend] of known) {
    cumulated += spend;
    if (cumulated >= total / 2) return marginal;
  }
  return 0;
}

function worthOf({ identifiability, diagnostics }: FittedCurve, usual: number): number {
  const { experiment } = identifiability;
  if (!experiment) return 0;
  const { value, interval } = diagnostics.marginalAtCurrent;
  const before = (interval[1] - interval[0]) / (2 * Z80);
  const [low, high] = experiment.expectedMarginalInterval;
  const after = (high - low) / (2 * Z80);
  const told = Math.sqrt(Math.max(before ** 2 - after ** 2, 0));
  const moved = (experiment.spendTo - experiment.spendFrom) / 2;
  const gain = moved * (value - usual);
  const sd = moved * told;
  return sd > 0 ? expectedAbsolute(gain, sd) - Math.abs(gain) : 0;
}

/** E|X| of X ~ N(mean, sd²). */
function expectedAbsolute(mean: number, sd: number): number {
  const z = mean / sd;
  return sd * Math.sqrt(2 / Math.PI) * Math.exp(-(z * z) / 2) + mean * (1 - 2 * normalBelow(-z));
}

/** Standard normal distribution function; Abramowitz & Stegun 26.2.17, absolute error below 7.5e-8. */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    Math.exp((-z * z) / 2) *
    t *
    (0.127414796 + t * (-0.142248368 + t * (0.7107068705 + t * (-0.7265760135 + t * 0.5307027145))));
  return z > 0 ? 1 - tail : tail;
}
