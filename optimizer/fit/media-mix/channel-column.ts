import { carriedOver, thetaOf } from '../carry-over.ts';
import { type FittedFamily, fill, type Shape, shapeFor, valueAt } from '../shape.ts';
import type { Rows } from '../timeline.ts';
import type { ChannelLayout } from './layout.ts';

/** The nonlinear part of one channel's response; see `shape.ts` for η and `carry-over.ts` for ψ. */
export interface ChannelShape {
  readonly family: FittedFamily;
  readonly eta: number;
  /** Used by HILL alone. */
  readonly logSlope: number;
  readonly psi: number;
}

export const curveShape = ({ family, eta, logSlope }: ChannelShape): Shape =>
  shapeFor(family, eta, family === 'HILL' ? Math.exp(logSlope) : 1);

/** f(carry-over(spend)) ÷ f(1) in the given periods, 1 being the mean active spend. */
export function channelColumn(
  channel: ChannelLayout,
  shape: ChannelShape,
  rows: Rows,
  out: Float64Array = new Float64Array(rows.day.length),
): Float64Array {
  const curve = curveShape(shape);
  carriedOver(channel.spend, thetaOf(shape.psi), channel.carriedIn, rows, out);
  for (let i = 0; i < out.length; i++) out[i] = Math.log(out[i]!);
  fill(curve, out, out);
  const unit = 1 / valueAt(curve, 1);
  for (let i = 0; i < out.length; i++) out[i]! *= unit;
  return out;
}

/** [f(to) − f(from)] ÷ f(1). */
export function increment(shape: ChannelShape, from: number, to: number): number {
  const curve = curveShape(shape);
  return (valueAt(curve, to) - valueAt(curve, from)) / valueAt(curve, 1);
}
