import { beforeEach, describe, expect, it } from 'vitest';
import { applyChangeSet } from '../../../planning/apply/apply-change-set.ts';
import { approveChangeSet } from '../../../planning/apply/approve.ts';
import { editChangeSet } from '../../../planning/apply/edit.ts';
import { proposeChangeSet } from '../../../planning/apply/propose.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { reviewChangeSet } from '../../../planning/review/review-change-set.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import type { ScenarioOutcome } from '../../../planning/scenario/outcome.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import type { ScenarioRequest } from '../../../planning/scenario/request.ts';
import { stalenessOf } from '../../../planning/scenario/staleness.ts';
import { addDays } from '../../../store/model/day.ts';
import { campaignId } from '../../../store/model/ids.ts';
import { monthOf } from '../../../store/model/monthly.ts';
import type { DailyOutcomes, OutcomeKey } from '../../../store/model/outcomes.ts';
import { applyDeps, BOB, WIDE, withGuardRails } from '../apply/plans.ts';
import { addCampaign, FIRST_DAY, VIEWER, WORKSPACE } from '../workspace.ts';

const DAYS = 120;
const spendOn = (n: number, phase = 0) => 100 * (1 + 0.7 * Math.sin(n / 4 + phase));
const jitter = (n: number) => 1 + 0.03 * Math.sin(n * 12.9898);
const conversionsAt = (spend: number) => 20 * (1 - Math.exp(-spend / 150));
/** Of `rich` revenue grows with spend long after conversions do not: larger orders come with it. Of `flat` it does not. */
const revenueAt = {
  rich: (spend: number) => 6 * spend,
  flat: (spend: number) => 400 * Math.log1p(spend / 40),
};

type Id = keyof typeof revenueAt;
const IDS: readonly Id[] = ['flat', 'rich'];

