import { Skyline } from '../../allocate/interior-point/skyline.ts';
import { gainOfCells, pushByCells, recoverCells } from './cell-steps.ts';
import type { PieceCorrections } from './piece-cells.ts';
import type { PlanIterate } from './plan-iterate.ts';
import { RowCoupling } from './row-coupling.ts';
import { SmoothTimeSystem } from './smooth-time-system.ts';
import { CarrySystem, type TimeSystem } from './time-system.ts';

/** Keeps the last equation of an equality row solvable where it repeats others. */
const REGULAR = 1e-18;

/** What the predictor's second-order terms take off each pair's target. */
export interface PlanCorrections {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly rise: Float64Array;
  readonly fall: Float64Array;
  readonly row: Float64Array;
  readonly pieces: PieceCorrections;
}

/**
 * Newton directions. Within a unit, time is a chain (`TimeSystem`); between units there are only the rows, so all comes
 * from one dense system of their number,
 *
 *   (Σᵢ Jᵢ Mᵢ⁻¹ Jᵢᵀ + S Λ⁻¹) Δλ = …
 *
 * factorised once for predictor and corrector.
 */
export class PlanNewton {
  private readonly at: PlanIterate;
  private readonly systems: readonly TimeSystem[];
  private readonly matrix: Skyline;
  private readonly coupling: RowCoupling;
  readonly dShare: Float64Array;
  private readonly dLow: Float64Array;
  private readonly dHigh: Float64Array;
  private readonly dRise: Float64Array;
  private readonly dRiseSlack: Float64Array;
  private readonly dFall: Float64Array;
  private readonly dFallSlack: Float64Array;
  private readonly dPrice: Float64Array;
  private readonly dSlack: Float64Array;
  private readonly weight: Float64Array;
  private readonly rise: Float64Array;
  private readonly fall: Float64Array;
  private readonly push: Float64Array;

  constructor(at: PlanIterate) {
    const { plan } = at;
    const { periods, units, rows } = plan.program;
    const size = plan.width.length;
    this.at = at;
    this.systems = units.map((unit, i) => {
      const effect = plan.effect.subarray(i * periods, (i + 1) * periods);
      const freedom = plan.freedom.slice(i * periods, (i + 1) * periods);
      const ties = plan.ties[i];
      return ties
        ? new SmoothTimeSystem(unit.carryOver, effect, freedom, ties)
        : new CarrySystem(unit.carryOver, effect, freedom);
    });
    this.matrix = new Skyline(new Int32Array(rows.length));
    this.coupling = new RowCoupling(at);
    this.dShare = new Float64Array(size);
    this.dLow = new Float64Array(size);
    this.dHigh = new Float64Array(size);
    this.dRise = new Float64Array(size);
    this.dRiseSlack = new Float64Array(size);
    this.dFall = new Float64Array(size);
    this.dFallSlack = new Float64Array(size);
    this.dPrice = new Float64Array(rows.length);
    this.dSlack = new Float64Array(rows.length);
    this.weight = new Float64Array(size);
    this.rise = new Float64Array(size);
    this.fall = new Float64Array(size);
    this.push = new Float64Array(size);
  }

  factorize(): void {
    const { at, weight, rise, fall } = this;
    const { plan } = at;
    const { periods } = plan.program;
    this.matrix.clear();
    for (let j = 0; j < weight.length; j++) {
      if (plan.freedom[j] === 'FREE') weight[j] = at.zLow[j]! / at.share[j]! + at.zHigh[j]! / at.rest[j]!;
      if (!plan.hasTie[j]) continue;
      rise[j] = at.risePrice[j]! / at.riseSlack[j]!;
      fall[j] = at.fallPrice[j]! / at.fallSlack[j]!;
    }
    this.systems.forEach((system, i) => {
      const own = (values: Float64Array) => values.subarray(i * periods, (i + 1) * periods);
      system.factorize(own(weight), own(at.bend), own(rise), own(fall));
    });
    this.coupling.addTo(this.matrix, this.systems);
    plan.program.rows.forEach((row, k) => {
      this.matrix.add(k, k, row.equality ? REGULAR : at.slack[k]! / at.price[k]!);
    });
    this.matrix.factorize();
  }

