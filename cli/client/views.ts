import type { CurveView, FileView, LiftView, PlanView } from '../report/view.ts';
import type { FileReport, LiftFigure, ResponseCurve, Scenario } from './documents.ts';

/** From the API's shapes to those of the reports. */

const units = (money: { readonly amount: string }) => Number(money.amount);
const unitsOrNull = (money: { readonly amount: string } | null) => (money === null ? null : units(money));

export function fileView({ rowsRead, spend, fileTotal, spendByChannel, ...same }: FileReport): FileView {
  return {
    ...same,
    rows: rowsRead,
    spend: unitsOrNull(spend) ?? 0,
    fileTotal: unitsOrNull(fileTotal),
    spendByChannel: spendByChannel.map((part) => ({ channel: part.channelSlug, spend: units(part.spend) })),
  };
}

export function curveView(curve: ResponseCurve): CurveView {
  return {
    campaign: curve.campaign.name,
    channel: curve.campaign.channel.slug,
    family: curve.family,
    ...curve.identifiability,
    observedDays: curve.observations,
    spendLow: units(curve.observedSpend.min),
    spendHigh: units(curve.observedSpend.max),
    currentSpend: units(curve.currentSpend),
    marginal: curve.marginalConversionsAtCurrent,
    marginalLow: curve.marginalIntervalAtCurrent?.low ?? null,
    marginalHigh: curve.marginalIntervalAtCurrent?.high ?? null,
    forecastError: curve.forecastError.wape,
    calibration: curve.calibration.map(({ experimentId, observed, before, after }) => ({
      experiment: experimentId,
      observed: liftView(observed),
      before: liftView(before),
      after: liftView(after),
    })),
    incrementality: curve.incrementality,
  };
}

const liftView = ({ lift, interval }: LiftFigure): LiftView => ({ lift, ...interval });

export function planView(scenario: Scenario): PlanView {
  const { before, after, gain, violations, timings } = scenario;
  const interval = gain?.conversionsInterval;
  return {
    id: scenario.id,
    name: scenario.name,
    currencyCode: scenario.currencyCode,
    objective: scenario.objective,
    status: scenario.status,
    dataCompleteThrough: scenario.dataCompleteThrough,
    moves: scenario.rows.map((row) => ({
      campaign: row.campaignName,
      channel: row.channelSlug,
      currentSpend: units(row.current),
      proposedSpend: unitsOrNull(row.proposed),
      outcomeBefore: row.before.expectedConversions,
      outcomeAfter: row.after?.expectedConversions ?? null,
      marginalCpaBefore: unitsOrNull(row.before.marginalCpa),
      marginalCpaAfter: unitsOrNull(row.after?.marginalCpa ?? null),
      reasonCode: row.reason.code,
      reason: row.reason.sentence,
    })),
    currentSpend: units(before.spend),
    proposedSpend: unitsOrNull(after?.spend ?? null),
    outcomeBefore: before.expectedConversions,
    outcomeAfter: after?.expectedConversions ?? null,
    gainInterval: interval ? [interval.low, interval.high] : null,
    objectiveBefore: scenario.currentValue,
    objectiveAfter: scenario.objectiveValue,
    upperBound: scenario.upperBound,
    relativeGap: scenario.relativeGap,
    bindingConstraints: scenario.bindingConstraints,
    largestViolation: violations && Math.max(...Object.values(violations)),
    infeasibility: scenario.infeasibility?.message ?? null,
    notPlanned: scenario.notPlanned.map(({ campaignName, sentence }) => ({
      campaign: campaignName,
      reason: sentence,
    })),
    notes: scenario.notes,
    fitMilliseconds: timings.fitMs,
    solveMilliseconds: timings.solveMs,
    linearPrograms: timings.linearPrograms,
    library: timings.library,
  };
}
