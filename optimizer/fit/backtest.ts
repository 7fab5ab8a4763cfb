import { type CampaignState, workbench } from './campaign-state.ts';
import { carriedOver, thetaOf } from './carry-over.ts';
import { explore } from './explore.ts';
import type { FitDiagnostics } from './fitted-curve.ts';
import { cells, evenAxis, type Grid, NO_SLOPE, withNone } from './grid.ts';
import { createLikelihood, rhythmShift, type WorkingPoint } from './likelihood.ts';
import { weigh } from './nodes.ts';
import { rowWeights, varianceAt } from './noise.ts';
import type { LogPrior } from './prior.ts';
import { logMultipliers, type RhythmRows, sliceRows } from './rhythm.ts';
import { FAMILIES, fill, shapeFor, valueAt } from './shape.ts';

/** Forecasts start after these shares of the days, and reach this many days ahead. */
const ORIGINS = [0.55, 0.7, 0.85];
const HORIZON_DAYS = 28;
const LEAST_TRAINING_DAYS = 21;
const SEASONAL_LAG_DAYS = 7;
const Z80 = 1.2816;
/** A season held where it stood goes wrong by about this much (a log) in a fortnight. */
const SEASON_STEP = 0.045;
const SEASON_STEP_DAYS = 14;

/** Coarse on purpose: chosen before the data, so that the grid itself knows nothing of the days judged. */
const LAGS = withNone(cells(0, 0.5, 2));
const BENDS = evenAxis(-2, 2, 3);
const GRID: Grid = [
  { family: 'HILL', psi: LAGS, eta: BENDS, logSlope: withNone(cells(0.2, 1)) },
  { family: 'NEGATIVE_EXPONENTIAL', psi: LAGS, eta: BENDS, logSlope: NO_SLOPE },
];

/**
 * Rolling-origin errors: at each origin the curve is fitted on the days before, and the days after are forecast at
 * the spend they had, weekdays included, the season held where it stood. Nothing the campaign did after the origin
 * enters, but the spread of the priors.
 */
export function backtest(state: CampaignState, prior: LogPrior): FitDiagnostics['outOfSample'] {
  const { outcome } = state.timeline;
  const n = outcome.length;
  let error = 0;
  let signed = 0;
  let total = 0;
  let days = 0;
  let naive = 0;
  let naiveDays = 0;
  let held = 0;
  const cuts = [...new Set(ORIGINS.map((share) => Math.floor(share * n)))].filter(
    (cut) => cut >= LEAST_TRAINING_DAYS,
  );
  for (const cut of cuts) {
    const end = Math.min(n, cut + HORIZON_DAYS);
    const forecast = forecastAfter(state, prior, cut, end);
    for (let i = cut; i < end; i++) {
      const y = outcome[i]!;
      const mean = forecast.mean[i - cut]!;
      error += Math.abs(mean - y);
      signed += mean - y;
      total += Math.abs(y);
      if (Math.abs(mean - y) <= Z80 * Math.sqrt(forecast.variance[i - cut]! / state.timeline.trust[i]!))
        held++;
      days++;
    }
    for (let i = SEASONAL_LAG_DAYS; i < cut; i++) {
      naive += Math.abs(outcome[i]! - outcome[i - SEASONAL_LAG_DAYS]!);
      naiveDays++;
    }
  }
  if (days === 0 || total <= 0) return { wape: null, bias: null, mase: null, intervalCoverage: null };
  return {
    wape: error / total,
    bias: signed / total,
    mase: naive > 0 ? error / days / (naive / naiveDays) : null,
    intervalCoverage: held / days,
  };
}

interface Forecast {
  readonly mean: Float64Array;
  /** Of the day's outcome around the mean: noise, the curve's uncertainty and that of the season. */
  readonly variance: Float64Array;
}

