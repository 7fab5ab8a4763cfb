import type { Curve, CurveFamily } from '../../curve/curve.ts';
import { halfLifeDays, thetaOf } from '../carry-over.ts';
import type { CurveDraw } from '../fitted-curve.ts';
import { interval } from '../predict.ts';
import type { FittedFamily } from '../shape.ts';
import { average } from '../spend-range.ts';
import { channelEvidence, type SharedDiagnostics } from './channel-evidence.ts';
import { type Decomposition, meanOf, totalOf } from './decompose.ts';
import type { MixLayout } from './layout.ts';
import { type DrawnResponse, drawnResponse, inMoney, type MeanCurve, meanCurve } from './mean-curve.ts';
import type { FittedChannel, MixParameters } from './media-mix.ts';
import type { MixDraw } from './sample.ts';

/** Everything but the calibration. */
export function summariseChannel(
  layout: MixLayout,
  c: number,
  draws: readonly MixDraw[],
  parts: readonly Decomposition[],
  shared: SharedDiagnostics,
): Omit<FittedChannel, 'calibration'> {
  const { spendUnit, spend } = layout.channels[c]!;
  const { outcomeUnit, mix } = layout;
  const responses = draws.map((draw) => drawnResponse(draw, c));
  const familyWeights = weightsOf(draws, c);
  const { family, central } = published(
    responses,
    familyWeights,
    shapedShare(draws, c) < 0.9,
    highestOf(spend),
  );
  const curve = inMoney(central, spendUnit, outcomeUnit);
  const curveDraws = curveDrawsOf(layout, c, draws);
  const { diagnostics, identifiability } = channelEvidence(layout, c, curve, curveDraws, shared);
  const totals = parts.map(({ channels }) => totalOf(channels[c]!) * outcomeUnit);
  const total = average(totals);
  const spent = totalOf(spend) * spendUnit;
  const allOutcome = average(
    parts.map(({ baseline, channels }) => totalOf(baseline) + channels.reduce((s, p) => s + totalOf(p), 0)),
  );
  return {
    channel: mix.channels[c]!.channel,
    family,
    curve,
    parameters: parametersOf(curve, curveDraws, layout.periodDays),
    posterior: { draws: curveDraws, familyWeights },
    contribution: {
      total,
      interval: interval(totals, total),
      share: allOutcome > 0 ? total / (allOutcome * outcomeUnit) : 0,
      perSpend: spent > 0 ? total / spent : 0,
      byPeriod: Array.from(meanOf(parts.map(({ channels }) => channels[c]!)), (v) => v * outcomeUnit),
    },
    diagnostics,
    identifiability,
  };
}

export function curveDrawsOf(layout: MixLayout, c: number, draws: readonly MixDraw[]): CurveDraw[] {
  return draws.map((draw) => ({
    curve: inMoney(drawnResponse(draw, c), layout.channels[c]!.spendUnit, layout.outcomeUnit),
    carryOver: thetaOf(draw.channels[c]!.shape.psi),
  }));
}

function weightsOf(draws: readonly MixDraw[], c: number): Partial<Record<CurveFamily, number>> {
  const weights: Partial<Record<CurveFamily, number>> = {};
  for (const { channels } of draws) {
    const { family } = channels[c]!.shape;
    weights[family] = (weights[family] ?? 0) + 1 / draws.length;
  }
  return weights;
}

/** Of the families at least half as likely as the likeliest, the one whose curve follows the mean best. */
function published(
  responses: readonly DrawnResponse[],
  weights: Readonly<Partial<Record<CurveFamily, number>>>,
  isConcave: boolean,
  highest: number,
): { family: FittedFamily; central: MeanCurve } {
  // The families drawn are fitted ones.
  const drawn = Object.entries(weights) as [FittedFamily, number][];
  const most = Math.max(...drawn.map(([, weight]) => weight));
  return drawn
    .filter(([, weight]) => weight >= most / 2)
    .map(([family]) => ({ family, central: meanCurve(responses, family, isConcave, highest) }))
    .reduce((a, b) => (b.central.error < a.central.error ? b : a));
}

const highestOf = (spend: Float64Array) => spend.reduce((a, b) => Math.max(a, b), 0);

/** How many of the Hill curves drawn are S-shaped. */
function shapedShare(draws: readonly MixDraw[], c: number): number {
  const hill = draws.map(({ channels }) => channels[c]!.shape).filter(({ family }) => family === 'HILL');
  return hill.length === 0 ? 0 : hill.filter(({ logSlope }) => logSlope > 0.1).length / hill.length;
}

function parametersOf(curve: Curve, draws: readonly CurveDraw[], periodDays: number): MixParameters {
  const carryOvers = draws.map(({ carryOver }) => carryOver);
  const carryOver = average(carryOvers);
  return {
    scale: curve.scale ?? 1,
    ...('exponent' in curve && { exponent: curve.exponent }),
    ...('halfSaturation' in curve && { halfSaturation: curve.halfSaturation }),
    ...(curve.family === 'HILL' && { slope: curve.slope }),
    carryOver,
    carryOverInterval: interval(carryOvers, carryOver),
    carryOverHalfLifeDays: periodDays * halfLifeDays(carryOver),
  };
}
