import { day } from '../../../store/model/day.ts';
import type {
  CalendarEventRecord,
  Experiment,
  Incrementality,
  LevelBreakRecord,
} from '../../../store/model/evidence.ts';
import { campaignId, channel, experimentId, type WorkspaceId } from '../../../store/model/ids.ts';

type Unversioned<T> = Omit<T, 'version'>;
type Changes<T> = Partial<Omit<T, 'version' | 'workspaceId'>>;

export const anExperiment = (
  workspaceId: WorkspaceId,
  id: string,
  changes: Changes<Experiment> = {},
): Unversioned<Experiment> => ({
  workspaceId,
  id: experimentId(id),
  campaignId: campaignId('c1'),
  kind: 'GEO_TEST',
  outcome: 'CONVERSIONS',
  from: day('2025-03-01'),
  to: day('2025-03-28'),
  currencyCode: 'EUR',
  spendControlMicros: 100_000_000n,
  spendTestMicros: 12_345_678_901_234_567n,
  lift: 4.75,
  standardError: 0.8,
  source: 'Twelve regions against twelve.',
  recordedAt: '2026-01-10T08:00:00.000Z',
  recordedBy: 'planner@example.com',
  ...changes,
});

export const anEvent = (
  workspaceId: WorkspaceId,
  name: string,
  changes: Changes<CalendarEventRecord> = {},
): Unversioned<CalendarEventRecord> => ({
  workspaceId,
  name,
  from: day('2025-12-24'),
  to: day('2025-12-26'),
  channels: null,
  ...changes,
});

export const aBreak = (
  workspaceId: WorkspaceId,
  campaign: string,
  changes: Changes<LevelBreakRecord> = {},
): Unversioned<LevelBreakRecord> => ({
  workspaceId,
  campaignId: campaignId(campaign),
  date: day('2025-06-01'),
  reason: 'New prices.',
  ...changes,
});

export const anIncrementality = (
  workspaceId: WorkspaceId,
  slug: string,
  changes: Changes<Incrementality> = {},
): Unversioned<Incrementality> => ({
  workspaceId,
  channel: channel(slug),
  from: day('2025-01-01'),
  multiplier: 0.7,
  source: 'Geo test of last spring.',
  ...changes,
});
