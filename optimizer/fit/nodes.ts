import type { LogPrior } from './prior.ts';
import { FAMILIES } from './shape.ts';

/**
 * The posterior of one campaign as weighted points over family, η, ψ, Hill slope and baseline share. At each point
 * the level (outcome at the mean active spend) is normal with the given mean and sd.
 */
export interface Nodes {
  readonly count: number;
  readonly family: Uint8Array;
  readonly eta: Float64Array;
  readonly psi: Float64Array;
  readonly logSlope: Float64Array;
  readonly share: Float64Array;
  /** Logs that every weighing needs: of θ and 1 − θ, of the share and 1 − share. */
  readonly logs: {
    readonly theta: Float64Array;
    readonly steady: Float64Array;
    readonly share: Float64Array;
    readonly paid: Float64Array;
  };
  readonly level: Float64Array;
  readonly levelSd: Float64Array;
  /** Log likelihood plus log of the volume that the point stands for. */
  readonly evidence: Float64Array;
}

/** Points whose log evidence is further than this below the best of their family are dropped. */
const KEPT = 11;

const FIELDS = 8;
const LEAST = 1e-3;

/** Shared by all lists, of which one is filled at a time: `finish` copies what it holds. */
let scratch = new Float64Array(FIELDS * 4096);

/** Grows while the grid is walked; `finish` lays it out by columns. */
export class NodeList {
  #length = 0;
  /** The best evidence of each family: while grids are coarse, a family far behind may still come first. */
  readonly #best = new Float64Array(FAMILIES.length).fill(Number.NEGATIVE_INFINITY);

  /** Evidence of this family below this is dropped. */
  threshold(family: number): number {
    return this.#best[family]! - KEPT;
  }

  push(
    family: number,
    eta: number,
    psi: number,
    logSlope: number,
    share: number,
    level: number,
    levelSd: number,
    evidence: number,
  ): void {
    if (!(evidence > this.#best[family]! - KEPT)) return;
    if (evidence > this.#best[family]!) this.#best[family] = evidence;
    const at = this.#length;
    if (at + FIELDS > scratch.length) {
      const wider = new Float64Array(2 * scratch.length);
      wider.set(scratch);
      scratch = wider;
    }
    const rows = scratch;
    rows[at] = evidence;
    rows[at + 1] = family;
    rows[at + 2] = eta;
    rows[at + 3] = psi;
    rows[at + 4] = logSlope;
    rows[at + 5] = share;
    rows[at + 6] = level;
    rows[at + 7] = levelSd;
    this.#length = at + FIELDS;
  }

  finish(): Nodes {
    const rows = scratch;
    const kept = new Int32Array(this.#length / FIELDS);
    let count = 0;
    for (let at = 0; at < this.#length; at += FIELDS) {
      if (rows[at]! > this.threshold(rows[at + 1]!)) kept[count++] = at;
    }
    const column = (offset: number) => {
      const out = new Float64Array(count);
      for (let i = 0; i < count; i++) out[i] = rows[kept[i]! + offset]!;
      return out;
    };
    const psi = column(3);
    const share = column(5);
    return {
      count,
      evidence: column(0),
      family: Uint8Array.from(column(1)),
      eta: column(2),
      psi,
      logSlope: column(4),
      share,
      level: column(6),
      levelSd: column(7),
      logs: logsOf(psi, share),
    };
  }
}

function logsOf(psi: Float64Array, share: Float64Array): Nodes['logs'] {
  const count = psi.length;
  const logs = {
    theta: new Float64Array(count),
    steady: new Float64Array(count),
    share: new Float64Array(count),
    paid: new Float64Array(count),
  };
  let theta = 0;
  for (let i = 0; i < count; i++) {
    // Neighbouring points share their carry-over.
    if (i === 0 || psi[i] !== psi[i - 1]) theta = Math.log(Math.max(1 - Math.exp(-psi[i]!), LEAST));
    logs.theta[i] = theta;
    logs.steady[i] = -psi[i]!;
    logs.share[i] = Math.log(Math.max(share[i]!, LEAST));
    logs.paid[i] = Math.log(Math.max(1 - share[i]!, LEAST));
  }
  return logs;
}

/** Log of the posterior of each point under a prior, not normalised. */
export function logWeights(nodes: Nodes, prior: LogPrior, out = new Float64Array(nodes.count)): Float64Array {
  const { count, family, eta, psi, logSlope, evidence, logs } = nodes;
  const { theta, share } = prior;
  const hill = FAMILIES.indexOf('HILL');
  for (let i = 0; i < count; i++) {
    const bend = (eta[i]! - prior.eta.mean) / prior.eta.sd;
    let value =
      evidence[i]! +
      prior.families[family[i]!]! -
      0.5 * bend * bend +
      (psi[i] === 0 ? theta.none : theta.some + (theta.a - 1) * logs.theta[i]! + theta.b * logs.steady[i]!) +
      (nodes.share[i] === 0
        ? share.none
        : share.some + (share.a - 1) * logs.share[i]! + (share.b - 1) * logs.paid[i]!);
    if (family[i] === hill) {
      if (logSlope[i] === 0) value += prior.logSlope.none;
      else {
        const slope = (logSlope[i]! - prior.logSlope.mean) / prior.logSlope.sd;
        value += prior.logSlope.some - 0.5 * slope * slope;
      }
    }
    out[i] = value;
  }
  return out;
}

/** Posterior probability of each point under a prior; sums to 1. */
export function weigh(nodes: Nodes, prior: LogPrior, out = new Float64Array(nodes.count)): Float64Array {
  logWeights(nodes, prior, out);
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < out.length; i++) if (out[i]! > best) best = out[i]!;
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    const w = out[i]! - best;
    out[i] = w < -30 ? 0 : Math.exp(w);
    total += out[i]!;
  }
  for (let i = 0; i < out.length; i++) out[i]! /= total;
  return out;
}

export function expectation(weights: Float64Array, values: Float64Array | Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * values[i]!;
  return sum;
}

export const NO_NODES: Nodes = new NodeList().finish();
