import { integrateShare, type SharePoints, sharePoints } from './baseline-share.ts';
import { carriedOver, MAX_PSI, thetaOf } from './carry-over.ts';
import { type Likelihood, statistics } from './likelihood.ts';
import { logWeights, NodeList, type Nodes, weigh } from './nodes.ts';
import { LOG_SLOPE_BOUNDS, type LogPrior } from './prior.ts';
import { ETA_BOUNDS, FAMILIES, type FittedFamily, fill, shapeFor, valueAt } from './shape.ts';
import type { Timeline } from './timeline.ts';

/** The grid to walk for each family: carry-over, bend and slope. */
export type Grid = readonly FamilyGrid[];

export interface FamilyGrid {
  readonly family: FittedFamily;
  readonly psi: Axis;
  readonly eta: Axis;
  readonly logSlope: Axis;
}

/** Points and the lengths that they stand for. */
export interface Axis {
  readonly points: readonly number[];
  readonly widths: readonly number[];
}

const COARSE_PSI = cells(0, 0.35, 0.9, 1.7, MAX_PSI);
const COARSE_LOG_SLOPE = axis([-0.4, 0.2, 0.9]);
export const NO_SLOPE: Axis = { points: [0], widths: [1] };

export const COARSE_GRID: Grid = FAMILIES.map((family) => ({
  family,
  psi: COARSE_PSI,
  eta: evenAxis(...ETA_BOUNDS[family], 6),
  logSlope: family === 'HILL' ? COARSE_LOG_SLOPE : NO_SLOPE,
}));

/** A first look: one concave family is enough to find level, carry-over and rhythm. */
export const SCOUT_GRID: Grid = [
  { family: 'HILL', psi: cells(0, 0.6, 1.3, MAX_PSI), eta: evenAxis(-2.5, 2.5, 5), logSlope: NO_SLOPE },
];

export interface Workbench {
  readonly timeline: Timeline;
  readonly likelihood: Likelihood;
  readonly carriedIn: number;
  readonly degrees: number;
}

export function explore(bench: Workbench, grid: Grid): Nodes {
  const { timeline, likelihood, carriedIn, degrees } = bench;
  const n = timeline.fitted.day.length;
  const carried = new Float64Array(n);
  const logCarried = new Float64Array(n);
  const f = new Float64Array(n);
  const products = new Float64Array(6);
  const shares: SharePoints = sharePoints();
  const list = new NodeList();
  for (const { family, psi, eta, logSlope } of grid) {
    const index = FAMILIES.indexOf(family);
    const shapes = logSlope.points.flatMap((slope, k) =>
      eta.points.map((bend, e) => ({
        shape: shapeFor(family, bend, Math.exp(slope)),
        bend,
        slope,
        logWidth: Math.log(eta.widths[e]! * logSlope.widths[k]!),
      })),
    );
    for (let p = 0; p < psi.points.length; p++) {
      const lag = psi.points[p]!;
      const logLagWidth = Math.log(psi.widths[p]!);
      carriedOver(
        timeline.spend,
        thetaOf(lag),
        carriedIn * timeline.firstWeekSpend,
        timeline.fitted,
        carried,
      );
      for (let i = 0; i < n; i++) logCarried[i] = Math.log(carried[i]!);
      for (const { shape, bend, slope, logWidth } of shapes) {
        fill(shape, logCarried, f);
        statistics(likelihood, f, products);
        const volume = logLagWidth + logWidth;
        integrateShare(products, valueAt(shape, 1), degrees, list.threshold(index) - volume, shares);
        for (let i = 0; i < shares.count; i++) {
          const evidence = shares.evidence[i]! + volume;
          list.push(
            index,
            bend,
            lag,
            slope,
            shares.share[i]!,
            shares.level[i]!,
            shares.levelSd[i]!,
            evidence,
          );
        }
      }
    }
  }
  return list.finish();
}

