import { describe, expect, it } from 'vitest';
import { dryRun } from '../../../planning/apply/apply-change-set.ts';
import { type GuardRails, readGuardRails } from '../../../planning/apply/guard-rails.ts';
import type { Rail } from '../../../planning/apply/violation.ts';
import {
  addCampaigns,
  applyDeps,
  applying,
  approved,
  BOB,
  budgetsOf,
  type Clock,
  type Move,
  proposed,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

const EUR = (units: number) => [{ currencyCode: 'EUR', micros: `${units}000000` }];
const filler: Move = { id: 'z', from: 1000, to: 1000 };

describe('a plan that breaks a guard rail', () => {
  it.each<[Rail, string, Partial<GuardRails>, readonly Move[]]>([
    ['MAX_STEP', 'by default 20 % a campaign', {}, [{ id: 'a', from: 100, to: 121 }]],
    ['MAX_STEP', 'down as well', {}, [{ id: 'a', from: 100, to: 79 }]],
    ['MAX_MOVED', 'by default 15 % of all budgets', { maxStepRatio: 1 }, [{ id: 'a', from: 1000, to: 1400 }]],
    ['FLOOR', 'no campaign is left with nothing', WIDE, [{ id: 'a', from: 100, to: 0 }]],
    [
      'FLOOR',
      "below a platform's least",
      { ...WIDE, floors: [{ platform: 'google_ads', currencyCode: 'EUR', micros: '50000000' }] },
      [{ id: 'a', from: 100, to: 49 }],
    ],
    ['DAILY_CAP', 'over the cap a day', { ...WIDE, dailyCaps: EUR(1105) }, [{ id: 'a', from: 100, to: 106 }]],
    [
      'MONTHLY_CAP',
      'over the cap a month, of 30.4 days',
      { ...WIDE, monthlyCaps: EUR(33_600) },
      [{ id: 'a', from: 100, to: 106 }],
    ],
  ])('%s: %s, is a draft that nobody can approve', async (rail, _what, rails, moves) => {
    const deps = applyDeps();
    await withGuardRails(deps, rails);
    await addCampaigns(deps, [...moves, filler]);
    const changeSet = await proposed(deps, [...moves, filler]);
    expect(changeSet.state).toBe('DRAFT');
    expect(changeSet.body.violations.map((violation) => violation.rail)).toContain(rail);
    await expect(approved(deps, [...moves, filler])).rejects.toMatchObject({ code: 'WRONG_STATE' });
  });

  it.each<[string, Partial<GuardRails>, readonly Move[]]>([
    ['exactly 20 %', {}, [{ id: 'a', from: 100, to: 120 }]],
    ['exactly the cap', { ...WIDE, dailyCaps: EUR(1105) }, [{ id: 'a', from: 100, to: 105 }]],
    [
      'less, where the cap is broken already',
      { ...WIDE, dailyCaps: EUR(500) },
      [{ id: 'a', from: 100, to: 90 }],
    ],
    [
      "another platform's floor",
      { ...WIDE, floors: [{ platform: 'meta_ads', currencyCode: 'EUR', micros: '50000000' }] },
      [{ id: 'a', from: 100, to: 49 }],
    ],
    [
      "another currency's cap",
      { ...WIDE, dailyCaps: [{ currencyCode: 'USD', micros: '1' }] },
      [{ id: 'a', from: 100, to: 105 }],
    ],
  ])('does not: %s', async (_what, rails, moves) => {
    const deps = applyDeps();
    await withGuardRails(deps, rails);
    await addCampaigns(deps, [...moves, filler]);
    expect((await proposed(deps, [...moves, filler])).state).toBe('PROPOSED');
  });
});

describe('a guard rail of the moment', () => {
  const MOVES: readonly Move[] = [{ id: 'a', from: 100, to: 110 }, filler];

  it.each<[Rail, Partial<GuardRails>, string]>([
    ['KILL_SWITCH', { killSwitch: true }, '2026-11-10T09:00:00Z'],
    [
      'FREEZE',
      { freezes: [{ from: '2026-11-10', to: '2026-11-30', reason: 'Black Friday' }] },
      '2026-11-10T09:00:00Z',
    ],
    ['FREEZE', { approvalHours: 2000 }, '2026-11-29T09:00:00Z'],
  ])('%s keeps a plan from being applied and leaves it approved', async (rail, rails, moment) => {
    const clock: Clock = { now: new Date('2026-11-10T08:00:00Z') };
    const deps = applyDeps(undefined, clock);
    await withGuardRails(deps, { approvalHours: 2000 });
    await addCampaigns(deps, MOVES);
    const changeSet = await approved(deps, MOVES);
    await withGuardRails(deps, rails);
    clock.now = new Date(moment);
    await expect(applying(deps, changeSet, 'key')).rejects.toMatchObject({
      code: 'GUARD_RAIL',
      violations: [{ rail }],
    });
    expect(await budgetsOf(deps)).toMatchObject({ a: 100 });
    await withGuardRails(deps, { killSwitch: false, freezes: [], frozenLastDaysOfMonth: 0 });
    expect((await applying(deps, changeSet, 'key')).state).toBe('DONE');
  });

  it('leaves days between changes, and so much a week', async () => {
    const clock: Clock = { now: new Date('2026-11-10T08:00:00Z') };
    const deps = applyDeps(undefined, clock);
    await withGuardRails(deps, { maxWeekRatio: 0.25 });
    await addCampaigns(deps, MOVES);
    await applying(deps, await approved(deps, [{ id: 'a', from: 100, to: 115 }, filler]), 'one');
    const again = await approved(deps, [{ id: 'a', from: 115, to: 130 }, filler]);
    const railsOf = async () => {
      const { id, body } = again;
      const { violations } = await dryRun(deps, BOB, { id, planHash: body.planHash });
      return violations.map(({ rail }) => rail);
    };
    expect(await railsOf()).toEqual(['MAX_WEEK', 'MIN_DAYS_BETWEEN_CHANGES']);
    clock.now = new Date('2026-11-13T08:00:00Z');
    expect(await railsOf()).toEqual(['MAX_WEEK']);
  });

  it.each([
    ['yandex_direct', 3],
    ['meta_ads', 4],
  ])('%s takes %i changes', async (platform, quota) => {
    const deps = applyDeps();
    await withGuardRails(deps, WIDE);
    const moveTo = (from: number): readonly Move[] => [{ id: 'a', from, to: from + 1, platform }];
    // Putting the budget on record is not a change, though the platform may have counted one.
    await addCampaigns(deps, moveTo(100));
    for (let change = 1; change < quota; change++) {
      await applying(deps, await approved(deps, moveTo(99 + change)), `key-${change}`);
    }
    const oneTooMany = await approved(deps, moveTo(99 + quota));
    await expect(applying(deps, oneTooMany, 'last')).rejects.toMatchObject({
      violations: [{ rail: 'PLATFORM_QUOTA' }],
    });
  });
});

describe('the guard rails of a workspace', () => {
  it('change one by one and leave a trace', async () => {
    const deps = applyDeps();
    expect(await readGuardRails(deps, WORKSPACE)).toMatchObject({ version: 0, maxStepRatio: 0.2 });
    await withGuardRails(deps, { maxStepRatio: 0.3 });
    await withGuardRails(deps, { killSwitch: true });
    expect(await readGuardRails(deps, WORKSPACE)).toMatchObject({
      version: 2,
      maxStepRatio: 0.3,
      killSwitch: true,
    });
    const events = await deps.store.ledger.eventsFrom(WORKSPACE, 1);
    expect(events.map(({ kind }) => kind)).toEqual(['GUARD_RAILS_SET', 'GUARD_RAILS_SET']);
  });

  it.each<[string, Partial<GuardRails>]>([
    ['maxStepRatio', { maxStepRatio: -1 }],
    ['approvalHours', { approvalHours: 0 }],
    ['frozenLastDaysOfMonth', { frozenLastDaysOfMonth: 1.5 }],
  ])('refuse a %s that makes no sense', async (path, rails) => {
    await expect(withGuardRails(applyDeps(), rails)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: [path],
    });
  });
});
