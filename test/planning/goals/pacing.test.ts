import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { checkPacing } from '../../../planning/goals/check-pacing.ts';
import { setGoal } from '../../../planning/goals/set-goal.ts';
import { addCampaign, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const MILLION = 1_000_000n;
const CLOCK = { workspaceId: WORKSPACE, subject: 'clock' };

/** 100 a day from January to 15 April, 5 conversions. */
const DAYS = 105;

describe('a check of pacing', () => {
  let deps: PlanningDeps;

  beforeEach(async () => {
    deps = { ...testDeps(), now: () => new Date('2026-04-16T06:00:00Z') };
    await addCampaign(deps, { id: 'brand', spend: steady(100, DAYS) });
  });

  const want = (
    wanted: { spend?: number; conversions?: number; cpa?: number },
    version: number | null = null,
  ) =>
    setGoal(deps, WORKSPACE, {
      month: '2026-04',
      scope: { kind: 'ACCOUNT' },
      currencyCode: 'EUR',
      revenueBasis: 'PLATFORM',
      spendMicros: wanted.spend === undefined ? null : BigInt(wanted.spend) * MILLION,
      conversions: wanted.conversions ?? null,
      revenueMicros: null,
      cpaMicros: wanted.cpa === undefined ? null : BigInt(wanted.cpa) * MILLION,
      cpcMicros: null,
      roas: null,
      romi: null,
      version,
    });
  const events = async () =>
    (await deps.store.ledger.eventsFrom(WORKSPACE, 1)).map(({ kind, actor, body }) => ({
      kind,
      actor,
      body,
    }));

  it('says nothing while every figure is on its way', async () => {
    await want({ spend: 3_000, conversions: 150 });
    expect(await checkPacing(deps, CLOCK)).toBe('ON_TRACK');
    expect(await events()).toEqual([]);
  });

  it.each([
    ['spend that is too high', { spend: 2_000 }, 'SPEND'],
    ['spend that is too low', { spend: 6_000 }, 'SPEND'],
    ['too few conversions', { conversions: 400 }, 'CONVERSIONS'],
    ['a conversion that is too dear', { cpa: 15 }, 'CPA'],
  ])('writes %s into the log, once', async (_what, wanted, metric) => {
    await want(wanted);
    expect(await checkPacing(deps, CLOCK)).toBe('OFF_TRACK');
    expect(await checkPacing(deps, CLOCK)).toBe('OFF_TRACK');
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      kind: 'GOALS_OFF_TRACK',
      actor: 'clock',
      body: {
        month: '2026-04',
        through: '2026-04-15',
        offTrack: [{ key: `2026-04 ACCOUNT ${metric}`, metric }],
        backOnTrack: [],
      },
    });
  });

  it.each([
    ['more conversions than wanted', { conversions: 50 }],
    ['a conversion that is cheaper than wanted', { cpa: 90 }],
  ])('does not complain of %s', async (_what, wanted) => {
    await want(wanted);
    expect(await checkPacing(deps, CLOCK)).toBe('ON_TRACK');
  });

  it('says when a figure is back', async () => {
    const goal = await want({ spend: 6_000 });
    await checkPacing(deps, CLOCK);
    await want({ spend: 3_000 }, goal.version);
    expect(await checkPacing(deps, CLOCK)).toBe('ON_TRACK');
    expect(await events()).toMatchObject([
      { kind: 'GOALS_OFF_TRACK' },
      { kind: 'GOALS_ON_TRACK', body: { offTrack: [], backOnTrack: ['2026-04 ACCOUNT SPEND'] } },
    ]);
  });

  it('knows too little on the first days of a month, and nothing without a goal', async () => {
    expect(await checkPacing(deps, VIEWER)).toBe('NOTHING_KNOWN');
    const early = { ...testDeps(), now: () => new Date('2026-04-03T06:00:00Z') };
    await addCampaign(early, { id: 'brand', spend: steady(100, 92) });
    deps = early;
    await want({ spend: 60_000 });
    expect(await checkPacing(early, CLOCK)).toBe('ON_TRACK');
  });
});
