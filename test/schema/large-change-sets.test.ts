import { beforeAll, describe, expect, it } from 'vitest';
import { GuardRailError } from '../../planning/apply/errors.ts';
import { proposeChangeSet } from '../../planning/apply/propose.ts';
import type { PlanningDeps } from '../../planning/deps.ts';
import {
  ADA,
  addCampaigns,
  addScenario,
  applyDeps,
  applying,
  approved,
  type Move,
  WIDE,
  withGuardRails,
} from '../planning/apply/plans.ts';
import { execute } from './execute.ts';

const COUNT = 450;
const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

/** Raises of the even ones are paid for by cuts of the odd ones; no two pairs move alike. */
const MOVES: readonly Move[] = Array.from({ length: COUNT }, (_, i) => {
  const change = 1 + ((Math.floor(i / 2) * 37) % 225) / 100;
  return { id: `c${String(i).padStart(4, '0')}`, from: 100, to: 100 + (i % 2 === 0 ? change : -change) };
});

const PAGE = `query($id: ID!, $first: Int!, $after: String, $order: ChangeSetItemOrder) {
  changeSet(id: $id) {
    itemPage(first: $first, after: $after, order: $order) {
      nodes { campaignId change { amount } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
}`;

describe('a change set of many campaigns', () => {
  let deps: PlanningDeps;
  let id: string;
  let reads: number;
  const ask = async (source: string, variables: object = {}) => {
    const scopes = ['read'] as const;
    return execute(deps, source, { id, ...variables }, { scopes: [...scopes], workspace: 'acme' });
  };

  beforeAll(async () => {
    const bare = applyDeps();
    const { ledger } = bare.store;
    const counting = {
      ...ledger,
      changeSet: (...asked: Parameters<typeof ledger.changeSet>) => {
        reads += 1;
        return ledger.changeSet(...asked);
      },
    };
    deps = { ...bare, store: { ...bare.store, ledger: counting } };
    await withGuardRails(deps, WIDE);
    await addCampaigns(deps, MOVES);
    const changeSet = await approved(deps, MOVES);
    id = idOf('ChangeSet', changeSet.id);
    await applying(deps, changeSet, 'key');
  });

  it.each(['CAMPAIGN', 'LARGEST_CHANGE'])('is read page by page, by %s, each budget once', async (order) => {
    const seen: { campaignId: string; change: { amount: string } }[] = [];
    let after: string | null = null;
    for (let pages = 1; pages <= 5; pages++) {
      const { data, errors } = await ask(PAGE, { first: 100, after, order });
      expect(errors).toBeUndefined();
      const { nodes = [], pageInfo } = data?.changeSet.itemPage ?? {};
      expect(pageInfo).toMatchObject({ hasNextPage: pages < 5, hasPreviousPage: pages > 1 });
      seen.push(...nodes);
      after = pageInfo.endCursor;
    }
    expect(new Set(seen.map(({ campaignId }) => campaignId)).size).toBe(COUNT);
    const sizes = seen.map(({ change }) => Math.abs(Number(change.amount)));
    const ids = seen.map(({ campaignId }) => Buffer.from(campaignId, 'base64').toString());
    if (order === 'CAMPAIGN') expect(ids).toEqual(ids.toSorted());
    else expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  it.each([
    ['no cursor of this list', 'x', 10],
    ['a page that is too large', null, 101],
  ])('refuses %s', async (_what, after, first) => {
    const { errors } = await ask(PAGE, { first, after });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is told in a few figures, of a list without being read whole', async () => {
    reads = 0;
    const { data, errors } = await ask(
      `{ changeSets(first: 100) { nodes { name state itemCount raisedCount expectedGain movedRatio
          totalBefore { amount } totalAfter { amount } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(reads).toBe(0);
    expect(data?.changeSets.nodes).toMatchObject([
      {
        state: 'APPLIED',
        itemCount: COUNT,
        raisedCount: COUNT / 2,
        totalBefore: { amount: '45000.00' },
        totalAfter: { amount: '45000.00' },
      },
    ]);
    expect(data?.changeSets.nodes[0].expectedGain).toBeCloseTo(0, 6);
  });

  it('gives items in a list too, where somebody asks for them', async () => {
    reads = 0;
    const { data } = await ask('{ changeSets(first: 1) { nodes { items { campaignId } } } }');
    expect(data?.changeSets.nodes[0].items).toHaveLength(COUNT);
    expect(reads).toBe(1);
  });

  it('says what became of how many, and of which page by page', async () => {
    const { data, errors } = await ask(
      `query($id: ID!) { changeSet(id: $id) { applications {
        counts { status count }
        itemPage(first: 2) { nodes { campaignId status } pageInfo { hasNextPage } }
      } } }`,
    );
    expect(errors).toBeUndefined();
    const [application] = data?.changeSet.applications ?? [];
    expect(application.counts).toEqual([{ status: 'APPLIED', count: COUNT }]);
    expect(application.itemPage).toMatchObject({
      nodes: [{ status: 'APPLIED' }, { status: 'APPLIED' }],
      pageInfo: { hasNextPage: true },
    });
  });

  it('that breaks a guard rail hundreds of times says so in a sentence that ends', async () => {
    await withGuardRails(deps, { maxStepRatio: 0.001 });
    const draft = await proposeChangeSet(deps, ADA, {
      scenarioId: await addScenario(
        deps,
        MOVES.map(({ from, to, ...move }) => ({ ...move, from: to, to: from })),
      ),
    });
    expect(draft.state).toBe('DRAFT');
    expect(draft.body.violations).toHaveLength(COUNT);
    const { data } = await ask('query($id: ID!) { changeSet(id: $id) { violations(first: 3) { rail } } }', {
      id: idOf('ChangeSet', draft.id),
    });
    expect(data?.changeSet.violations).toHaveLength(3);
    expect(new GuardRailError(draft.body.violations).message).toMatch(/ And 440 more\.$/);
  });
});
