import type { Curve } from '../../curve/curve.ts';
import { LOG_SLOPE_BOUNDS } from '../prior.ts';
import { ETA_BOUNDS, type FittedFamily, type Shape, shapeFor, toCurve, valueAt } from '../shape.ts';
import { curveShape } from './channel-column.ts';
import type { MixDraw } from './sample.ts';

/** Curves of a draw's channel, in units of mean active spend and mean outcome. */
export interface DrawnResponse {
  readonly shape: Shape;
  readonly scale: number;
}

export interface MeanCurve extends DrawnResponse {
  /** Sum of squares by which it misses the mean. */
  readonly error: number;
}

export function drawnResponse(draw: MixDraw, c: number): DrawnResponse {
  const { shape, effect } = draw.channels[c]!;
  const curve = curveShape(shape);
  return { shape: curve, scale: effect / valueAt(curve, 1) };
}

const POINTS = 24;

/**
 * The curve of one family that follows the mean of the draws most closely, by least squares over spends from 0 to
 * somewhat above the highest, closer together where they are low, for that is where most periods are. Families that the data cannot tell apart are thereby averaged.
 *
 * @param concave keeps a Hill curve from being S-shaped
 * @param highest the highest spend seen, in multiples of the mean active spend
 */
export function meanCurve(
  responses: readonly DrawnResponse[],
  family: FittedFamily,
  concave: boolean,
  highest: number,
): MeanCurve {
  const reach = 1.2 * Math.max(highest, 1.5);
  const points = Float64Array.from({ length: POINTS }, (_, p) => ((p + 1) / POINTS) ** 2 * reach);
  const target = points.map((x) => {
    let sum = 0;
    for (const { shape, scale } of responses) sum += scale * valueAt(shape, x);
    return sum / responses.length;
  });
  const etaBounds = ETA_BOUNDS[family];
  const slopeBounds =
    family === 'HILL'
      ? ([LOG_SLOPE_BOUNDS[0], concave ? 0 : LOG_SLOPE_BOUNDS[1]] as const)
      : ([0, 0] as const);
  let eta: readonly [number, number] = etaBounds;
  let slope: readonly [number, number] = slopeBounds;
  let best = { error: Number.POSITIVE_INFINITY, eta: 0, logSlope: 0, shape: shapeFor(family, 0), scale: 0 };
  for (let zoom = 0; zoom < 4; zoom++) {
    for (const e of steps(eta, 12)) {
      for (const s of steps(slope, 6)) {
        const shape = shapeFor(family, e, Math.exp(s));
        const { error, scale } = scaleTo(target, points, shape);
        if (error < best.error) best = { error, eta: e, logSlope: s, shape, scale };
      }
    }
    eta = around(best.eta, (1.5 * (eta[1] - eta[0])) / 12, etaBounds);
    slope = around(best.logSlope, (1.5 * (slope[1] - slope[0])) / 6, slopeBounds);
  }
  return best;
}

export const inMoney = ({ shape, scale }: DrawnResponse, spendUnit: number, outcomeUnit: number): Curve =>
  toCurve(shape, scale, 0, spendUnit, outcomeUnit);

const steps = ([low, high]: readonly [number, number], count: number): number[] =>
  high > low ? Array.from({ length: count + 1 }, (_, i) => low + (i / count) * (high - low)) : [low];

const around = (centre: number, reach: number, [low, high]: readonly [number, number]) =>
  [Math.max(low, centre - reach), Math.min(high, centre + reach)] as const;

function scaleTo(target: Float64Array, points: Float64Array, shape: Shape): { error: number; scale: number } {
  const f = points.map((x) => valueAt(shape, x));
  let ff = 0;
  let fy = 0;
  f.forEach((value, p) => {
    ff += value * value;
    fy += value * target[p]!;
  });
  const scale = ff > 0 ? Math.max(0, fy / ff) : 0;
  return { scale, error: f.reduce((sum, value, p) => sum + (target[p]! - scale * value) ** 2, 0) };
}
