import type { ScaledPlan } from './scaled-plan.ts';

/**
 * A point on the way to the optimum. By unit and period: the share u, its distance 1 − u from the upper limit kept by
 * itself so that neither loses digits, the multipliers of both limits, slack and price of both ties to the period
 * before. By row: slack and price; an equality has no slack.
 */
export class PlanIterate {
  readonly plan: ScaledPlan;
  readonly share: Float64Array;
  readonly rest: Float64Array;
  readonly zLow: Float64Array;
  readonly zHigh: Float64Array;
  readonly riseSlack: Float64Array;
  readonly risePrice: Float64Array;
  readonly fallSlack: Float64Array;
  readonly fallPrice: Float64Array;
  readonly slack: Float64Array;
  readonly price: Float64Array;

  /** aₜ. */
  readonly effective: Float64Array;
  /** What one more aₜ is worth in its own period, at the rows' prices. */
  readonly worth: Float64Array;
  /** ∂(unit's outcome)/∂u. */
  readonly marginal: Float64Array;
  /** −∇(objective) + what the rows' prices take; the ties' prices are left out. */
  readonly gradient: Float64Array;
  /** −∂²/∂a² of the priced outcome, ≥ 0. */
  readonly bend: Float64Array;
  /** What is missing of the ties' equations. */
  readonly riseResidual: Float64Array;
  readonly fallResidual: Float64Array;
  readonly activity: Float64Array;
  /** By unit: what one unit of outcome is worth at the prices. */
  readonly outcomePrice: Float64Array;
  dualResidual = 0;
  primalResidual = 0;
  readonly pairs: number;
  private squares = 0;
  private nearSquares = 0;
  private readonly spendPrice: Float64Array;

  constructor(plan: ScaledPlan) {
    this.plan = plan;
    const size = plan.width.length;
    const rows = plan.rowBound.length;
    const units = plan.gain.length;
    const ofSize = () => new Float64Array(size);
    this.share = ofSize();
    this.rest = ofSize();
    this.zLow = ofSize();
    this.zHigh = ofSize();
    this.riseSlack = ofSize();
    this.risePrice = ofSize();
    this.fallSlack = ofSize();
    this.fallPrice = ofSize();
    this.effective = ofSize();
    this.marginal = ofSize();
    this.gradient = ofSize();
    this.bend = ofSize();
    this.riseResidual = ofSize();
    this.fallResidual = ofSize();
    this.spendPrice = ofSize();
    this.worth = ofSize();
    this.slack = new Float64Array(rows);
    this.price = new Float64Array(rows);
    this.activity = new Float64Array(rows);
    this.outcomePrice = new Float64Array(units);
    const free = plan.freedom.filter((f) => f === 'FREE').length;
    const tied = plan.hasTie.reduce((sum, has) => sum + has, 0);
    const inequalities = plan.program.rows.filter((row) => !row.equality).length;
    this.pairs = 2 * free + 2 * tied + inequalities + plan.cells.pairs;
  }

  /** Everything that follows from shares, slacks and prices. */
  evaluate(): void {
    const { plan, activity } = this;
    const { program } = plan;
    activity.fill(0);
    this.dualResidual = 0;
    this.primalResidual = 0;
    this.squares = 0;
    this.nearSquares = 0;
    program.units.forEach((_, i) => {
      this.evaluateUnit(i);
    });
    program.rows.forEach((_, k) => {
      this.countPrimal(activity[k]! + this.slack[k]! - plan.rowBound[k]!);
    });
    plan.cells.forEachDual((residual) => {
      this.dualResidual = Math.max(this.dualResidual, Math.abs(residual));
      this.squares += residual * residual;
      this.nearSquares += residual * residual;
    });
  }

