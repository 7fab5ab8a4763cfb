import type { Response } from '../curve/response.ts';
import type { SmoothCurve } from './interior-point/scaled-plan.ts';

/**
 * A concave function below an S-shaped response that touches it at `anchor`. A plan that improves on it improves on
 * the response at least as much (minorise and maximise: D. Hunter & K. Lange, A tutorial on MM algorithms, 2004).
 *
 * Above the inflection: the response itself, and left of the inflection its steepest tangent, which lies below the
 * convex part. Below the inflection: the tangent at the anchor, which is below the response up to where the two cross;
 * what it promises beyond is for the caller to check.
 */
export function minorantAt(response: Response, anchor: number): SmoothCurve {
  if (response.corners) return chordsThrough(response, anchor);
  const { inflection } = response;
  if (inflection === 0) return { ...response, kinks: [] };
  if (anchor < inflection) return line(anchor, response.value(anchor), response.slope(anchor));
  const steepest = line(inflection, response.value(inflection), response.slope(inflection));
  const at = (a: number) => (a < inflection ? steepest : response);
  return {
    value: (a) => at(a).value(a),
    slope: (a) => at(a).slope(a),
    curvature: (a) => at(a).curvature(a),
    kinks: [],
  };
}

const line = (x: number, y: number, slope: number) => ({
  value: (a: number) => y + slope * (a - x),
  slope: () => slope,
  curvature: () => 0,
  kinks: [] as readonly number[],
});

/**
 * Two lines that meet at the anchor: to the left as steep as the steepest chord there, to the right as the flattest.
 * Where the curve bends upward in between, one line as steep as the latter stands for both.
 */
function chordsThrough({ corners = [], value }: Response, anchor: number): SmoothCurve {
  const y = value(anchor);
  const chords = (side: -1 | 1) =>
    corners.filter(([x]) => side * (x - anchor) > 0).map(([x, at]) => (at - y) / (x - anchor));
  const right = chords(1).reduce((least, slope) => Math.min(least, slope), Number.POSITIVE_INFINITY);
  const after = Number.isFinite(right) ? right : 0;
  const before = chords(-1).reduce((most, slope) => Math.max(most, slope), after);
  const at = (a: number) => (a < anchor ? line(anchor, y, before) : line(anchor, y, after));
  return {
    value: (a) => at(a).value(a),
    slope: (a) => at(a).slope(),
    curvature: () => 0,
    kinks: before > after ? [anchor] : [],
  };
}
