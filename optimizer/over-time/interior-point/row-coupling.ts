import type { Skyline } from '../../allocate/interior-point/skyline.ts';
import type { PlanIterate } from './plan-iterate.ts';
import type { TimeSystem } from './time-system.ts';

/**
 * Σᵢ Jᵢ Mᵢ⁻¹ Jᵢᵀ. A row's part in a unit is a multiple of "spend over a set of periods" plus a multiple of the unit's
 * outcome, so Mᵢ⁻¹ is needed along these few directions alone, however many rows there are: gram[d, c] = d·Mᵢ⁻¹·c.
 * Rows that ask the same of every unit, as budgets do, share the sum of the units' grams.
 */
export class RowCoupling {
  private readonly at: PlanIterate;
  private readonly sets: number;
  /** Of a set of one period, that period; −1 for the others. */
  private readonly single: Int32Array;
  private readonly usesSet: readonly Uint8Array[];
  private readonly usesOutcome: Uint8Array;
  /** The coefficient of a row that is the same for every unit; NaN for the others. */
  private readonly common: Float64Array;
  private readonly ownRows: readonly Int32Array[];
  private readonly gram: Float64Array;
  private readonly total: Float64Array;
  private readonly direction: Float64Array;
  private readonly column: Float64Array;

  constructor(at: PlanIterate) {
    const { plan } = at;
    const { periods, units, rows } = plan.program;
    this.at = at;
    this.sets = plan.periodSets.length;
    this.single = Int32Array.from(plan.periodSets, (set) => (set.length === 1 ? set[0]! : -1));
    this.usesSet = units.map((_, i) => {
      const used = new Uint8Array(this.sets);
      for (const k of plan.rowsOfUnit[i]!) if (plan.rowSpend[k]![i] !== 0) used[plan.setOfRow[k]!] = 1;
      return used;
    });
    this.usesOutcome = Uint8Array.from(units, (_, i) => (rows.some((row) => row.outcome[i] !== 0) ? 1 : 0));
    this.common = Float64Array.from(rows, (row, k) => {
      const isCommon = row.outcome.every((o) => o === 0) && row.spend.every((s) => s === row.spend[0]);
      return isCommon ? plan.rowSpend[k]![0]! : Number.NaN;
    });
    this.ownRows = plan.rowsOfUnit.map((own) => own.filter((k) => Number.isNaN(this.common[k])));
    this.gram = new Float64Array((this.sets + 1) ** 2);
    this.total = new Float64Array((this.sets + 1) ** 2);
    this.direction = new Float64Array(periods);
    this.column = new Float64Array(periods);
  }

  addTo(matrix: Skyline, systems: readonly TimeSystem[]): void {
    const { common, total, sets } = this;
    const { setOfRow } = this.at.plan;
    total.fill(0);
    systems.forEach((system, i) => {
      this.fillGram(system, i);
      this.addOwnRows(matrix, i);
    });
    for (let k = 0; k < common.length; k++) {
      if (Number.isNaN(common[k]!)) continue;
      const from = setOfRow[k]! * (sets + 1);
      for (let l = 0; l <= k; l++) {
        if (Number.isNaN(common[l]!)) continue;
        matrix.add(k, l, common[k]! * common[l]! * total[from + setOfRow[l]!]!);
      }
    }
  }

  private fillGram(system: TimeSystem, i: number): void {
    const { sets, gram, total, single, direction, column } = this;
    const { plan, marginal } = this.at;
    const { periods } = plan.program;
    const offset = i * periods;
    const used = this.usesSet[i]!;
    const size = sets + 1;
    for (let d = 0; d < size; d++) {
      if (d === sets ? !this.usesOutcome[i] : !used[d]) continue;
      direction.fill(0);
      const set = plan.periodSets[d];
      if (set) for (const t of set) direction[t] = plan.width[offset + t]!;
      else direction.set(marginal.subarray(offset, offset + periods));
      // Sets of one period come in order: those before need no more than the solution up to this one.
      const only = set ? single[d]! : -1;
      system.solve(direction, column, only >= 0 ? only : periods - 1);
      for (let c = 0; c <= d; c++) {
        if (c !== sets && !used[c]) continue;
        let sum = 0;
        const t = c === sets ? -1 : single[c]!;
        if (t >= 0) sum = plan.width[offset + t]! * column[t]!;
        else if (c === sets) for (let s = 0; s < periods; s++) sum += marginal[offset + s]! * column[s]!;
        else for (const s of plan.periodSets[c]!) sum += plan.width[offset + s]! * column[s]!;
        if (c === sets) sum += this.complianceOf(i);
        gram[d * size + c] = sum;
        gram[c * size + d] = sum;
        total[d * size + c] = total[d * size + c]! + sum;
        if (c !== d) total[c * size + d] = total[c * size + d]! + sum;
      }
    }
  }

  /** How far outcomes by themselves follow their worth, where responses have corners. */
  private complianceOf(i: number): number {
    const { program, cells } = this.at.plan;
    let sum = 0;
    for (let t = 0; t < program.periods && cells.pairs > 0; t++) {
      const cell = cells.cellAt[i * program.periods + t]!;
      if (cell >= 0) sum += program.units[i]!.season[t]! ** 2 * cells.compliance[cell]!;
    }
    return sum;
  }

  /** The products in which at least one row asks something of its own of this unit. */
  private addOwnRows(matrix: Skyline, i: number): void {
    const { common } = this;
    for (const k of this.ownRows[i]!) {
      for (const l of this.at.plan.rowsOfUnit[i]!) {
        const isPairOfOwn = Number.isNaN(common[l]!);
        if (isPairOfOwn && l > k) continue;
        matrix.add(Math.max(k, l), Math.min(k, l), this.product(i, k, l));
      }
    }
  }

  private product(i: number, k: number, l: number): number {
    const { gram, sets } = this;
    const { rowSpend, rowOutcome, setOfRow } = this.at.plan;
    const size = sets + 1;
    const [spendK, spendL] = [rowSpend[k]![i]!, rowSpend[l]![i]!];
    const [outcomeK, outcomeL] = [rowOutcome[k]![i]!, rowOutcome[l]![i]!];
    const [setK, setL] = [setOfRow[k]!, setOfRow[l]!];
    // What is not used was not computed, and counts nothing.
    let sum = 0;
    if (spendK !== 0 && spendL !== 0) sum += spendK * spendL * gram[setK * size + setL]!;
    if (spendK !== 0 && outcomeL !== 0) sum += spendK * outcomeL * gram[setK * size + sets]!;
    if (outcomeK !== 0 && spendL !== 0) sum += outcomeK * spendL * gram[sets * size + setL]!;
    if (outcomeK !== 0 && outcomeL !== 0) sum += outcomeK * outcomeL * gram[sets * size + sets]!;
    return sum;
  }
}