  /** Solves for the step that brings every pair to `mu`, less the corrections. */
  aim(mu: number, less: PlanCorrections | null): void {
    const { at, dShare, dPrice, dSlack, push } = this;
    const { plan } = at;
    const { periods, rows } = plan.program;
    const target = (corrections: Float64Array | undefined, j: number) =>
      mu - (corrections ? corrections[j]! : 0);
    plan.cells.aim(mu, less?.pieces ?? null);
    this.collectPush(mu, less);
    rows.forEach((row, k) => {
      const residual = at.activity[k]! + at.slack[k]! - plan.rowBound[k]!;
      dPrice[k] = row.equality ? residual : residual - at.slack[k]! + target(less?.row, k) / at.price[k]!;
    });
    this.solveUnits();
    this.systems.forEach((_, i) => {
      const gain = gainOfCells(plan, i);
      for (const k of plan.rowsOfUnit[i]!)
        dPrice[k] = dPrice[k]! - this.along(k, i, dShare) + plan.rowOutcome[k]![i]! * gain;
    });
    this.matrix.solve(dPrice);
    this.systems.forEach((_, i) => {
      for (const k of plan.rowsOfUnit[i]!) this.spread(k, i, dPrice[k]!);
    });
    this.solveUnits();
    for (let j = 0; j < dShare.length; j++) dShare[j] = -dShare[j]!;
    recoverCells(plan, { dShare, dPrice }, mu, less?.pieces ?? null);
    rows.forEach((row, k) => {
      dSlack[k] = row.equality
        ? 0
        : target(less?.row, k) / at.price[k]! - at.slack[k]! - (at.slack[k]! / at.price[k]!) * dPrice[k]!;
    });
    for (let j = 0; j < push.length; j++) {
      if (plan.freedom[j] === 'FREE') {
        const step = dShare[j]!;
        const [low, high] = [at.zLow[j]!, at.zHigh[j]!];
        this.dLow[j] = (target(less?.low, j) - low * step) / at.share[j]! - low;
        this.dHigh[j] = (target(less?.high, j) + high * step) / at.rest[j]! - high;
      }
      if (plan.hasTie[j]) this.aimTie(j, j % periods, target(less?.rise, j), target(less?.fall, j));
    }
  }

  private aimTie(j: number, t: number, riseTarget: number, fallTarget: number): void {
    const { at, dShare } = this;
    const ties = at.plan.ties[(j - t) / at.plan.program.periods]!;
    const rise = ties.riseNow[t]! * dShare[j]! + ties.riseBefore[t]! * dShare[j - 1]!;
    const fall = ties.fallNow[t]! * dShare[j]! + ties.fallBefore[t]! * dShare[j - 1]!;
    this.dRiseSlack[j] = -at.riseResidual[j]! - rise;
    this.dFallSlack[j] = -at.fallResidual[j]! - fall;
    this.dRise[j] =
      (riseTarget - at.risePrice[j]! * this.dRiseSlack[j]!) / at.riseSlack[j]! - at.risePrice[j]!;
    this.dFall[j] =
      (fallTarget - at.fallPrice[j]! * this.dFallSlack[j]!) / at.fallSlack[j]! - at.fallPrice[j]!;
  }

  /** The gradient, with the multipliers of limits and ties already where the step will bring them. */
  private collectPush(mu: number, less: PlanCorrections | null): void {
    const { at, push } = this;
    const { plan } = at;
    const { periods } = plan.program;
    push.set(at.gradient);
    const target = (corrections: Float64Array | undefined, j: number) =>
      mu - (corrections ? corrections[j]! : 0);
    for (let j = 0; j < push.length; j++) {
      if (plan.freedom[j] === 'FREE')
        push[j] = push[j]! - target(less?.low, j) / at.share[j]! + target(less?.high, j) / at.rest[j]!;
      if (!plan.hasTie[j]) continue;
      const t = j % periods;
      const ties = plan.ties[(j - t) / periods]!;
      const rise = (target(less?.rise, j) + at.risePrice[j]! * at.riseResidual[j]!) / at.riseSlack[j]!;
      const fall = (target(less?.fall, j) + at.fallPrice[j]! * at.fallResidual[j]!) / at.fallSlack[j]!;
      push[j] = push[j]! + ties.riseNow[t]! * rise + ties.fallNow[t]! * fall;
      push[j - 1] = push[j - 1]! + ties.riseBefore[t]! * rise + ties.fallBefore[t]! * fall;
    }
    pushByCells(plan, push);
  }

  /** M⁻¹·push into the shares' step. */
  private solveUnits(): void {
    const { periods } = this.at.plan.program;
    this.systems.forEach((system, i) => {
      const [from, to] = [i * periods, (i + 1) * periods];
      system.solve(this.push.subarray(from, to), this.dShare.subarray(from, to));
    });
  }

  /** What a step of the unit's shares changes in row k. */
  private along(k: number, i: number, step: Float64Array): number {
    const { plan, marginal } = this.at;
    const { periods } = plan.program;
    const offset = i * periods;
    let money = 0;
    const spend = plan.rowSpend[k]![i]!;
    if (spend !== 0)
      for (const t of plan.periodSets[plan.setOfRow[k]!]!)
        money += plan.width[offset + t]! * step[offset + t]!;
    const outcome = plan.rowOutcome[k]![i]!;
    let reaped = 0;
    if (outcome !== 0) for (let t = 0; t < periods; t++) reaped += marginal[offset + t]! * step[offset + t]!;
    return spend * money + outcome * reaped;
  }