  private evaluateUnit(i: number): void {
    const { plan, share, effective, marginal, gradient, spendPrice, worth, bend } = this;
    const { program, effect, width } = plan;
    const unit = program.units[i]!;
    const { periods } = program;
    const offset = i * periods;
    this.priceUnit(i);
    let stock = unit.carryIn;
    let outcome = 0;
    for (let t = 0; t < periods; t++) {
      const at = offset + t;
      stock = unit.carryOver * stock + unit.effect[t]! * unit.low[t]! + effect[at]! * share[at]!;
      effective[at] = stock;
      worth[at] = 0;
      marginal[at] = 0;
      bend[at] = 0;
      if (unit.season[t] !== 0)
        outcome += unit.season[t]! * this.evaluateCurve(at, stock, i, unit.season[t]!);
    }
    let [reaped, valued] = [0, 0];
    for (let at = offset + periods - 1; at >= offset; at--) {
      reaped = marginal[at]! + unit.carryOver * reaped;
      valued = worth[at]! + unit.carryOver * valued;
      marginal[at] = effect[at]! * reaped;
      gradient[at] = spendPrice[at]! * width[at]! - effect[at]! * valued;
    }
    this.countRows(i, outcome);
    this.countTies(i);
    this.countDual(i);
  }

  /** The response at a, with its worth, its slope (into `marginal`) and its bend there. */
  private evaluateCurve(at: number, a: number, i: number, season: number): number {
    const { plan, worth, marginal, bend } = this;
    const price = this.outcomePrice[i]! * season;
    const curve = plan.curves[at]!;
    const cell = plan.cells.cellAt[at]!;
    if (cell >= 0) {
      const value = plan.cells.evaluate(cell, a, price);
      worth[at] = plan.cells.price[cell]!;
      marginal[at] = season * plan.cells.slope[cell]!;
      bend[at] = plan.cells.bend[cell]!;
      this.countPrimal(plan.cells.primalResidual(cell));
      return value;
    }
    if (plan.isStill[at]) return curve.value(a);
    marginal[at] = season * curve.slope(a);
    worth[at] = this.outcomePrice[i]! * marginal[at]!;
    bend[at] = Math.max(0, -price * curve.curvature(a));
    return curve.value(a);
  }

  private priceUnit(i: number): void {
    const { plan, spendPrice, price } = this;
    const { periods } = plan.program;
    const offset = i * periods;
    spendPrice.fill(-plan.cost[i]!, offset, offset + periods);
    let worth = plan.gain[i]!;
    for (const k of plan.rowsOfUnit[i]!) {
      worth -= price[k]! * plan.rowOutcome[k]![i]!;
      const own = price[k]! * plan.rowSpend[k]![i]!;
      if (own === 0) continue;
      for (const t of plan.periodSets[plan.setOfRow[k]!]!)
        spendPrice[offset + t] = spendPrice[offset + t]! + own;
    }
    this.outcomePrice[i] = worth;
  }

  private countRows(i: number, outcome: number): void {
    const { plan, share, activity } = this;
    const offset = i * plan.program.periods;
    for (const k of plan.rowsOfUnit[i]!) {
      const spend = plan.rowSpend[k]![i]!;
      let money = 0;
      if (spend !== 0) {
        for (const t of plan.periodSets[plan.setOfRow[k]!]!)
          money += plan.width[offset + t]! * share[offset + t]!;
      }
      activity[k] = activity[k]! + spend * money + plan.rowOutcome[k]![i]! * outcome;
    }
  }

  private countTies(i: number): void {
    const { plan, share } = this;
    const ties = plan.ties[i];
    if (!ties) return;
    const { periods } = plan.program;
    for (let t = 1; t < periods; t++) {
      const at = i * periods + t;
      if (!plan.hasTie[at]) continue;
      const [now, before] = [share[at]!, share[at - 1]!];
      this.riseResidual[at] =
        ties.riseNow[t]! * now + ties.riseBefore[t]! * before + this.riseSlack[at]! - plan.riseBound[at]!;
      this.fallResidual[at] =
        ties.fallNow[t]! * now + ties.fallBefore[t]! * before + this.fallSlack[at]! - plan.fallBound[at]!;
      this.countPrimal(this.riseResidual[at]!);
      this.countPrimal(this.fallResidual[at]!);
    }
  }

