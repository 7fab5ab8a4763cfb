import { type CampaignState, meanAt, shapeOfDays, workingPoint } from './campaign-state.ts';
import { type Information, nothingKnown } from './information.ts';
import { createLikelihood, rhythmInformation } from './likelihood.ts';
import { cholesky, dot, forwardSolve, type Matrix, multiply } from './matrix.ts';
import { type RhythmBasis, WEEKDAYS } from './rhythm.ts';

import { shapeFor } from './shape.ts';

export interface RhythmMessages {
  readonly weekday: Information;
  readonly season: Information;
  readonly event: Information;
}

/**
 * What this campaign alone says of weekdays, season and events: baseline, scale, bend and carry-over integrated
 * out, and each block with the others and the breaks integrated out.
 */
export function rhythmMessages(state: CampaignState, basis: RhythmBasis): RhythmMessages {
  const size = state.delta.length;
  if (!state.best) {
    return {
      weekday: nothingKnown(WEEKDAYS),
      season: nothingKnown(basis.knots),
      event: nothingKnown(basis.events),
    };
  }
  const point = workingPoint(state);
  const likelihood = createLikelihood(point);
  const { best } = state;
  const mean = meanAt(state, best);
  const column = (values: Float64Array) => values.map((v, i) => v * point.h[i]!);
  const f = shapeOfDays(state, best.shape, best.psi);
  const bent = meanAt(state, {
    ...best,
    shape: shapeFor(best.shape.family, best.eta + 0.1, best.shape.slope),
  });
  const lagged = meanAt(state, { ...best, psi: best.psi + 0.05 });
  const columns = [
    column(new Float64Array(f.length).fill(1)),
    column(f),
    column(bent.map((v, i) => (v - mean[i]!) / 0.1)),
    column(lagged.map((v, i) => (v - mean[i]!) / 0.05)),
  ];
  const residual = state.timeline.outcome.map((y, i) => y - point.h[i]! * mean[i]!);
  const { H, q } = rhythmInformation(likelihood, residual, columns, [1e-3, 1e-3, 1, 4]);
  const moved = multiply(H, size, state.delta);
  for (let j = 0; j < size; j++) q[j]! += moved[j]!;
  const events = WEEKDAYS + basis.knots;
  const block = (from: number, to: number) =>
    from === to ? nothingKnown(0) : marginal(H, q, size, from, to, state.rhythmPrior);
  return {
    weekday: block(0, WEEKDAYS),
    season: block(WEEKDAYS, events),
    event: block(events, basis.size),
  };
}

function marginal(
  H: Matrix,
  q: Float64Array,
  size: number,
  from: number,
  to: number,
  prior: CampaignState['rhythmPrior'],
): Information {
  const keep = range(from, to);
  const out = [...range(0, from), ...range(to, size)];
  const m = out.length;
  const inner = new Float64Array(m * m);
  const innerQ = new Float64Array(m);
  const priorQ = multiply(prior.precision, size, prior.mean);
  for (let a = 0; a < m; a++) {
    innerQ[a] = q[out[a]!]! + priorQ[out[a]!]!;
    for (let b = 0; b < m; b++) {
      inner[a * m + b] = H[out[a]! * size + out[b]!]! + prior.precision[out[a]! * size + out[b]!]!;
    }
  }
  // Schur complement: J = H_kk − H_ko (H_oo + P_oo)⁻¹ H_ok = H_kk − YᵀY with Y = L⁻¹ H_ok.
  const l = cholesky(inner, m);
  forwardSolve(l, m, innerQ);
  const k = keep.length;
  const solved = keep.map((row) =>
    forwardSolve(
      l,
      m,
      Float64Array.from(out, (o) => H[row * size + o]!),
    ),
  );
  const J = new Float64Array(k * k);
  const kept = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    kept[i] = q[keep[i]!]! - dot(solved[i]!, innerQ);
    for (let j = 0; j <= i; j++) {
      J[i * k + j] = H[keep[i]! * size + keep[j]!]! - dot(solved[i]!, solved[j]!);
      J[j * k + i] = J[i * k + j]!;
    }
  }
  return { J, q: kept };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
