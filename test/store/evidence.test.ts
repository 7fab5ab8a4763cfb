import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { day } from '../../store/model/day.ts';
import { campaignId, channel, experimentId, type WorkspaceId } from '../../store/model/ids.ts';
import type { EvidenceRepository, Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { aBreak, anEvent, anExperiment, anIncrementality } from './support/evidence.ts';
import { aCost, aGoal, anEconomics } from './support/goals.ts';
import { freshWorkspace } from './support/records.ts';

interface Written {
  readonly workspaceId: WorkspaceId;
  readonly version: number;
}

/** One kind of evidence with records to write: `second` sorts behind `first`, `changed` has the key of `first`. */
interface Kind {
  readonly name: string;
  readonly repository: (store: Store) => EvidenceRepository<Written & object, object>;
  readonly first: (workspace: WorkspaceId) => Omit<Written, 'version'>;
  readonly changed: (workspace: WorkspaceId) => Omit<Written, 'version'>;
  readonly second: (workspace: WorkspaceId) => Omit<Written, 'version'>;
  readonly key: object;
}

// The repositories differ in their records alone, and each test hands a repository its own kind of record.
const erased = (repository: unknown) => repository as EvidenceRepository<Written & object, object>;

const KINDS: readonly Kind[] = [
  {
    name: 'experiments',
    repository: (store) => erased(store.experiments),
    first: (ws) => anExperiment(ws, 'a geo test'),
    changed: (ws) => anExperiment(ws, 'a geo test', { lift: 1e-9, outcome: 'REVENUE' }),
    second: (ws) => anExperiment(ws, 'b'),
    key: { id: experimentId('a geo test') },
  },
  {
    name: 'calendar events',
    repository: (store) => erased(store.calendarEvents),
    first: (ws) => anEvent(ws, 'Weihnachten # 1', { channels: [channel('google_search')] }),
    changed: (ws) => anEvent(ws, 'Weihnachten # 1', { to: day('2025-12-31') }),
    second: (ws) => anEvent(ws, 'A sale', { from: day('2025-12-25') }),
    key: { name: 'Weihnachten # 1', from: day('2025-12-24') },
  },
  {
    name: 'level breaks',
    repository: (store) => erased(store.levelBreaks),
    first: (ws) => aBreak(ws, 'c1'),
    changed: (ws) => aBreak(ws, 'c1', { reason: 'Another landing page.' }),
    second: (ws) => aBreak(ws, 'c1', { date: day('2025-06-02') }),
    key: { campaignId: campaignId('c1'), date: day('2025-06-01') },
  },
  {
    name: 'incrementality',
    repository: (store) => erased(store.incrementality),
    first: (ws) => anIncrementality(ws, 'google_search'),
    changed: (ws) => anIncrementality(ws, 'google_search', { multiplier: 1, standardError: 0.12 }),
    second: (ws) => anIncrementality(ws, 'google_search', { from: day('2025-07-01') }),
    key: { channel: channel('google_search'), from: day('2025-01-01') },
  },
  {
    name: 'goals of a month',
    repository: (store) => erased(store.goals.ofMonth('2026-10')),
    first: (ws) => aGoal(ws, { kind: 'ACCOUNT' }),
    changed: (ws) => aGoal(ws, { kind: 'ACCOUNT' }, { spendMicros: null, roas: 4.5 }),
    second: (ws) => aGoal(ws, { kind: 'CHANNEL', channel: channel('google_search') }),
    key: { month: '2026-10', scope: { kind: 'ACCOUNT' } },
  },
  {
    name: 'goals of campaigns',
    repository: (store) => erased(store.goals.ofMonth('2026-10')),
    first: (ws) => aGoal(ws, { kind: 'CAMPAIGN', campaignId: campaignId('c1') }),
    changed: (ws) => aGoal(ws, { kind: 'CAMPAIGN', campaignId: campaignId('c1') }, { romi: -0.25 }),
    second: (ws) => aGoal(ws, { kind: 'CAMPAIGN', campaignId: campaignId('c2') }),
    key: { month: '2026-10', scope: { kind: 'CAMPAIGN', campaignId: campaignId('c1') } },
  },
  {
    name: 'economics',
    repository: (store) => erased(store.economics),
    first: (ws) => anEconomics(ws, '2026-01'),
    changed: (ws) => anEconomics(ws, '2026-01', { grossMargin: null, ltvMicros: 2n ** 60n }),
    second: (ws) => anEconomics(ws, '2026-07'),
    key: { from: '2026-01' },
  },
  {
    name: 'extra costs',
    repository: (store) => erased(store.extraCosts),
    first: (ws) => aCost(ws, 'Agency # 1'),
    changed: (ws) => aCost(ws, 'Agency # 1', { channel: channel('google_search') }),
    second: (ws) => aCost(ws, 'A tool', { month: '2026-11' }),
    key: { month: '2026-10', name: 'Agency # 1' },
  },
];

function conformance(store: Store): void {
  describe.each(KINDS)('$name', ({ repository, first, changed, second, key }) => {
    const records = repository(store);

    it('are read back as written, ordered by their key', async () => {
      const ws = freshWorkspace();
      const b = await records.put(second(ws), null);
      const a = await records.put(first(ws), null);
      expect(a).toEqual({ ...first(ws), version: 1 });
      expect(await records.get(ws, key)).toEqual(a);
      expect(await records.all(ws)).toEqual([a, b]);
    });

    it('are written over the version that the writer saw, and over no other', async () => {
      const ws = freshWorkspace();
      const a = await records.put(first(ws), null);
      await expect(records.put(changed(ws), null)).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        current: a,
      });
      const b = await records.put(changed(ws), 1);
      expect(b).toEqual({ ...changed(ws), version: 2 });
      await expect(records.put(first(ws), 1)).rejects.toMatchObject({ current: b });
      await expect(records.put(second(ws), 1)).rejects.toMatchObject({ current: null });
      expect(await records.all(ws)).toEqual([b]);
    });

    it('are removed at the version that the remover saw, and are gone', async () => {
      const ws = freshWorkspace();
      await expect(records.remove(ws, key, 1)).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        current: null,
      });
      const a = await records.put(first(ws), null);
      await expect(records.remove(ws, key, 2)).rejects.toMatchObject({ current: a });
      expect(await records.remove(ws, key, 1)).toEqual(a);
      expect(await records.get(ws, key)).toBeNull();
      expect(await records.all(ws)).toEqual([]);
    });

    it('are of one workspace', async () => {
      const own = freshWorkspace('ac');
      const other = `${own}me` as WorkspaceId;
      await records.put(first(other), null);
      expect(await records.get(own, key)).toBeNull();
      expect(await records.all(own)).toEqual([]);
      await expect(records.remove(own, key, 1)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
      expect(await records.all(other)).toHaveLength(1);
    });
  });
}

describe('evidence in memory', () => conformance(createMemoryStore()));

await describeWithDatabase('evidence in DynamoDB', conformance);
