import { integrateShare, type SharePoints, sharePoints } from './baseline-share.ts';
import { carriedOver, thetaOf } from './carry-over.ts';
import { addIncrements, type Increment } from './experiment-evidence.ts';
import type { Grid } from './grid.ts';
import { type Likelihood, statistics } from './likelihood.ts';
import { NodeList, type Nodes } from './nodes.ts';
import { FAMILIES, fill, shapeFor, valueAt } from './shape.ts';
import type { Timeline } from './timeline.ts';

export interface Workbench {
  readonly timeline: Timeline;
  readonly likelihood: Likelihood;
  readonly carriedIn: number;
  readonly degrees: number;
  /** What experiments say, and the weight of such a row when its variance is 1. */
  readonly increments: readonly Increment[];
  readonly incrementWeight: number;
}

/**
 * With experiments, whose standard errors are known, the size of the noise is held to what was measured as firmly as
 * by this many days more: it may not be learned from the experiments themselves.
 */
const KNOWN_NOISE_DAYS = 10;

export function explore(bench: Workbench, grid: Grid): Nodes {
  const { timeline, likelihood, carriedIn, increments, incrementWeight } = bench;
  const isCalibrated = increments.length > 0;
  const degrees = bench.degrees + (isCalibrated ? KNOWN_NOISE_DAYS : 0);
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
        if (isCalibrated) {
          products[5]! += KNOWN_NOISE_DAYS * incrementWeight;
          addIncrements(increments, incrementWeight, shape, products);
        }
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
