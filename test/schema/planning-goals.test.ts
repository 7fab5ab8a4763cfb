import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { addCampaign, steady, testDeps } from '../planning/workspace.ts';
import { execute } from './execute.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100 }) as const;
const idOf = (id: string) => Buffer.from(`Campaign:${id}`).toString('base64');
const draws = (scale: number) => [0.7, 0.9, 1.1, 1.3].map((factor) => log(scale * factor));

const CREATE = `mutation($input: CreateScenarioInput!) {
  createScenario(input: $input) {
    __typename
    ... on CreateScenarioSuccess { scenario {
      objective status upperBound lowerBound objectiveValue gain { objective }
      before { spend { amount } } after { spend { amount } incrementalCpa { amount } incrementalRoas }
      rows { proposed { amount } current { amount } reason { code } }
      bindingConstraints { kind }
      violations { budget bounds groups targets }
      uncertainty { draws expectedValue currentExpectedValue tailValue interval { low high } expectedGain
        gainInterval { low high } probabilityBeatsCurrent probabilityTargetsMet
        shares { campaignName campaign { id } share interval { low high } } }
      answers {
        frontier {
          points { budget { amount currencyCode } status objectiveValue upperBound conversions revenue { amount }
            profit { amount } cpa { amount } roas marginal }
          mostProfitable { budget { amount } }
          targets { target point { budget { amount } cpa { amount } } }
        }
        constraintCosts { kind name campaign { id } cost }
        widerRoom { times objectiveValue gain }
        fewestMoves { campaignsMoved objectiveValue shareOfGain
          spends { campaignName campaign { id } current { amount } spend { amount } } }
      }
    } }
    ... on Error { code message }
    ... on InvalidInputError { path }
  }
}`;

describe('planning for other goals', () => {
  let deps: PlanningDeps;
  const create = async (input: object) => {
    const complete = { name: 'May', objective: 'MAX_CONVERSIONS', ...input };
    const { data, errors } = await execute(deps, CREATE, { input: complete });
    expect(errors).toBeUndefined();
    return data?.createScenario;
  };

  beforeEach(async () => {
    deps = testDeps();
    for (const [id, scale] of [
      ['a', 40],
      ['b', 10],
      ['c', 20],
    ] as const) {
      await addCampaign(deps, {
        id,
        name: `Campaign ${id}`,
        spend: [...steady(400, 12), ...steady(100, 28)],
        curve: log(scale),
        draws: draws(scale),
      });
    }
  });

  it('finds the least spend for an outcome', async () => {
    const { scenario } = await create({ objective: 'MIN_SPEND', floors: { conversionsAtLeast: 45 } });
    expect(scenario).toMatchObject({ objective: 'MIN_SPEND', status: 'OPTIMAL', upperBound: null });
    expect(scenario.lowerBound).toBeLessThanOrEqual(scenario.objectiveValue);
    expect(scenario.gain.objective).toBeCloseTo(300 - Number(scenario.after.spend.amount), 6);
    expect(scenario.bindingConstraints).toContainEqual({ kind: 'OUTCOME_FLOOR' });
  });

  it('plans for a target CPA with a free budget', async () => {
    const { scenario } = await create({ budget: { free: true }, targets: { cpaAtMost: '6.50' } });
    expect(Number(scenario.after.incrementalCpa.amount)).toBeCloseTo(6.5, 3);
    expect(Number(scenario.after.incrementalCpa.amount)).toBeLessThanOrEqual(6.5);
    expect(scenario.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });
  });

  it('keeps steps, minimum-if-on and limits on moves', async () => {
    const { scenario } = await create({
      campaigns: [
        { campaignId: idOf('a'), step: '25' },
        { campaignId: idOf('b'), minIfOn: '60', max: '400' },
      ],
      limits: { unitsMoved: 2, totalMoved: '90.00' },
    });
    const [a, b, c] = scenario.rows.map(({ proposed }: { proposed: { amount: string } }) =>
      Number(proposed.amount),
    );
    expect(a % 25).toBe(0);
    expect(b === 0 || b >= 60).toBe(true);
    expect([a, b, c].filter((spend) => spend !== 100)).toHaveLength(2);
    expect(scenario.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });
  });

  it('answers every question, and says how sure the plan is', async () => {
    const { scenario } = await create({
      defaultLimits: { minChange: -0.2, maxChange: 0.2 },
      targets: { cpaAtMost: '8' },
      uncertainty: true,
      questions: {
        frontier: { from: '250', to: '350', points: 3 },
        constraintCosts: true,
        widerRoom: 2,
        fewestMoves: 0.5,
      },
    });
    const { answers, uncertainty } = scenario;
    expect(answers.frontier.points[1]).toMatchObject({
      budget: { amount: '300.00', currencyCode: 'EUR' },
      status: 'OPTIMAL',
      roas: expect.any(Number),
    });
    expect(answers.frontier.targets).toHaveLength(1);
    expect(answers.constraintCosts[0]).toMatchObject({ campaign: { id: expect.any(String) } });
    expect(answers.widerRoom).toMatchObject({ times: 2, gain: expect.any(Number) });
    expect(answers.fewestMoves.spends).toHaveLength(3);
    expect(uncertainty).toMatchObject({ draws: 4, probabilityTargetsMet: expect.any(Number) });
    expect(uncertainty.shares).toHaveLength(3);
    expect(uncertainty.shares[0].campaign.id).toBe(idOf('a'));
  });

  it('leaves questions and draws alone that nobody asked for', async () => {
    expect((await create({})).scenario).toMatchObject({ answers: null, uncertainty: null });
  });

  it.each<[string, object, string[]]>([
    ['least spend for nothing', { objective: 'MIN_SPEND' }, ['floors']],
    ['a target that is no amount', { targets: { cpaAtMost: '-1' } }, ['targets', 'cpaAtMost']],
    [
      'parts of a cent',
      { campaigns: [{ campaignId: idOf('a'), step: '0.001' }] },
      ['campaigns', '0', 'step'],
    ],
    [
      'a frontier that goes down',
      { questions: { frontier: { from: '9', to: '1', points: 3 } } },
      ['questions', 'frontier', 'from'],
    ],
    [
      'aversion that the optimizer cannot weigh',
      { objective: 'MAX_ROI', risk: { aversion: 0.5 } },
      ['risk', 'aversion'],
    ],
  ])('answers %s with its place', async (_what, input, path) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInputError', path });
  });
});