/** Steps of η, ψ and log slope below which nothing is gained by a finer grid. */
const FINE_ENOUGH = { eta: 0.03, psi: 0.03, logSlope: 0.06 };

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
  const logs = logWeights(nodes, prior);
  const bests = FAMILIES.map((_, index) =>
    logs.reduce(
      (best, log, i) => (nodes.family[i] === index ? Math.max(best, log) : best),
      Number.NEGATIVE_INFINITY,
    ),
  );
  const best = Math.max(...bests);
  return grid.flatMap((walked) => {
    const { family } = walked;
    const index = FAMILIES.indexOf(family);
    const isFamily = (i: number) => nodes.family[i] === index;
    if (!(bests[index]! > best + logLeastMass)) return [];
    const weights = logs.map((log, i) => (isFamily(i) ? Math.exp(log - bests[index]!) : 0));
    const psi = profile(walked.psi, nodes.psi, weights, isFamily);
    const eta = profile(walked.eta, nodes.eta, weights, isFamily);
    const slope = profile(walked.logSlope, nodes.logSlope, weights, isFamily);
    return [
      {
        family,
        psi: evenCells(...bracket(psi, 0, MAX_PSI), points.psi),
        eta: evenAxis(...bracket(eta, ...ETA_BOUNDS[family]), points.eta),
        logSlope:
          family === 'HILL' ? evenAxis(...bracket(slope, ...LOG_SLOPE_BOUNDS), points.logSlope) : NO_SLOPE,
      },
    ];
  });
}

/** Whether nearly all weight sits on a single point of an axis of the likeliest family. */
export function isTooCoarse(nodes: Nodes, grid: Grid, prior: LogPrior): boolean {
  const weights = weigh(nodes, prior);
  let best = 0;
  for (let i = 1; i < nodes.count; i++) if (weights[i]! > weights[best]!) best = i;
  const walked = grid.find(({ family }) => FAMILIES.indexOf(family) === nodes.family[best]);
  if (!walked) return false;
  const isFamily = (i: number) => nodes.family[i] === nodes.family[best];
  const isPeaked = (axis: Axis, coordinate: Float64Array, fineEnough: number) => {
    if (axis.points.length < 2 || axis.points[1]! - axis.points[0]! < fineEnough) return false;
    const masses = profile(axis, coordinate, weights, isFamily).map(([, log]) => Math.exp(log));
    return Math.max(...masses) > 0.7 * masses.reduce((a, b) => a + b, 0);
  };
  return (
    isPeaked(walked.eta, nodes.eta, FINE_ENOUGH.eta) ||
    isPeaked(walked.psi, nodes.psi, FINE_ENOUGH.psi) ||
    isPeaked(walked.logSlope, nodes.logSlope, FINE_ENOUGH.logSlope)
  );
}

/** A point without nodes was dropped for its low weight: about e^−KEPT of the whole. */
const DROPPED = -12;

/** Log of the total weight at each point of an axis. */
function profile(
  { points }: Axis,
  coordinate: Float64Array,
  weights: Float64Array,
  include: (i: number) => boolean,
): [number, number][] {
  const mass = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!include(i)) continue;
    mass.set(coordinate[i]!, (mass.get(coordinate[i]!) ?? 0) + weights[i]!);
    total += weights[i]!;
  }
  return points.map((x) => {
    const share = (mass.get(x) ?? 0) / total;
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

export function evenAxis(low: number, high: number, count: number): Axis {
  return axis(Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1)));
}

/**
 * Midpoint rule, for a density that may pile up at a bound: the lowest cell then stands for its middle, and not for
 * the bound itself, which repeated pooling would run into.
 */
export function cells(...edges: readonly number[]): Axis {
  const points = edges.slice(1).map((edge, i) => (edge + edges[i]!) / 2);
  return { points, widths: edges.slice(1).map((edge, i) => edge - edges[i]!) };
}

function evenCells(low: number, high: number, count: number): Axis {
  return cells(...Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count));
}

/** Trapezoid rule. */
export function axis(points: readonly number[]): Axis {
  const widths = points.map((x, i) => {
    const left = i === 0 ? x : points[i - 1]!;
    const right = i === points.length - 1 ? x : points[i + 1]!;
    return (right - left) / 2;
  });
  return { points, widths };
}

/** The single point of a curve already found. */
export function pointGrid(family: FittedFamily, eta: number, psi: number, logSlope: number): Grid {
  const at = (x: number): Axis => ({ points: [x], widths: [1] });
  return [{ family, psi: at(psi), eta: at(eta), logSlope: at(logSlope) }];
}
