import { MAX_PSI } from './carry-over.ts';
import { type Axis, COARSE_GRID, type Grid, NO_SLOPE, priorCells, withNone } from './grid.ts';
import { logWeights, type Nodes, weigh } from './nodes.ts';
import { densities, LOG_SLOPE_BOUNDS, type LogPrior } from './prior.ts';
import { ETA_BOUNDS, FAMILIES } from './shape.ts';

/** Steps of η, ψ and log slope below which nothing is gained by a finer grid. */
const FINE_ENOUGH = { eta: 0.03, psi: 0.03, logSlope: 0.06 };

/** The log weight at which a family far behind is still asked for its carry-over while grids are coarse. */
const LEAST_VOICE = -4;

/**
 * A finer grid around the posterior that the nodes of a coarser one show.
 *
 * @param logLeastMass families further than this (negative) from the likeliest are left out
 */
export function refine(
  nodes: Nodes,
  grid: Grid,
  prior: LogPrior,
  points: { psi: number; eta: number; logSlope: number },
  logLeastMass: number,
): Grid {
  const [first] = grid;
  if (!first) return [];
  const logs = logWeights(nodes, prior);
  const bests = new Float64Array(FAMILIES.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < logs.length; i++) {
    const index = nodes.family[i]!;
    if (logs[i]! > bests[index]!) bests[index] = logs[i]!;
  }
  const best = Math.max(...bests);
  const kept = bests.map((log) =>
    log > best + logLeastMass ? Math.exp(Math.max(log - best, LEAST_VOICE)) : 0,
  );
  for (let i = 0; i < logs.length; i++) logs[i] = Math.exp(logs[i]! - bests[nodes.family[i]!]!);
  const density = densities(prior);
  // Families share the carry-over: what it makes of the days is then made once.
  const voices = logs.map((weight, i) => weight * kept[nodes.family[i]!]!);
  const lags = profile(withoutNone(first.psi), nodes.psi, voices, nodes, null);
  const psi = withNone(priorCells(...bracket(lags, 0, MAX_PSI), points.psi, density.psi));
  const asked = grid === COARSE_GRID ? FAMILIES : grid.map(({ family }) => family);
  return asked.flatMap((family) => {
    // From the coarse grid every family is sought where the Hill curve was found.
    const walked = grid.find((one) => one.family === family) ?? first;
    const index = FAMILIES.indexOf(walked.family);
    if (!(bests[index]! > best + logLeastMass)) return [];
    const along = (axis: Axis, coordinate: Float64Array) => profile(axis, coordinate, logs, nodes, index);
    const eta = along(walked.eta, nodes.eta);
    const slope = along(withoutNone(walked.logSlope), nodes.logSlope);
    return [
      {
        family,
        psi,
        eta: priorCells(...bracket(eta, ...ETA_BOUNDS[family]), points.eta, density.eta),
        logSlope:
          family === 'HILL'
            ? withNone(priorCells(...bracket(slope, ...LOG_SLOPE_BOUNDS), points.logSlope, density.logSlope))
            : NO_SLOPE,
      },
    ];
  });
}

/** Cells that hold less than this together need no finer look. */
const LEAST_MASS = 0.03;

/** Whether nearly all weight sits on a single point of an axis of the likeliest family. */
export function isTooCoarse(nodes: Nodes, grid: Grid, prior: LogPrior): boolean {
  const weights = weigh(nodes, prior);
  let best = 0;
  for (let i = 1; i < nodes.count; i++) if (weights[i]! > weights[best]!) best = i;
  const walked = grid.find(({ family }) => FAMILIES.indexOf(family) === nodes.family[best]);
  if (!walked) return false;
  const family = nodes.family[best]!;
  const isPeaked = (axis: Axis, coordinate: Float64Array, fineEnough: number) => {
    if (axis.points.length < 2 || axis.points[1]! - axis.points[0]! < fineEnough) return false;
    const masses = profile(axis, coordinate, weights, nodes, family).map(([, log]) => Math.exp(log));
    return Math.max(...masses) > 0.7 * masses.reduce((a, b) => a + b, 0);
  };
  const isPeakedBesideNone = (axis: Axis, coordinate: Float64Array, fineEnough: number) => {
    let mass = 0;
    for (let i = 0; i < nodes.count; i++) {
      if (nodes.family[i] === family && coordinate[i] !== 0) mass += weights[i]!;
    }
    return mass >= LEAST_MASS && isPeaked(withoutNone(axis), coordinate, fineEnough);
  };
  return (
    isPeaked(walked.eta, nodes.eta, FINE_ENOUGH.eta) ||
    isPeakedBesideNone(walked.psi, nodes.psi, FINE_ENOUGH.psi) ||
    isPeakedBesideNone(walked.logSlope, nodes.logSlope, FINE_ENOUGH.logSlope)
  );
}

