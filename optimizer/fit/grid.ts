import { MAX_PSI } from './carry-over.ts';
import { ETA_BOUNDS, type FittedFamily } from './shape.ts';

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

const COARSE_PSI = withNone(cells(0, 0.35, 0.9, 1.7, MAX_PSI));
const COARSE_LOG_SLOPE = withNone(cells(-0.2, 0.4, 1.1));
export const NO_SLOPE: Axis = { points: [0], widths: [1] };

/**
 * All families share η, which is their elasticity where the data lie: Hill curves show where to look for the others.
 */
export const COARSE_GRID: Grid = [
  { family: 'HILL', psi: COARSE_PSI, eta: evenAxis(...ETA_BOUNDS.HILL, 7), logSlope: COARSE_LOG_SLOPE },
];

/** A first look: one concave family is enough to find level, carry-over and rhythm. */
export const SCOUT_GRID: Grid = [
  {
    family: 'HILL',
    psi: cells(0, 0.6, 1.3, MAX_PSI),
    eta: evenAxis(-2.5, 2.5, 5),
    logSlope: NO_SLOPE,
  },
];

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

/** A parameter that may be 0 exactly, with a probability of its own: that point first, then the cells of the others. */
export function withNone({ points, widths }: Axis): Axis {
  return { points: [0, ...points], widths: [1, ...widths] };
}

const PARTS = 6;

/**
 * Cells of even length whose points and lengths reproduce the mass and the mean that the prior has in each: where the
 * likelihood says nothing, the grid then returns the prior itself, and pooling has no error of the grid to amplify.
 */
export function priorCells(low: number, high: number, count: number, density: (x: number) => number): Axis {
  const points: number[] = [];
  const widths: number[] = [];
  const step = (high - low) / count;
  for (let i = 0; i < count; i++) {
    let mass = 0;
    let moment = 0;
    for (let k = 0; k < PARTS; k++) {
      const x = low + (i + (k + 0.5) / PARTS) * step;
      const d = density(x);
      mass += d;
      moment += d * x;
    }
    const isNegligible = !(mass > 1e-280);
    const point = isNegligible ? low + (i + 0.5) * step : moment / mass;
    points.push(point);
    widths.push(isNegligible ? step : Math.min(4, mass / PARTS / density(point)) * step);
  }
  return { points, widths };
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
