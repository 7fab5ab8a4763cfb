import { beforeEach, describe, expect, it } from 'vitest';
import { solveProblem } from '../../../planning/allocation/solve-problem.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import { draftScenario } from '../../../planning/scenario/draft-scenario.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import type { ScenarioRequest } from '../../../planning/scenario/request.ts';
import { day } from '../../../store/model/day.ts';
import { campaignId } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100 }) as const;
const seenTo400 = (current: number) => [...steady(400, 20), ...steady(current, 28)];
const micros = (units: number) => BigInt(Math.round(units * 1e6));
const starved = campaignId('starved');

describe('a draft of a scenario', () => {
  let deps: PlanningDeps;
  const draft = (request: Partial<ScenarioRequest> = {}) =>
    draftScenario(deps, VIEWER, { name: 'May', objective: 'MAX_CONVERSIONS', ...request });
  const ask = (request: Partial<ScenarioRequest> = {}) =>
    createScenario(deps, VIEWER, { name: 'May', objective: 'MAX_CONVERSIONS', ...request });

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'starved', name: 'Starved', spend: seenTo400(100), curve: log(30) });
    await addCampaign(deps, { id: 'full', name: 'Full', spend: seenTo400(200), curve: log(15) });
  });

  it.each<[string, Partial<ScenarioRequest>]>([
    ['the defaults', {}],
    ['default limits', { defaultLimits: { minChange: -0.1, maxChange: 0.2 } }],
    ['a lock', { campaigns: [{ campaignId: starved, locked: true }] }],
    ['limits of one campaign', { campaigns: [{ campaignId: starved, minMicros: micros(90) }] }],
  ])('gives with %s each campaign the limits that the scenario keeps to', async (_what, request) => {
    const { rows } = outcomeOf(await ask(request));
    const { campaigns } = await draft(request);
    expect(campaigns.map(({ campaign, lower, upper }) => [campaign.id, lower, upper])).toEqual(
      rows.map(({ campaignId: id, lower, upper }) => [id, lower, upper]),
    );
  });

  it('holds what is needed to solve it: the same plan comes of it', async () => {
    const { rows } = outcomeOf(await ask());
    const { campaigns } = await draft();
    const units = campaigns.map(({ campaign, currentMicros, lower, upper, curve }) => ({
      id: campaign.id,
      current: Number(currentMicros) / 1e6,
      curve,
      min: Number(lower.micros) / 1e6,
      max: Number(upper.micros) / 1e6,
    }));
    const equal = units.reduce((sum, { current }) => sum + current, 0);
    const solved = solveProblem({ objective: { maximize: 'CONVERSIONS' }, budget: { equal }, units });
    const spends = new Map(solved.units.map(({ id, spend }) => [id, spend]));
    for (const row of rows)
      expect(spends.get(row.campaignId)).toBeCloseTo(Number(row.proposedMicros) / 1e6, 1);
  });

  it('says how far the total may go, and that a budget beyond it is out of reach', async () => {
    const { leastMicros, mostMicros, outOfReach } = await draft();
    expect([leastMicros, mostMicros]).toEqual([micros(150), micros(600)]);
    expect(outOfReach).toBeNull();
    const beyond = await draft({ budget: { equalMicros: micros(700) } });
    expect(beyond.outOfReach).toContain('700.00 EUR a day is 100.00 EUR more');
  });

  it('refuses days that are past, and stores nothing', async () => {
    const horizon = { from: day('2020-01-01'), to: day('2020-01-31') };
    await expect(draft({ horizon })).rejects.toMatchObject({ path: ['horizon', 'from'] });
    await draft();
    expect((await deps.store.scenarios.list(WORKSPACE, { first: 5 })).items).toEqual([]);
  });
});