  /** Adds a price's part to the push of the unit. */
  private spread(k: number, i: number, price: number): void {
    const { push } = this;
    const { plan, marginal } = this.at;
    const { periods } = plan.program;
    const offset = i * periods;
    const spend = price * plan.rowSpend[k]![i]!;
    if (spend !== 0)
      for (const t of plan.periodSets[plan.setOfRow[k]!]!)
        push[offset + t] = push[offset + t]! + spend * plan.width[offset + t]!;
    const outcome = price * plan.rowOutcome[k]![i]!;
    if (outcome !== 0)
      for (let at = offset; at < offset + periods; at++) push[at] = push[at]! + outcome * marginal[at]!;
  }

  /** The longest step, at most 1, that keeps shares and slacks above 0, times `back`. */
  primalStep(back: number): number {
    const { at, dShare } = this;
    let step = 1;
    for (let j = 0; j < dShare.length; j++) {
      if (at.plan.freedom[j] !== 'FREE') continue;
      const change = dShare[j]!;
      if (change < 0) step = Math.min(step, (-back * at.share[j]!) / change);
      else if (change > 0) step = Math.min(step, (back * at.rest[j]!) / change);
    }
    step = shorten(step, back, at.riseSlack, this.dRiseSlack);
    step = shorten(step, back, at.fallSlack, this.dFallSlack);
    return at.plan.cells.primalStep(shorten(step, back, at.slack, this.dSlack), back);
  }

  /** The same for multipliers and prices. Those of equalities may have either sign. */
  dualStep(back: number): number {
    const { at } = this;
    let step = shorten(1, back, at.zLow, this.dLow);
    step = shorten(step, back, at.zHigh, this.dHigh);
    step = shorten(step, back, at.risePrice, this.dRise);
    step = shorten(step, back, at.fallPrice, this.dFall);
    at.plan.program.rows.forEach((row, k) => {
      if (!row.equality && this.dPrice[k]! < 0)
        step = Math.min(step, (-back * at.price[k]!) / this.dPrice[k]!);
    });
    return at.plan.cells.dualStep(step, back);
  }

  /** What the pairs' mean product would be after the step, and the second-order terms of going there. */
  predict(primal: number, dual: number): { readonly mu: number; readonly corrections: PlanCorrections } {
    const { at, dShare } = this;
    let sum = 0;
    const pairs = (x: Float64Array, dx: Float64Array, sign: number, z: Float64Array, dz: Float64Array) =>
      x.map((value, j) => {
        sum += (value + sign * primal * dx[j]!) * (z[j]! + dual * dz[j]!);
        return sign * dx[j]! * dz[j]!;
      });
    const pieces = at.plan.cells.predict(primal, dual);
    const corrections = {
      pieces: pieces.corrections,
      low: pairs(at.share, dShare, 1, at.zLow, this.dLow),
      high: pairs(at.rest, dShare, -1, at.zHigh, this.dHigh),
      rise: pairs(at.riseSlack, this.dRiseSlack, 1, at.risePrice, this.dRise),
      fall: pairs(at.fallSlack, this.dFallSlack, 1, at.fallPrice, this.dFall),
      row: pairs(at.slack, this.dSlack, 1, at.price, this.dPrice),
    };
    return { mu: (sum + pieces.sum) / at.pairs, corrections };
  }

  /** Moves the iterate along the direction and evaluates it there. */
  move(primal: number, dual: number): void {
    const { at } = this;
    advanceBy(at.share, primal, this.dShare);
    advanceBy(at.rest, -primal, this.dShare);
    advanceBy(at.riseSlack, primal, this.dRiseSlack);
    advanceBy(at.fallSlack, primal, this.dFallSlack);
    advanceBy(at.slack, primal, this.dSlack);
    advanceBy(at.zLow, dual, this.dLow);
    advanceBy(at.zHigh, dual, this.dHigh);
    advanceBy(at.risePrice, dual, this.dRise);
    advanceBy(at.fallPrice, dual, this.dFall);
    advanceBy(at.price, dual, this.dPrice);
    at.plan.cells.move(primal, dual);
    at.evaluate();
  }
}

function shorten(step: number, back: number, values: Float64Array, changes: Float64Array): number {
  let shortest = step;
  for (let j = 0; j < values.length; j++) {
    if (changes[j]! < 0) shortest = Math.min(shortest, (-back * values[j]!) / changes[j]!);
  }
  return shortest;
}

function advanceBy(values: Float64Array, step: number, changes: Float64Array): void {
  for (let j = 0; j < values.length; j++) values[j] = values[j]! + step * changes[j]!;
}