describe('a plan for revenue', () => {
  let deps: PlanningDeps;
  beforeEach(() => {
    deps = applyDeps(undefined, { now: new Date('2026-05-02T09:00:00Z') });
  });

  async function addBoth(hasRevenue: (id: Id, n: number) => boolean = () => true): Promise<void> {
    for (const [i, id] of IDS.entries()) {
      await addCampaign(deps, {
        id,
        spend: Array.from({ length: DAYS }, (_, n) => spendOn(n, i)),
        row: (n) => ({
          conversions: conversionsAt(spendOn(n, i)) * jitter(n),
          revenueMicros: hasRevenue(id, n)
            ? BigInt(Math.round(revenueAt[id](spendOn(n, i)) * jitter(n + 50) * 1e6))
            : null,
        }),
      });
    }
  }

  const planned = async (request: Partial<ScenarioRequest> = {}): Promise<ScenarioOutcome> =>
    outcomeOf(await createScenario(deps, VIEWER, { name: 'Plan', objective: 'MAX_REVENUE', ...request }));
  const sources = ({ rows }: ScenarioOutcome) => rows.map(({ valueFrom }) => valueFrom);

  it('reads revenue off curves of revenue, says so, and moves money to where revenue grows', async () => {
    await addBoth();
    const outcome = await planned();
    expect(sources(outcome)).toEqual(['REVENUE_CURVE', 'REVENUE_CURVE']);
    expect(outcome.notes).toContain('Revenue is read off curves of revenue for 2 of 2 campaigns.');
    const [flat, rich] = outcome.rows;
    expect(Number(rich?.proposedMicros)).toBeGreaterThan(1.2 * Number(rich?.currentMicros));
    expect(Number(flat?.before.revenueMicros) / 1e6).toBeGreaterThan(0.9 * revenueAt.flat(100));
    expect(Number(flat?.before.revenueMicros) / 1e6).toBeLessThan(1.1 * revenueAt.flat(100));
    expect(flat?.before.marginalRoas).toBeGreaterThan(0.7 * (400 / 140));
    expect(flat?.before.marginalRoas).toBeLessThan(1.3 * (400 / 140));
    // What it counts as conversions stays conversions.
    expect(flat?.before.expectedConversions).toBeGreaterThan(0.9 * conversionsAt(100));
    expect(flat?.before.expectedConversions).toBeLessThan(1.1 * conversionsAt(100));

    const total = [flat, rich].reduce((sum, row) => sum + Number(row?.after?.revenueMicros), 0);
    expect(Number(outcome.after?.revenueMicros)).toBeCloseTo(total, -1);
    expect(outcome.objectiveValue ?? 0).toBeGreaterThan(outcome.currentValue);
    expect(outcome.relativeGap).toBeLessThan(1e-3);
    expect(outcome.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });
  });

  it('finds the same by profit and by return, and with the draws of those curves', async () => {
    await addBoth();
    for (const objective of ['MAX_PROFIT', 'MAX_ROI'] as const) {
      expect(sources(await planned({ objective, margin: 0.5 }))).toEqual(['REVENUE_CURVE', 'REVENUE_CURVE']);
    }
    const { uncertainty, objectiveValue } = await planned({ uncertainty: true });
    expect(uncertainty?.expectedValue).toBeGreaterThan(0.8 * (objectiveValue ?? 0));
    expect(uncertainty?.expectedValue).toBeLessThan(1.2 * (objectiveValue ?? 0));
    const settled = await planned({ targets: { roasAtLeast: 2, marginalRoasAtLeast: 1 } });
    expect(sources(settled)).toEqual(['REVENUE_CURVE', 'REVENUE_CURVE']);
    expect(settled.violations?.targets).toBe(0);
  });

  it.each<[why: string, request: Partial<ScenarioRequest>, wanted: readonly string[]]>([
    [
      'conversions are what is sought',
      { objective: 'MAX_CONVERSIONS' },
      ['CONVERSIONS_TIMES_VALUE', 'CONVERSIONS_TIMES_VALUE'],
    ],
    [
      'a target counts conversions',
      { targets: { cpaAtMostMicros: 50_000_000n } },
      ['CONVERSIONS_TIMES_VALUE', 'CONVERSIONS_TIMES_VALUE'],
    ],
    [
      'the planner says what one is worth',
      { campaigns: [{ campaignId: campaignId('flat'), valuePerConversionMicros: 30_000_000n }] },
      ['CONVERSIONS_TIMES_VALUE', 'REVENUE_CURVE'],
    ],
  ])('counts conversions times their value where %s', async (_, request, wanted) => {
    await addBoth();
    expect(sources(await planned(request))).toEqual(wanted);
  });

  it('counts conversions times their value where revenue came on too few days, and names the campaign', async () => {
    await addBoth((id, n) => id === 'rich' || n >= DAYS - 20);
    const outcome = await planned();
    expect(sources(outcome)).toEqual(['CONVERSIONS_TIMES_VALUE', 'REVENUE_CURVE']);
    expect(outcome.notes).toContainEqual(
      expect.stringMatching(/1 of 2 campaigns; conversions times .* flat/),
    );
  });

  it('has another hash when the revenue behind it is restated, though conversions are not', async () => {
    await addBoth();
    const request = { name: 'Plan', objective: 'MAX_REVENUE' as const };
    const before = await createScenario(deps, VIEWER, request);
    expect((await createScenario(deps, VIEWER, request)).inputHash).toBe(before.inputHash);
    const [row] = await deps.store.dailyPerformance.ofCampaign(WORKSPACE, campaignId('flat'));
    if (!row) throw new Error('The campaign has days.');
    await deps.store.dailyPerformance.putMany(WORKSPACE, [{ ...row, revenueMicros: 1n }]);
    expect((await createScenario(deps, VIEWER, request)).inputHash).not.toBe(before.inputHash);
    expect(await stalenessOf(deps, before)).toMatchObject({ isStale: true, campaignIds: ['flat'] });
  });
});

