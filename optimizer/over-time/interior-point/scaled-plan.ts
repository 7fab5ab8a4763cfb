import { effectiveRange, isSteady, type PlanProgram, type PlanUnit } from '../plan-program.ts';
import { PieceCells } from './piece-cells.ts';
import type { Ties } from './smooth-time-system.ts';
import type { Freedom } from './time-system.ts';

/** A concave function with its derivatives. Where it has kinks, it is straight between them. */
export interface SmoothCurve {
  value(a: number): number;
  slope(a: number): number;
  curvature(a: number): number;
  readonly kinks: readonly number[];
}

/**
 * The program as the interior-point method meets it: every spend as a share 0 < u < 1 of the way between its limits,
 * the objective and every row divided by the size of their terms. Nothing in it depends on the unit of money or of
 * the outcome. By unit and period where not said otherwise.
 */
export interface ScaledPlan {
  readonly program: PlanProgram;
  readonly curves: readonly SmoothCurve[];
  readonly freedom: readonly Freedom[];
  readonly width: Float64Array;
  /** Effective spend per share. */
  readonly effect: Float64Array;
  /** Effective spend cannot move: the response is a constant. */
  readonly isStill: Uint8Array;
  /** The responses with corners. */
  readonly cells: PieceCells;
  /** Of units with a limit on change between periods; null for the others. */
  readonly ties: readonly (Ties | null)[];
  /** Bounds of the ties, less what the lowest spends take up. */
  readonly riseBound: Float64Array;
  readonly fallBound: Float64Array;
  readonly hasTie: Uint8Array;
  readonly tieScale: Float64Array;

  readonly objectiveScale: number;
  readonly gain: Float64Array;
  readonly cost: Float64Array;

  /** Distinct sets of periods that rows speak of; single periods come first, in order. */
  readonly periodSets: readonly Int32Array[];
  readonly setOfRow: Int32Array;
  readonly rowScale: Float64Array;
  /** By row, then unit: per unit of money, and per unit of outcome. */
  readonly rowSpend: readonly Float64Array[];
  readonly rowOutcome: readonly Float64Array[];
  /** Less what the lowest spends take up. */
  readonly rowBound: Float64Array;
  readonly rowsOfUnit: readonly Int32Array[];
}

export function scalePlan(program: PlanProgram, curves: readonly SmoothCurve[]): ScaledPlan {
  const { periods, units } = program;
  const size = units.length * periods;
  const width = new Float64Array(size);
  const effect = new Float64Array(size);
  const isStill = new Uint8Array(size);
  const freedom: Freedom[] = [];
  const rise = new Float64Array(units.length);
  const ranges = units.map(effectiveRange);
  units.forEach((unit, i) => {
    const range = ranges[i]!;
    for (let t = 0; t < periods; t++) {
      const at = i * periods + t;
      const [low, high] = [unit.low[t]!, unit.high[t]!];
      const isFixed = !(high - low > 1e-13 * high);
      width[at] = isFixed ? 0 : high - low;
      freedom.push(isFixed ? 'FIXED' : t > 0 && isSteady(unit) ? 'TIED' : 'FREE');
      effect[at] = unit.effect[t]! * width[at]!;
      const [from, to] = [range.low[t]!, range.high[t]!];
      isStill[at] = to - from > 1e-13 * to ? 0 : 1;
      rise[i] = rise[i]! + unit.season[t]! * (curves[at]!.value(to) - curves[at]!.value(from));
    }
  });
  const objectiveScale = meanRange(program, width, rise);
  return {
    program,
    curves,
    freedom,
    width,
    effect,
    isStill,
    cells: new PieceCells(units, curves, ranges, isStill),
    ...scaleTies(units, width, freedom),
    objectiveScale,
    gain: program.objective.outcome.map((b) => b / objectiveScale),
    cost: program.objective.spend.map((a) => a / objectiveScale),
    ...scaleRows(program, width, rise),
  };
}

/** Of the objective's range over the limits, the part that falls to one decision. */
function meanRange({ units, objective, periods }: PlanProgram, width: Float64Array, rise: Float64Array) {
  let range = 0;
  units.forEach((_, i) => {
    range += Math.abs(objective.outcome[i]! * rise[i]!);
    for (let t = 0; t < periods; t++) range += Math.abs(objective.spend[i]! * width[i * periods + t]!);
  });
  return range > 0 ? range / width.length : 1;
}

function scaleTies(units: readonly PlanUnit[], width: Float64Array, freedom: readonly Freedom[]) {
  const size = width.length;
  const riseBound = new Float64Array(size);
  const fallBound = new Float64Array(size);
  const hasTie = new Uint8Array(size);
  const tieScale = new Float64Array(size).fill(1);
  const ties = units.map((unit, i): Ties | null => {
    const { keep, low } = unit;
    if (keep === null) return null;
    const periods = low.length;
    const none = () => new Float64Array(periods);
    const own = { riseNow: none(), riseBefore: none(), fallNow: none(), fallBefore: none() };
    for (let t = 1; t < periods && !isSteady(unit); t++) {
      const at = i * periods + t;
      if (freedom[at] === 'FIXED' && freedom[at - 1] === 'FIXED') continue;
      const scale = Math.max(width[at]!, width[at - 1]!);
      hasTie[at] = 1;
      tieScale[at] = scale;
      own.riseNow[t] = (keep * width[at]!) / scale;
      own.riseBefore[t] = -width[at - 1]! / scale;
      own.fallNow[t] = -width[at]! / scale;
      own.fallBefore[t] = (keep * width[at - 1]!) / scale;
      riseBound[at] = (low[t - 1]! - keep * low[t]!) / scale;
      fallBound[at] = (low[t]! - keep * low[t - 1]!) / scale;
    }
    return own;
  });
  return { ties, riseBound, fallBound, hasTie, tieScale };
}

function scaleRows({ units, rows, periods }: PlanProgram, width: Float64Array, rise: Float64Array) {
  const keyed = new Map<string, Int32Array>();
  for (const row of rows) keyed.set(row.periods.join(), row.periods);
  const periodSets = [...keyed.values()].sort((a, b) => a.length - b.length || (a[0] ?? 0) - (b[0] ?? 0));
  const indexOf = new Map(periodSets.map((set, index) => [set.join(), index]));
  const rowScale = new Float64Array(rows.length);
  const rowBound = new Float64Array(rows.length);
  rows.forEach((row, k) => {
    let range = 0;
    let members = 0;
    let atLowest = 0;
    units.forEach((unit, i) => {
      for (const t of row.spend[i] === 0 ? [] : row.periods) {
        range += Math.abs(row.spend[i]! * width[i * periods + t]!);
        atLowest += row.spend[i]! * unit.low[t]!;
        members += 1;
      }
      range += Math.abs(row.outcome[i]! * rise[i]!);
      if (row.outcome[i] !== 0) members += 1;
    });
    rowScale[k] = range > 0 ? range / members : 1;
    rowBound[k] = (row.bound - atLowest) / rowScale[k]!;
  });
  return {
    periodSets,
    setOfRow: Int32Array.from(rows, (row) => indexOf.get(row.periods.join()) ?? 0),
    rowScale,
    rowBound,
    rowSpend: rows.map((row, k) => row.spend.map((s) => s / rowScale[k]!)),
    rowOutcome: rows.map((row, k) => row.outcome.map((o) => o / rowScale[k]!)),
    rowsOfUnit: units.map((_, i) =>
      Int32Array.from([...rows.keys()].filter((k) => rows[k]!.spend[i] !== 0 || rows[k]!.outcome[i] !== 0)),
    ),
  };
}
