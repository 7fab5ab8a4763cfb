import { integrateShare, type SharePoints, sharePoints } from './baseline-share.ts';
import { carriedOver, thetaOf } from './carry-over.ts';
import { addIncrements, type Increment } from './experiment-evidence.ts';
import type { FamilyGrid, Grid } from './grid.ts';
import { type Likelihood, statistics } from './likelihood.ts';
import { NodeList, type Nodes } from './nodes.ts';
import { FAMILIES, fill, type Shape, shapeFor, valueAt } from './shape.ts';
import { designStatistics, spendDesign } from './spend-design.ts';
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

/** From so many curves of one carry-over and so many days on, days are gathered by their spend first. */
const MANY = 16;
const LONG = 100;

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
  for (const psi of new Set(grid.map((family) => family.psi))) {
    const shapes = grid.filter((family) => family.psi === psi).flatMap(shapesOf);
    for (let p = 0; p < psi.points.length; p++) {
      const lag = psi.points[p]!;
      const logLagWidth = Math.log(psi.widths[p]!);
      const before = carriedIn * timeline.firstWeekSpend;
      carriedOver(timeline.spend, thetaOf(lag), before, timeline.fitted, carried);
      for (let i = 0; i < n; i++) logCarried[i] = Math.log(carried[i]!);
      const design = shapes.length < MANY || n < LONG ? null : spendDesign(likelihood, logCarried);
      const read = design && new Float64Array(design.logs.length);
      for (const { index, shape, reference, bend, slope, logWidth } of shapes) {
        if (design && read) {
          fill(shape, design.logs, read);
          designStatistics(design, read, products);
        } else {
          fill(shape, logCarried, f);
          statistics(likelihood, f, products);
        }
        if (isCalibrated) {
          products[5]! += KNOWN_NOISE_DAYS * incrementWeight;
          addIncrements(increments, incrementWeight, shape, products);
        }
        const volume = logLagWidth + logWidth;
        integrateShare(products, reference, degrees, list.threshold(index) - volume, shares);
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

interface WalkedShape {
  readonly index: number;
  readonly shape: Shape;
  /** f(1). */
  readonly reference: number;
  readonly bend: number;
  readonly slope: number;
  readonly logWidth: number;
}

function shapesOf({ family, eta, logSlope }: FamilyGrid): WalkedShape[] {
  const index = FAMILIES.indexOf(family);
  return logSlope.points.flatMap((slope, k) =>
    eta.points.map((bend, e) => {
      const shape = shapeFor(family, bend, Math.exp(slope));
      const logWidth = Math.log(eta.widths[e]! * logSlope.widths[k]!);
      return { index, shape, reference: valueAt(shape, 1), bend, slope, logWidth };
    }),
  );
}