  private countPrimal(residual: number): void {
    this.primalResidual = Math.max(this.primalResidual, Math.abs(residual));
    this.squares += residual * residual;
    this.nearSquares += residual * residual;
  }

  private countDual(i: number): void {
    const { plan, gradient, zLow, zHigh } = this;
    const { periods } = plan.program;
    let residual = 0;
    for (let t = periods - 1; t >= 0; t--) {
      const at = i * periods + t;
      const freedom = plan.freedom[at];
      if (freedom === 'FIXED') continue;
      residual += gradient[at]! + this.tiePrice(i, t);
      if (freedom === 'TIED') continue;
      residual += zHigh[at]! - zLow[at]!;
      this.dualResidual = Math.max(this.dualResidual, Math.abs(residual));
      const near = Math.min(1, 4 * Math.min(this.share[at]!, this.rest[at]!));
      this.squares += residual * residual;
      this.nearSquares += (near * residual) ** 2;
      residual = 0;
    }
  }

  /** What the ties' prices add to the gradient of a period. */
  private tiePrice(i: number, t: number): number {
    const ties = this.plan.ties[i];
    if (!ties) return 0;
    const at = i * this.plan.program.periods + t;
    const own = ties.riseNow[t]! * this.risePrice[at]! + ties.fallNow[t]! * this.fallPrice[at]!;
    if (t + 1 === this.plan.program.periods) return own;
    return (
      own +
      ties.riseBefore[t + 1]! * this.risePrice[at + 1]! +
      ties.fallBefore[t + 1]! * this.fallPrice[at + 1]!
    );
  }

  /** Sums a function over all pairs that multiply to μ. */
  private overPairs(visit: (product: number) => number): number {
    const { plan } = this;
    let sum = 0;
    for (let at = 0; at < this.share.length; at++) {
      if (plan.freedom[at] === 'FREE')
        sum += visit(this.share[at]! * this.zLow[at]!) + visit(this.rest[at]! * this.zHigh[at]!);
      if (plan.hasTie[at])
        sum +=
          visit(this.riseSlack[at]! * this.risePrice[at]!) + visit(this.fallSlack[at]! * this.fallPrice[at]!);
    }
    plan.program.rows.forEach((row, k) => {
      if (!row.equality) sum += visit(this.slack[k]! * this.price[k]!);
    });
    return sum + plan.cells.overPairs(visit);
  }

  /** The mean product of the pairs, μ. */
  complementarity(): number {
    return this.pairs === 0 ? 0 : this.overPairs((product) => product) / this.pairs;
  }

  /**
   * How far the point is from the equations with every pair at `mu`, as sums of squares. `near` counts a dual equation
   * the less the closer its spend is to a limit: a curve that is infinitely steep at 0 is missed by much there, and it
   * matters little.
   */
  distances(mu: number): { readonly whole: number; readonly near: number } {
    const pairs = this.overPairs((product) => (product - mu) ** 2);
    return { whole: this.squares + pairs, near: this.nearSquares + pairs };
  }

  save(): readonly Float64Array[] {
    return this.variables().map((values) => values.slice());
  }

  restore(saved: readonly Float64Array[]): void {
    this.variables().forEach((values, v) => {
      values.set(saved[v]!);
    });
  }

  private variables(): readonly Float64Array[] {
    const { share, rest, zLow, zHigh, riseSlack, risePrice, fallSlack, fallPrice, slack, price } = this;
    const own = [share, rest, zLow, zHigh, riseSlack, risePrice, fallSlack, fallPrice, slack, price];
    return [...own, ...this.plan.cells.variables()];
  }
}
