import { thetaOf } from './carry-over.ts';
import { expectation, type Nodes } from './nodes.ts';
import { hashText, normalQuantile, uniformSource } from './random.ts';
import { ETA_BOUNDS, FAMILIES, type FittedFamily, type Shape, shapeFor, valueAt } from './shape.ts';

/** A curve in the campaign's own units. */
export interface UnitCurve {
  readonly shape: Shape;
  readonly scale: number;
  readonly baseline: number;
  readonly theta: number;
}

/** Points that would come up in fewer than one of so many sets of draws are left out. */
const LEAST_SHARE = 1e-4;

/**
 * Equally likely curves: systematic sampling along η, with the level drawn from its normal. Their order is shuffled by
 * the campaign's name, so that the s-th draws of two campaigns have nothing to do with each other.
 */
export function drawCurves(
  nodes: Nodes,
  weights: Float64Array,
  count: number,
  seed: number,
  name: string,
): UnitCurve[] {
  const random = uniformSource(seed ^ hashText(name));
  const likely = Array.from(weights.keys()).filter((i) => weights[i]! * count > LEAST_SHARE);
  const order = likely.sort(
    (a, b) => nodes.eta[a]! - nodes.eta[b]! || nodes.share[a]! - nodes.share[b]! || a - b,
  );
  const chosen: number[] = [];
  const offset = random();
  let cumulated = 0;
  for (const i of order) {
    cumulated += weights[i]! * count;
    while (chosen.length < count && cumulated > chosen.length + offset) chosen.push(i);
  }
  while (chosen.length < count && order.length > 0) chosen.push(order[order.length - 1]!);
  const quantiles = shuffled(
    chosen.map((_, i) => (i + 0.5) / count),
    random,
  );
  return shuffled(chosen, random).map((i, k) => {
    const level = Math.max(0, nodes.level[i]! + nodes.levelSd[i]! * normalQuantile(quantiles[k]!));
    return unitCurve(nodes, i, level);
  });
}

export function unitCurve(nodes: Nodes, i: number, level = nodes.level[i]!): UnitCurve {
  const shape = shapeFor(FAMILIES[nodes.family[i]!]!, nodes.eta[i]!, Math.exp(nodes.logSlope[i]!));
  const share = nodes.share[i]!;
  return {
    shape,
    scale: (level * (1 - share)) / valueAt(shape, 1),
    baseline: level * share,
    theta: thetaOf(nodes.psi[i]!),
  };
}

export function familyWeights(nodes: Nodes, weights: Float64Array): Record<FittedFamily, number> {
  const totals = new Float64Array(FAMILIES.length);
  for (let i = 0; i < nodes.count; i++) totals[nodes.family[i]!]! += weights[i]!;
  return Object.fromEntries(FAMILIES.map((family, f) => [family, totals[f]!])) as Record<
    FittedFamily,
    number
  >;
}

/** Spends, in multiples of the mean active spend, over which the curve to plan with follows the posterior mean. */
const PROJECTION_POINTS = Float64Array.from({ length: 14 }, (_, i) => i / 5);

/**
 * The curve of one family that follows the mean of the posterior most closely over 0 to 2.6 times the mean active
 * spend. Families that the data cannot tell apart are thereby averaged.
 *
 * @param concave keeps a Hill curve from being S-shaped
 */
