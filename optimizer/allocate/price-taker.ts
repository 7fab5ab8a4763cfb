import { bestResponse, type Prices } from './best-response.ts';
import { highest, lowest } from './domain.ts';
import { envelopeOf } from './envelope.ts';
import type { ProgramUnit } from './program.ts';

/**
 * A unit that meets nothing but one price of spend, prepared to answer many of them: on a smooth curve the spend is
 * where the slope meets the price, and an S-shaped one leaps from its lowest spend to the touching point of its
 * envelope at the one price `jump`.
 */
export class PriceTaker {
  readonly low: number;
  readonly high: number;
  /** The price from which on the unit stays at its lowest spend; NaN where no single price parts the two. */
  readonly jump: number;
  /** Just below the jump: where the envelope's line ends. */
  private readonly touch: number;
  private readonly unit: ProgramUnit;
  private readonly gain: number;
  private readonly cost: number;
  private readonly isPlain: boolean;

  /** Earns `gain` per unit of outcome and pays `cost` per unit of spend, besides the price. */
  constructor(unit: ProgramUnit, gain: number, cost: number) {
    const { domain, response } = unit;
    this.unit = unit;
    this.gain = gain;
    this.cost = cost;
    this.low = lowest(domain);
    this.high = highest(domain);
    const isSmooth = !response.corners && domain.step === null && domain.intervals.length === 1;
    const isConcave = response.inflection <= this.low;
    this.isPlain = isSmooth && (isConcave || !response.parts) && this.low < this.high;
    this.touch = this.low;
    this.jump = Number.NaN;
    if (!this.isPlain || isConcave || !(gain > 0)) return;
    const envelope = envelopeOf(response, domain);
    this.touch = envelope.touch ?? this.high;
    this.jump =
      (gain * (response.value(this.touch) - response.value(this.low))) / (this.touch - this.low) - cost;
  }

  /** The best spend at a price; at the jump the low one unless `isEager`. */
  spendAt(price: number, isEager = false): number {
    const { low, high, unit, gain } = this;
    const paid = price + this.cost;
    if (!this.isPlain) return this.ask(paid);
    if (!(gain > 0)) return paid > 0 ? low : high;
    if (isEager ? price > this.jump : price >= this.jump) return low;
    if (!(paid > 0)) return high;
    const x = unit.response.spendAtSlope(paid / gain);
    return x > high ? high : x > this.touch ? x : this.touch;
  }

  /** d(spend)/d(price) at a spend that a price led to, ≤ 0. */
  reactionAt(spend: number): number {
    if (spend <= this.low || spend >= this.high) return 0;
    const bend = this.gain * this.unit.response.curvature(spend);
    return bend < 0 ? 1 / bend : 0;
  }

  private ask(paid: number): number {
    const prices: Prices = { outcome: this.gain, spend: paid, moved: 0, changed: 0 };
    const { spend } = bestResponse(this.unit, prices);
    return Number.isFinite(spend) ? spend : this.high;
  }
}
