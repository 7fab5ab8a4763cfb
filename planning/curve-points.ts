import { baselineOf, responseAt, slopeAt } from '../optimizer/curve/evaluate.ts';
import { responseOf } from '../optimizer/curve/response.ts';
import type { FittedCurve } from '../optimizer/fit/fitted-curve.ts';
import { correctedFit } from '../optimizer/fit/forecast-correction.ts';
import { microsToUnits } from '../store/model/money.ts';
import type { FittedCampaign } from './fit-workspace.ts';
import { interval80 } from './interval.ts';
import type { ChannelCorrection } from './review/channel-correction.ts';

/** One point of a response curve as it is drawn. Spend and outcomes per day, in what the curve counts. */
export interface CurvePoint {
  readonly spend: number;
  /** Baseline included. */
  readonly expectedOutcome: number;
  /** 80 %. */
  readonly interval: readonly [number, number] | null;
  /** Outcome of one more unit of money; null where the curve is vertical. */
  readonly marginalOutcome: number | null;
  /** Outside the daily spends that were seen, where the curve is a guess. */
  readonly extrapolated: boolean;
}

/** How far beyond what was seen a drawing reaches, as a multiple. */
const REACH = 1.3;

/** `count` points at even distances from zero to `upTo`; default: somewhat beyond the highest spend seen. */
export function curvePoints({ fit }: FittedCampaign, count: number, upTo?: number): readonly CurvePoint[] {
  const { spend: seen } = fit.diagnostics;
  const end = upTo ?? (REACH * Math.max(seen.max, seen.current) || 1);
  const response = responseOf(fit.curve);
  const baseline = baselineOf(fit.curve);
  const draws = fit.posterior.draws.map(({ curve }) => ({
    baseline: baselineOf(curve),
    response: responseOf(curve),
  }));
  return Array.from({ length: count }, (_, i) => {
    const spend = (end * i) / (count - 1);
    const slope = response.slope(spend);
    return {
      spend,
      expectedOutcome: baseline + response.value(spend),
      interval: interval80(draws.map((draw) => draw.baseline + draw.response.value(spend))),
      marginalOutcome: Number.isFinite(slope) ? slope : null,
      extrapolated: spend < seen.min || spend > seen.max,
    };
  });
}

export interface MarginalReturn {
  /** Outcome of one more unit of money; null where the curve is vertical. */
  readonly outcome: number | null;
  /** 80 %. */
  readonly interval: readonly [number, number] | null;
}

/** The return of the next unit of money at the current spend. */
export function marginalAtCurrent({ fit, current }: FittedCampaign): MarginalReturn {
  const spend = microsToUnits(current.spendMicros);
  const slope = slopeAt(fit.curve, spend);
  const slopes = fit.posterior.draws.map(({ curve }) => slopeAt(curve, spend));
  return {
    outcome: Number.isFinite(slope) ? slope : null,
    interval: slopes.every(Number.isFinite) ? interval80(slopes) : null,
  };
}

export interface ExpectedAtCurrent {
  /** A day, baseline included. */
  readonly outcome: number;
  /** 80 %. */
  readonly interval: readonly [number, number] | null;
}

/** A curve before and after its correction by reviews, both of what is reported. */
export interface CorrectedCurve {
  readonly correction: ChannelCorrection;
  readonly before: ExpectedAtCurrent;
  readonly after: ExpectedAtCurrent;
}

export function correctedCurve({ reported, correction, current }: FittedCampaign): CorrectedCurve | null {
  if (correction === null) return null;
  const spend = microsToUnits(current.spendMicros);
  const at = ({ curve, posterior }: FittedCurve): ExpectedAtCurrent => ({
    outcome: baselineOf(curve) + responseAt(curve, spend),
    interval: interval80(
      posterior.draws.map((draw) => baselineOf(draw.curve) + responseAt(draw.curve, spend)),
    ),
  });
  return {
    correction,
    before: at(reported),
    after: at(correctedFit(reported, correction, correction.channel)),
  };
}