describe('a plan for leads', () => {
  let deps: PlanningDeps;
  const clock = { now: new Date('2026-05-02T09:00:00Z') };
  const REQUEST = { name: 'Leads', objective: 'MAX_CONVERSIONS', outcome: 'LEADS' } as const;
  const leadsAt = {
    flat: (spend: number) => 4 * Math.log1p(spend / 30),
    rich: (spend: number) => 0.06 * spend,
  };

  beforeEach(async () => {
    clock.now = new Date('2026-05-02T09:00:00Z');
    deps = applyDeps(undefined, clock);
    await withGuardRails(deps, WIDE);
    for (const [i, id] of IDS.entries()) {
      await addCampaign(deps, { id, name: id, spend: Array.from({ length: DAYS }, (_, n) => spendOn(n, i)) });
    }
  });

  async function report(id: Id, from: number, to: number, leads: (n: number) => number): Promise<void> {
    const key = id as string as OutcomeKey;
    const named = {
      campaignExternalId: null,
      campaignName: id,
      utmSource: null,
      utmMedium: null,
      utmCampaign: null,
    };
    await deps.store.outcomes.putSources(WORKSPACE, [{ workspaceId: WORKSPACE, key, ...named }]);
    const stored = await deps.store.outcomes.ofSource(WORKSPACE, key);
    const days = Array.from({ length: to - from }, (_, i) => i + from).map(
      (n): DailyOutcomes => ({
        workspaceId: WORKSPACE,
        key,
        date: addDays(FIRST_DAY, n),
        currencyCode: null,
        leads: leads(n),
        orders: null,
        newCustomers: null,
        revenueMicros: null,
        marginMicros: null,
        source: 'TEST',
        asOf: addDays(FIRST_DAY, 400),
        revision: 0,
      }),
    );
    const months = [...new Set(days.map(({ date }) => monthOf(date)))];
    await deps.store.outcomes.replaceMonths(
      WORKSPACE,
      months.map((month) => {
        const before = stored.filter(({ date }) => monthOf(date) === month);
        const given = days.filter(({ date }) => monthOf(date) === month);
        const kept = before.filter(({ date }) => !given.some((day) => day.date === date));
        return { before, after: [...kept, ...given].sort((a, b) => (a.date < b.date ? -1 : 1)) };
      }),
    );
  }

  const reportBoth = async () => {
    for (const [i, id] of IDS.entries())
      await report(id, 0, DAYS, (n) => leadsAt[id](spendOn(n, i)) * jitter(n));
  };

  it('is refused with what to do while no CRM counts any', async () => {
    await expect(createScenario(deps, VIEWER, REQUEST)).rejects.toMatchObject({
      code: 'INSUFFICIENT_DATA',
      message: expect.stringContaining('Import its export'),
    });
  });

  it('counts leads, in figures and in words, and is stale once the CRM restates them', async () => {
    await reportBoth();
    const scenario = await createScenario(deps, VIEWER, REQUEST);
    const { outcome, rows, after } = outcomeOf(scenario);
    expect(outcome).toBe('LEADS');
    const [flat, rich] = rows;
    expect(rich?.before.expectedConversions).toBeGreaterThan(0.9 * leadsAt.rich(100));
    expect(rich?.before.expectedConversions).toBeLessThan(1.1 * leadsAt.rich(100));
    expect(Number(rich?.proposedMicros)).toBeGreaterThan(Number(rich?.currentMicros));
    expect(flat?.before.revenueMicros).toBeNull();
    expect(after?.revenueMicros).toBeNull();
    expect(JSON.stringify(outcomeOf(scenario))).toMatch(/the next lead costs|[\d.]+ leads/);

    expect((await stalenessOf(deps, scenario)).isStale).toBe(false);
    await report('rich', 10, 11, () => 50);
    expect(await stalenessOf(deps, scenario)).toMatchObject({ isStale: true, campaignIds: ['rich'] });
  });

  it('refuses to value leads by what conversions are worth', async () => {
    await reportBoth();
    await expect(
      createScenario(deps, VIEWER, {
        ...REQUEST,
        objective: 'MAX_REVENUE',
        targets: { cpaAtMostMicros: 90_000_000n },
      }),
    ).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' });
  });

  it('is stale at approval and application where the CRM has restated leads since, within no more than is allowed', async () => {
    await reportBoth();
    const scenario = await createScenario(deps, VIEWER, REQUEST);
    const { id, body } = await proposeChangeSet(deps, VIEWER, { scenarioId: scenario.id });
    const asked = { id, planHash: body.planHash };
    // Later days, and days before those that "current" was taken from, say nothing of the plan's grounds.
    await report('rich', 10, 11, () => 500);
    await report('rich', DAYS, DAYS + 3, () => 500);
    await approveChangeSet(deps, BOB, asked);
    await report('rich', DAYS - 10, DAYS - 9, () => 500);
    await expect(approveChangeSet(deps, BOB, asked)).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await expect(
      applyChangeSet(deps, BOB, { ...asked, idempotencyKey: 'key', executor: 'STORE', isAllOrNothing: true }),
    ).rejects.toMatchObject({ code: 'STALE', message: expect.stringContaining('restated by') });
    const again = await proposeChangeSet(deps, VIEWER, { scenarioId: scenario.id });
    await report('rich', DAYS - 10, DAYS - 9, () => 5);
    await expect(
      approveChangeSet(deps, BOB, { id: again.id, planHash: again.body.planHash }),
    ).rejects.toMatchObject({ code: 'STALE', message: expect.stringContaining('restated by') });
  });

  it('is reviewed by the leads that came, as far as the CRM has reported', async () => {
    await reportBoth();
    const scenario = await createScenario(deps, VIEWER, REQUEST);
    const proposed = await proposeChangeSet(deps, VIEWER, { scenarioId: scenario.id });
    expect(proposed.body.outcome).toBe('LEADS');
    const { id, body } = await editChangeSet(deps, VIEWER, {
      id: proposed.id,
      planHash: proposed.body.planHash,
      set: [{ campaignId: 'rich', afterMicros: 130_000_000n }],
      remove: ['flat'],
    });
    const [item] = body.items;
    expect(item?.expected?.after.conversions).toBeGreaterThan(0.85 * leadsAt.rich(130));
    expect(item?.expected?.after.conversions).toBeLessThan(1.15 * leadsAt.rich(130));
    await approveChangeSet(deps, BOB, { id, planHash: body.planHash });
    await applyChangeSet(deps, BOB, {
      id,
      planHash: body.planHash,
      idempotencyKey: 'key',
      executor: 'STORE',
      isAllOrNothing: true,
    });
    const rich = await deps.store.campaigns.get(WORKSPACE, campaignId('rich'));
    const [row] = await deps.store.dailyPerformance.ofCampaign(WORKSPACE, campaignId('rich'));
    if (!rich || !row) throw new Error('The campaign has days.');
    await deps.store.dailyPerformance.putMany(
      WORKSPACE,
      Array.from({ length: 20 }, (_, i) => ({
        ...row,
        date: addDays(FIRST_DAY, DAYS + i),
        spendMicros: 130_000_000n,
        conversions: 500,
      })),
    );
    await deps.store.campaigns.put({ ...rich, lastDay: addDays(FIRST_DAY, DAYS + 19) }, rich.version);
    await report('rich', DAYS, DAYS + 8, () => leadsAt.rich(130));
    const review = await reviewChangeSet(deps, WORKSPACE, id);
    expect(review).toMatchObject({ outcome: 'LEADS', state: 'MEASURING' });
    expect(review.to).toBe(addDays(FIRST_DAY, DAYS + 7));
    expect(review.total?.actual).toBeCloseTo(review.days * leadsAt.rich(130), 6);
    expect(review.sentence).toMatch(/leads came in/);
  });
});