function forecastAfter(state: CampaignState, prior: LogPrior, cut: number, end: number): Forecast {
  const { timeline, rows, centre, rhythmPrior, noise } = state;
  const known: RhythmRows = sliceRows(rows, 0, cut);
  const h = logMultipliers(known, centre, rhythmPrior.mean).map(Math.exp);
  const mean = average(timeline.outcome.subarray(0, cut));
  const mu = h.map((value) => Math.max(0.05, mean) * value);
  const response = timeline.outcome.slice(0, cut);
  const point: WorkingPoint = {
    rows: known,
    centre,
    h,
    mu,
    weight: rowWeights(response, mu, noise, timeline.trust.subarray(0, cut)),
    response,
    precision: rhythmPrior.precision,
  };
  const likelihood = createLikelihood(point);
  const training = {
    ...state,
    timeline: {
      ...timeline,
      outcome: response,
      fitted: {
        day: timeline.fitted.day.subarray(0, cut),
        sinceStart: timeline.fitted.sinceStart.subarray(0, cut),
        weekday: timeline.fitted.weekday.subarray(0, cut),
      },
    },
  };
  const nodes = explore(workbench(training, likelihood), GRID);
  const weights = weigh(nodes, prior);

  const expected = new Float64Array(end);
  const squared = new Float64Array(end);
  const f = new Float64Array(end);
  const upTo = {
    day: timeline.fitted.day.subarray(0, end),
    sinceStart: timeline.fitted.sinceStart.subarray(0, end),
    weekday: timeline.fitted.weekday.subarray(0, end),
  };
  let psi = Number.NaN;
  let logCarried = new Float64Array(end);
  for (let i = 0; i < nodes.count; ) {
    const first = i;
    let baseline = 0;
    let paid = 0;
    let mass = 0;
    for (; i < nodes.count && isSameShape(nodes, first, i); i++) {
      const level = weights[i]! * nodes.level[i]!;
      baseline += level * nodes.share[i]!;
      paid += level * (1 - nodes.share[i]!);
      mass += weights[i]!;
    }
    if (!(baseline + paid > 1e-6 * mean)) continue;
    if (nodes.psi[first] !== psi) {
      psi = nodes.psi[first]!;
      logCarried = carriedOver(
        timeline.spend,
        thetaOf(psi),
        state.carriedIn * timeline.firstWeekSpend,
        upTo,
      ).map(Math.log);
    }
    const shape = shapeFor(
      FAMILIES[nodes.family[first]!]!,
      nodes.eta[first]!,
      Math.exp(nodes.logSlope[first]!),
    );
    fill(shape, logCarried, f);
    const scale = paid / valueAt(shape, 1);
    for (let t = 0; t < end; t++) {
      const value = baseline + scale * f[t]!;
      expected[t]! += value;
      squared[t]! += (value * value) / mass;
    }
  }

  const residual = response.map((y, i) => y - h[i]! * expected[i]!);
  const shift = rhythmShift(likelihood, residual);
  const delta = rhythmPrior.mean.map((m, j) => m + shift[j]!);
  const ahead: RhythmRows = {
    ...sliceRows(rows, cut, end),
    knot: new Int32Array(end - cut).fill(rows.knot[cut - 1]!),
    share: new Float64Array(end - cut).fill(rows.share[cut - 1]!),
  };
  const multiplier = logMultipliers(ahead, centre, delta).map(Math.exp);
  const forecast = multiplier.map((m, i) => m * expected[cut + i]!);
  const variance = forecast.map((value, i) => {
    const ofCurve = multiplier[i]! ** 2 * Math.max(0, squared[cut + i]! - expected[cut + i]! ** 2);
    const ofSeason = value ** 2 * SEASON_STEP ** 2 * ((i + 1) / SEASON_STEP_DAYS);
    return varianceAt(noise, value) + ofCurve + ofSeason;
  });
  return { mean: forecast, variance };
}

function isSameShape(nodes: ReturnType<typeof explore>, a: number, b: number): boolean {
  return (
    nodes.psi[a] === nodes.psi[b] &&
    nodes.family[a] === nodes.family[b] &&
    nodes.eta[a] === nodes.eta[b] &&
    nodes.logSlope[a] === nodes.logSlope[b]
  );
}

function average(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
