import type { CalendarEvent } from '../../optimizer/fit/fitted-curve.ts';
import type { IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type {
  CalendarEventRecord,
  CurveOutcome,
  Experiment,
  Incrementality,
  LevelBreakRecord,
} from '../../store/model/evidence.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import { microsToUnits } from '../../store/model/money.ts';
import type { SeriesEvidence } from '../daily-series.ts';
import type { PlanningDeps } from '../deps.ts';

/** Everything that a workspace knows of its curves beside the daily rows. */
export interface WorkspaceEvidence {
  readonly experiments: readonly Experiment[];
  readonly events: readonly CalendarEventRecord[];
  readonly breaks: readonly LevelBreakRecord[];
  readonly incrementality: readonly Incrementality[];
}

export async function readEvidence(deps: PlanningDeps, workspace: WorkspaceId): Promise<WorkspaceEvidence> {
  const { store } = deps;
  const [experiments, events, breaks, incrementality] = await Promise.all([
    store.experiments.all(workspace),
    store.calendarEvents.all(workspace),
    store.levelBreaks.all(workspace),
    store.incrementality.all(workspace),
  ]);
  return { experiments, events, breaks, incrementality };
}

/** The channel's newest multiplier that has begun by that day; null where there is none. `records` by first day. */
export function incrementalityInForce(
  records: readonly Incrementality[],
  channel: Channel,
  day: IsoDate,
): Incrementality | null {
  return records.findLast((record) => record.channel === channel && record.from <= day) ?? null;
}

/**
 * What one campaign's curve is fitted with. A curve counts what the platform reports and an experiment what is
 * incremental, so a lift is divided by the multiplier that the fitted curve is multiplied by: then what is planned with
 * agrees with the experiment, and nothing is discounted twice.
 */
export function evidenceOn(
  { id }: Campaign,
  outcome: CurveOutcome,
  { experiments, breaks }: WorkspaceEvidence,
  multiplier: number,
): SeriesEvidence {
  return {
    experiments: experiments
      .filter((experiment) => experiment.campaignId === id && experiment.outcome === outcome)
      .map((experiment) => ({
        id: experiment.id,
        from: experiment.from,
        to: experiment.to,
        spendControl: microsToUnits(experiment.spendControlMicros),
        spendTest: microsToUnits(experiment.spendTestMicros),
        lift: experiment.lift / multiplier,
        standardError: experiment.standardError / multiplier,
      })),
    breaks: breaks
      .filter(({ campaignId }) => campaignId === id)
      .map(({ date, reason }) => ({ date, reason })),
  };
}

export const eventsOf = (records: readonly CalendarEventRecord[]): readonly CalendarEvent[] =>
  records.map(({ name, from, to, channels }) => ({ name, from, to, ...(channels && { channels }) }));

/** The events that a channel's campaigns live through. */
export const eventsIn = (events: readonly CalendarEvent[], channel: Channel): readonly CalendarEvent[] =>
  events.filter(({ channels }) => channels === undefined || channels.includes(channel));
