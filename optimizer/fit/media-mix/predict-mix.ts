import type { Curve } from '../../curve/curve.ts';
import { slopeAt } from '../../curve/evaluate.ts';
import { responseOf } from '../../curve/response.ts';
import { carriedOver } from '../carry-over.ts';
import type { Prediction, PredictionPoint } from '../fitted-curve.ts';
import { interval } from '../predict.ts';
import { average } from '../spend-range.ts';
import { carriedInOf } from './layout.ts';
import type { FittedMediaMix, MediaMix } from './media-mix.ts';

/** The slope of x^0.5 is infinite at 0, so slopes are read no lower than at this share of the mean spend. */
const LEAST_SPEND = 0.01;

interface Outcome {
  readonly incremental: number;
  readonly marginal: number;
}

/**
 * Mean outcome per period over the observed periods at another spend of one channel, the other channels as they were;
 * intervals are 80 %. `{ factor }` runs every period again at its spend times the factor, carry-over included;
 * `{ spend }` is a steady spend per period.
 *
 * @param mix what `fitted` was fitted on
 * @param channel its place among the mix's channels
 */
export function predictMix(
  fitted: FittedMediaMix,
  mix: MediaMix,
  channel: number,
  point: PredictionPoint,
): Prediction {
  const { curve, parameters, posterior } = fitted.channels[channel]!;
  const spend = Float64Array.from(mix.channels[channel]!.spend);
  const meanSpend = average([...spend]);
  const at = (of: Curve, carryOver: number): Outcome =>
    'spend' in point
      ? steady(of, Math.max(0, point.spend), LEAST_SPEND * meanSpend)
      : scaled(of, carried(spend, carryOver), Math.max(0, point.factor), meanSpend);
  const asItWas = (c: number, of: Curve, carryOver: number) =>
    scaled(of, carried(Float64Array.from(mix.channels[c]!.spend), carryOver), 1, 1).incremental;
  const others = fitted.channels.flatMap((_, c) => (c === channel ? [] : [c]));
  const central = at(curve, parameters.carryOver);
  const draws = posterior.draws.map((draw) => at(draw.curve, draw.carryOver));
  const expected =
    fitted.baseline.mean +
    others.reduce((sum, c) => sum + fitted.channels[c]!.contribution.total / mix.dates.length, 0) +
    central.incremental;
  const drawn = draws.map(({ incremental }, s) =>
    others.reduce((sum, c) => {
      const draw = fitted.channels[c]!.posterior.draws[s]!;
      return sum + asItWas(c, draw.curve, draw.carryOver);
    }, fitted.baselineDraws[s]! + incremental),
  );
  return {
    spend: 'spend' in point ? Math.max(0, point.spend) : meanSpend * Math.max(0, point.factor),
    expectedConversions: expected,
    incrementalConversions: central.incremental,
    marginalConversions: central.marginal,
    interval: interval(drawn, expected),
    marginalInterval: interval(
      draws.map(({ marginal }) => marginal),
      central.marginal,
    ),
  };
}

function carried(spend: Float64Array, carryOver: number): Float64Array {
  const day = Int32Array.from(spend.keys());
  const rows = { day, sinceStart: day, weekday: new Uint8Array(day.length) };
  return carriedOver(spend, carryOver, carriedInOf(spend), rows);
}

function steady(curve: Curve, spend: number, leastSpend: number): Outcome {
  return {
    incremental: responseOf(curve).value(spend),
    marginal: leastSpend > 0 ? slopeAt(curve, Math.max(spend, leastSpend)) : 0,
  };
}

function scaled(curve: Curve, effective: Float64Array, factor: number, meanSpend: number): Outcome {
  const response = responseOf(curve);
  const periods = effective.length;
  let incremental = 0;
  let gain = 0;
  for (const a of effective) {
    if (a <= 0) continue;
    incremental += response.value(a * factor) / periods;
    gain += (a * response.slope(a * Math.max(factor, LEAST_SPEND))) / periods;
  }
  return { incremental, marginal: meanSpend > 0 ? gain / meanSpend : 0 };
}