export function projectMean(
  nodes: Nodes,
  weights: Float64Array,
  family: FittedFamily,
  concave: boolean,
): UnitCurve {
  const target = posteriorMean(nodes, weights);
  const theta = thetaOf(expectation(weights, nodes.psi));
  let [etaLow, etaHigh] = ETA_BOUNDS[family];
  let [slopeLow, slopeHigh] = family === 'HILL' ? [Math.log(0.5), concave ? 0 : Math.log(4)] : [0, 0];
  let best = { error: Number.POSITIVE_INFINITY, eta: 0, logSlope: 0, scale: 0, baseline: 0 };
  for (let zoom = 0; zoom < 4; zoom++) {
    const etaStep = (etaHigh - etaLow) / 10;
    const slopeStep = (slopeHigh - slopeLow) / 6;
    for (let i = 0; i <= 10; i++) {
      for (let j = 0; j <= (slopeStep > 0 ? 6 : 0); j++) {
        const eta = etaLow + i * etaStep;
        const logSlope = slopeLow + j * slopeStep;
        const linear = closest(target, shapeFor(family, eta, Math.exp(logSlope)));
        if (linear.error < best.error) best = { ...linear, eta, logSlope };
      }
    }
    const bounds = ETA_BOUNDS[family];
    etaLow = Math.max(bounds[0], best.eta - 1.5 * etaStep);
    etaHigh = Math.min(bounds[1], best.eta + 1.5 * etaStep);
    if (slopeStep > 0) {
      slopeHigh = Math.min(concave ? 0 : Math.log(4), best.logSlope + 1.5 * slopeStep);
      slopeLow = Math.max(Math.log(0.5), best.logSlope - 1.5 * slopeStep);
    }
  }
  const shape = shapeFor(family, best.eta, Math.exp(best.logSlope));
  return { shape, scale: best.scale, baseline: best.baseline, theta };
}

function posteriorMean(nodes: Nodes, weights: Float64Array): Float64Array {
  const mean = new Float64Array(PROJECTION_POINTS.length);
  // Points of one shape share f: their scales add up.
  const scales = new Map<string, { shape: Shape; scale: number }>();
  let baseline = 0;
  let entry: { readonly shape: Shape; scale: number } | undefined;
  let last = -1;
  for (let i = 0; i < nodes.count; i++) {
    const w = weights[i]!;
    if (w < 1e-7) continue;
    const level = w * nodes.level[i]!;
    const share = nodes.share[i]!;
    baseline += level * share;
    // Points that differ in their share alone follow each other.
    if (!entry || !isSameShape(nodes, i, last)) {
      const key = `${nodes.family[i]} ${nodes.eta[i]} ${nodes.logSlope[i]}`;
      entry = scales.get(key);
      if (!entry) {
        const family = FAMILIES[nodes.family[i]!]!;
        entry = { shape: shapeFor(family, nodes.eta[i]!, Math.exp(nodes.logSlope[i]!)), scale: 0 };
        scales.set(key, entry);
      }
      last = i;
    }
    entry.scale += level * (1 - share);
  }
  mean.fill(baseline);
  for (const { shape, scale } of scales.values()) {
    const perUnit = scale / valueAt(shape, 1);
    for (let p = 0; p < mean.length; p++) mean[p]! += perUnit * valueAt(shape, PROJECTION_POINTS[p]!);
  }
  return mean;
}

function isSameShape({ family, eta, logSlope }: Nodes, a: number, b: number): boolean {
  return family[a] === family[b] && eta[a] === eta[b] && logSlope[a] === logSlope[b];
}

/** Baseline and scale ≥ 0 by least squares. */
function closest(target: Float64Array, shape: Shape): { error: number; scale: number; baseline: number } {
  const n = target.length;
  const f = PROJECTION_POINTS.map((x) => valueAt(shape, x));
  let sf = 0;
  let sy = 0;
  let sff = 0;
  let sfy = 0;
  for (let i = 0; i < n; i++) {
    sf += f[i]!;
    sy += target[i]!;
    sff += f[i]! * f[i]!;
    sfy += f[i]! * target[i]!;
  }
  const determinant = n * sff - sf * sf;
  let scale = determinant > 1e-12 * n * sff ? Math.max(0, (n * sfy - sf * sy) / determinant) : 0;
  let baseline = (sy - scale * sf) / n;
  if (baseline < 0) {
    baseline = 0;
    scale = sff > 0 ? Math.max(0, sfy / sff) : 0;
  }
  let error = 0;
  for (let i = 0; i < n; i++) error += (target[i]! - baseline - scale * f[i]!) ** 2;
  return { error, scale, baseline };
}

function shuffled(values: number[], random: () => number): number[] {
  const out = [...values];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
