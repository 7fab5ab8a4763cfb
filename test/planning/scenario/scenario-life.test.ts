import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps, ScenarioJob } from '../../../planning/deps.ts';
import { compareScenarios } from '../../../planning/scenario/compare-scenarios.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import { seasonOver } from '../../../planning/scenario/horizon.ts';
import { cancelScenario, labelScenario } from '../../../planning/scenario/keep-scenario.ts';
import { outcomeOf, requestIn } from '../../../planning/scenario/read-scenario.ts';
import type { ScenarioRequest } from '../../../planning/scenario/request.ts';
import { revisedRequest } from '../../../planning/scenario/revise-scenario.ts';
import { runScenario } from '../../../planning/scenario/run-scenario.ts';
import { stalenessOf } from '../../../planning/scenario/staleness.ts';
import { addDays, day } from '../../../store/model/day.ts';
import { campaignId } from '../../../store/model/ids.ts';
import { addCampaign, FIRST_DAY, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100 }) as const;
const seenTo400 = (current: number) => [...steady(400, 20), ...steady(current, 28)];
const micros = (units: number) => BigInt(Math.round(units * 1e6));

describe('the life of a scenario', () => {
  let deps: PlanningDeps;
  const ask = (request: Partial<ScenarioRequest> = {}) =>
    createScenario(deps, VIEWER, { name: 'May', objective: 'MAX_CONVERSIONS', ...request });

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'starved', name: 'Starved', spend: seenTo400(100), curve: log(30) });
    await addCampaign(deps, { id: 'full', name: 'Full', spend: seenTo400(200), curve: log(15) });
  });

  describe("the planner's own split", () => {
    const split = [{ campaignId: campaignId('starved'), spendMicros: micros(180) }];

    it('is judged as it is, campaigns left out at current, without seeking or proving anything', async () => {
      const outcome = outcomeOf(await ask({ split }));
      expect(outcome.rows.map(({ campaignName, proposedMicros }) => [campaignName, proposedMicros])).toEqual([
        ['Full', '200000000'],
        ['Starved', '180000000'],
      ]);
      expect(outcome.rows.map(({ reason }) => reason.code)).toEqual(['OWN_SPLIT', 'OWN_SPLIT']);
      expect(outcome).toMatchObject({ status: 'FEASIBLE', upperBound: null, relativeGap: null });
      expect(outcome.gain?.conversions).toBeCloseTo(30 * Math.log(280 / 200), 6);
    });

    it('says which limits it breaks', async () => {
      const outcome = outcomeOf(await ask({ split, budget: { equalMicros: micros(300) } }));
      expect(outcome.violations).toMatchObject({ budget: 80 });
    });

    it.each([
      ['MIN_SPEND', { objective: 'MIN_SPEND', floors: { conversionsAtLeast: 1 } }],
      ['questions', { questions: { constraintCosts: true } }],
    ] as const)('is refused together with %s, which seeks another plan', async (name, request) => {
      await expect(ask({ split, ...request })).rejects.toThrow(name);
    });

    it('is refused for a campaign that is not there', async () => {
      const unknown = [{ campaignId: campaignId('nobody'), spendMicros: 1n }];
      await expect(ask({ split: unknown })).rejects.toMatchObject({ path: ['split', '0', 'campaignId'] });
    });
  });

  describe('a revision', () => {
    it('keeps the old question but for what is given', async () => {
      const base = await ask({ budget: { equalMicros: micros(300) }, margin: 0.4 });
      const changes = { name: 'More', budget: { equalMicros: micros(330) } };
      const revised = await createScenario(deps, VIEWER, revisedRequest(base, changes), { basedOn: base.id });
      expect(requestIn(revised)).toMatchObject({ margin: 0.4, budget: { equalMicros: micros(330) } });
      expect(revised).toMatchObject({ name: 'More', basedOn: base.id });
      expect(outcomeOf(revised).after?.spendMicros).toBe('330000000');
      expect(outcomeOf(base).after?.spendMicros).toBe('300000000');
    });

    it('has the same hash as the same question', async () => {
      const base = await ask({ budget: { equalMicros: micros(300) } });
      const again = await createScenario(deps, VIEWER, revisedRequest(base, {}));
      expect(again.inputHash).toBe(base.inputHash);
    });
  });

  describe('what people write on it', () => {
    it('can be changed, and the answer stays', async () => {
      const scenario = await ask();
      const labelled = await labelScenario(deps, VIEWER, scenario.id, {
        name: 'June',
        note: 'For Ada',
        isArchived: true,
      });
      expect(labelled).toMatchObject({ name: 'June', note: 'For Ada', isArchived: true, version: 2 });
      expect(labelled.result).toEqual(scenario.result);
      const listed = await deps.store.scenarios.list(WORKSPACE, { first: 10 });
      expect(listed.items).toEqual([]);
      const all = await deps.store.scenarios.list(WORKSPACE, { first: 10 }, { withArchived: true });
      expect(all.items.map(({ item }) => item.name)).toEqual(['June']);
    });

    it('is not written over what someone else wrote', async () => {
      const scenario = await ask();
      await labelScenario(deps, VIEWER, scenario.id, { name: 'June' }, 1);
      await expect(labelScenario(deps, VIEWER, scenario.id, { name: 'July' }, 1)).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
      });
    });
  });

  describe('staleness', () => {
    const restate = (date: string, conversions: number) =>
      addDaysOf('starved', [{ date: day(date), conversions }]);
    const addDaysOf = async (
      id: string,
      changes: { date: ReturnType<typeof day>; conversions: number }[],
    ) => {
      const rows = await deps.store.dailyPerformance.ofCampaign(WORKSPACE, campaignId(id));
      const template = rows[0];
      if (!template) throw new Error('There are no rows.');
      await deps.store.dailyPerformance.putMany(
        WORKSPACE,
        changes.map((change) => ({ ...template, ...change, asOf: day('2026-12-01'), revision: 1 })),
      );
    };

    it('comes with a restated day, and names the campaign', async () => {
      const scenario = await ask();
      expect(await stalenessOf(deps, scenario)).toMatchObject({ isStale: false, campaignIds: [] });
      await restate('2026-01-10', 99);
      const stale = await stalenessOf(deps, scenario);
      expect(stale).toMatchObject({ isStale: true, campaignIds: ['starved'] });
      expect(stale.sentence).toContain('1 campaign has other figures now');
    });

    it('does not come with later days', async () => {
      const scenario = await ask();
      await addDaysOf('starved', [{ date: addDays(FIRST_DAY, 60), conversions: 4 }]);
      expect(await stalenessOf(deps, scenario)).toMatchObject({ isStale: false });
    });
  });

  describe('in the background', () => {
    let sent: ScenarioJob[];
    beforeEach(() => {
      sent = [];
      deps = { ...deps, jobs: { enqueue: async (message) => void sent.push(message) } };
    });
    const queue = (request: Partial<ScenarioRequest> = {}) =>
      createScenario(
        deps,
        VIEWER,
        { name: 'Big', objective: 'MAX_CONVERSIONS', ...request },
        { inBackground: true },
      );
    const delivered = async () => {
      const [message] = sent;
      if (!message) throw new Error('Nothing was sent.');
      return runScenario(deps, message);
    };

    it('is answered by a worker, as it would have been at once', async () => {
      const queued = await queue();
      expect(queued).toMatchObject({ state: 'QUEUED', result: null, dataCompleteThrough: null });
      const done = await delivered();
      expect(done).toMatchObject({ id: queued.id, state: 'DONE', progress: 1 });
      const atOnce = await createScenario(deps, VIEWER, requestIn(queued), { inBackground: false });
      expect(done?.inputHash).toBe(atOnce.inputHash);
    });

    it('is answered once, however often the message comes', async () => {
      await queue();
      const first = await delivered();
      const again = await delivered();
      expect(again).toEqual(first);
    });

    it('is resumed after a worker died over it', async () => {
      const queued = await queue();
      await deps.store.scenarios.put({ ...queued, state: 'RUNNING', progress: 0.1 });
      expect(await delivered()).toMatchObject({ state: 'DONE' });
    });

    it('keeps why it could not be answered', async () => {
      await queue({ split: [{ campaignId: campaignId('nobody'), spendMicros: 1n }] });
      expect(await delivered()).toMatchObject({ state: 'FAILED', failure: { code: 'INVALID_INPUT' } });
    });

    it('stays cancelled when the message comes late', async () => {
      const queued = await queue();
      await cancelScenario(deps, VIEWER, queued.id);
      expect(await delivered()).toMatchObject({ state: 'CANCELLED', result: null });
    });

    it('throws its answer away when it was cancelled meanwhile', async () => {
      const queued = await queue();
      const { store } = deps;
      const cancelling: PlanningDeps = {
        ...deps,
        store: {
          ...store,
          curves: {
            ...store.curves,
            all: async (...args) => {
              await cancelScenario(deps, VIEWER, queued.id);
              return store.curves.all(...args);
            },
          },
        },
      };
      const [message] = sent;
      if (!message) throw new Error('Nothing was sent.');
      expect(await runScenario(cancelling, message)).toMatchObject({ state: 'CANCELLED', result: null });
    });
  });

  describe('a comparison', () => {
    it('shows two to four side by side with keep as is', async () => {
      const [a, b] = [await ask(), await ask({ budget: { equalMicros: micros(330) } })];
      const compared = await compareScenarios(deps, VIEWER, [a.id, b.id]);
      expect(compared.keepAsIs.spendMicros).toBe('300000000');
      expect(compared.columns.map(({ outcome }) => outcome.after?.spendMicros)).toEqual([
        '300000000',
        '330000000',
      ]);
      expect(compared.rows.map(({ campaignName }) => campaignName)).toEqual(['Full', 'Starved']);
      for (const { proposedMicros } of compared.rows) expect(proposedMicros).toHaveLength(2);
      expect(compared.cautions).toEqual([]);
    });

    it('warns of different objectives and refuses one alone', async () => {
      const [a, b] = [await ask(), await ask({ objective: 'MAX_PROFIT', margin: 0.5 })];
      const { cautions } = await compareScenarios(deps, VIEWER, [a.id, b.id]);
      expect(cautions).toEqual(['They pursue different objectives.']);
      await expect(compareScenarios(deps, VIEWER, [a.id])).rejects.toThrow('wanted 2 to 4');
    });
  });

  describe('a horizon', () => {
    it.each([
      ['begins before tomorrow', '2026-11-01', '2026-11-30', 'today is 2026-11-01'],
      ['ends before it begins', '2026-12-10', '2026-12-01', 'before it begins'],
      ['is longer than a year', '2026-12-01', '2028-12-01', 'at most 366'],
    ])('is refused when it %s', async (_what, from, to, message) => {
      await expect(ask({ horizon: { from: day(from), to: day(to) } })).rejects.toThrow(message);
    });

    it('tells its days with the answer', async () => {
      const horizon = { from: day('2026-11-02'), to: day('2026-11-30') };
      expect(outcomeOf(await ask({ horizon })).horizon).toEqual({ ...horizon, days: 29 });
    });

    it('takes curves at the season of the same days a year before', () => {
      const fit = {
        posterior: {
          season: [
            { date: '2025-01-01', multiplier: 0.5 },
            { date: '2025-12-31', multiplier: 0.5 },
          ],
        },
        parameters: { weekday: [1, 1, 1, 1, 1, 1, 1] },
        diagnostics: { firstDay: '2025-01-01', lastDay: '2025-12-31' },
      } as unknown as Parameters<typeof seasonOver>[0];
      expect(seasonOver(fit, { from: day('2026-02-01'), to: day('2026-02-28') })).toBeCloseTo(0.5);
      const short = { ...fit, diagnostics: { ...fit.diagnostics, firstDay: '2025-06-01' } };
      expect(seasonOver(short, { from: day('2026-02-01'), to: day('2026-02-28') })).toBeNull();
    });
  });
});