/** The cells of an axis, the point of none left out. */
function withoutNone({ points, widths }: Axis): Axis {
  return points.length > 1 && points[0] === 0
    ? { points: points.slice(1), widths: widths.slice(1) }
    : { points, widths };
}

/** A point without nodes was dropped for its low weight: about e^−KEPT of the whole. */
const DROPPED = -12;

/** Log of the share of a family's weight at each point of an axis; of all families' for null. */
function profile(
  { points }: Axis,
  coordinate: Float64Array,
  weights: Float64Array,
  { family }: Nodes,
  index: number | null,
): [number, number][] {
  const mass = new Float64Array(points.length);
  let total = 0;
  let p = 0;
  for (let i = 0; i < weights.length; i++) {
    if (index !== null && family[i] !== index) continue;
    if (points[p] !== coordinate[i]) {
      const at = points.indexOf(coordinate[i]!);
      if (at < 0) continue;
      p = at;
    }
    mass[p]! += weights[i]!;
    total += weights[i]!;
  }
  return points.map((x, k) => {
    const share = mass[k]! / total;
    return [x, share > 0 ? Math.max(DROPPED, Math.log(share)) : DROPPED];
  });
}

/** In steps of the coarser grid; smaller would lose a narrow ridge that runs across both axes. */
const REACH = 0.8;

/** Log density this far below the peak is where a grid may end. */
const DROP = 5;

/**
 * Where a log profile stays within DROP of its peak. Between points it is taken as a parabola falling from the
 * peak, so that a posterior narrower than the grid still gets a bracket of about its own size.
 */
function bracket(points: readonly [number, number][], low: number, high: number): [number, number] {
  let best = 0;
  for (let i = 1; i < points.length; i++) if (points[i]![1] > points[best]![1]) best = i;
  const [centre, peak] = vertex(points, best);
  const edge = (direction: 1 | -1): number => {
    let inside = centre;
    let depthInside = 0;
    for (let i = best; points[i] !== undefined; i += direction) {
      const [x, y] = points[i]!;
      if ((x - centre) * direction <= 0) continue;
      const depth = Math.sqrt(Math.max(peak - y, 0));
      const wanted = Math.sqrt(DROP);
      if (depth >= wanted) return inside + ((x - inside) * (wanted - depthInside)) / (depth - depthInside);
      inside = x;
      depthInside = depth;
    }
    // Still high at the end of the grid: look half its length further.
    return inside + (direction * (points[points.length - 1]![0] - points[0]![0])) / 2;
  };
  // A posterior far narrower than the grid may peak anywhere between the neighbours of the best point.
  const here = points[best]![0];
  const left = here - REACH * (here - (points[best - 1]?.[0] ?? low));
  const right = here + REACH * ((points[best + 1]?.[0] ?? high) - here);
  const from = Math.max(low, Math.min(left, edge(-1)));
  const to = Math.min(high, Math.max(right, edge(1)));
  const slack = Math.max(1e-3, 0.08 * (to - from));
  return [Math.max(low, from - slack), Math.min(high, to + slack)];
}

/** Peak of the parabola through a point and its neighbours; the point itself at an end. */
function vertex(points: readonly [number, number][], i: number): [number, number] {
  const here = points[i]!;
  const left = points[i - 1];
  const right = points[i + 1];
  if (!left || !right) return here;
  const h1 = here[0] - left[0];
  const h2 = right[0] - here[0];
  const d1 = (here[1] - left[1]) / h1;
  const d2 = (right[1] - here[1]) / h2;
  const curvature = (d2 - d1) / (h1 + h2);
  if (!(curvature < 0)) return here;
  const slope = (d1 * h2 + d2 * h1) / (h1 + h2);
  const shift = Math.max(-h1 / 2, Math.min(h2 / 2, -slope / (2 * curvature)));
  return [here[0] + shift, here[1] + slope * shift + curvature * shift * shift];
}
