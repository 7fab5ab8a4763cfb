import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { MOST_POOLED, poolsOf } from '../../planning/fit-pools.ts';
import { fitChannel, fitWorkspace } from '../../planning/fit-workspace.ts';
import { refitItems } from '../../planning/jobs/refit-items.ts';
import { runJob } from '../../planning/jobs/run-job.ts';
import { campaignId, channel } from '../../store/model/ids.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from './workspace.ts';

const SOCIAL = channel('meta_social');
const SEARCH = channel('google_search');
const WAVY = Array.from({ length: 60 }, (_, i) => 100 * (1 + 0.4 * Math.sin(i / 5)));

const inputsOf = (channels: readonly string[]) =>
  ({
    campaigns: channels.map((slug, i) => ({ campaign: { id: `c${i}`, channel: slug } })),
  }) as unknown as Parameters<typeof poolsOf>[0];

describe('campaigns are fitted together', () => {
  it('all of them, as long as that is not too much at once', () => {
    const inputs = inputsOf(Array.from({ length: MOST_POOLED }, (_, i) => `channel_${i % 3}`));
    expect(poolsOf(inputs)).toEqual([inputs]);
  });

  it('channel by channel in a workspace that is larger, each campaign once', () => {
    const inputs = inputsOf(Array.from({ length: MOST_POOLED + 1 }, (_, i) => `channel_${i % 3}`));
    const pools = poolsOf(inputs);
    expect(pools.map(({ campaigns }) => new Set(campaigns.map(({ campaign }) => campaign.channel)))).toEqual(
      ['channel_0', 'channel_1', 'channel_2'].map((slug) => new Set([slug])),
    );
    expect(pools.flatMap(({ campaigns }) => campaigns)).toHaveLength(MOST_POOLED + 1);
  });
});

describe('a large workspace', () => {
  let deps: PlanningDeps;

  /** Curves that belong to their days, so that nothing is to be fitted in that channel. */
  beforeAll(async () => {
    deps = testDeps();
    for (let i = 0; i < MOST_POOLED; i++) {
      const curve = { family: 'LOG', scale: 1 + i, halfSaturation: 100 } as const;
      await addCampaign(deps, { id: `s${String(i).padStart(4, '0')}`, spend: steady(100, 20), curve });
    }
    await addCampaign(deps, { id: 'alone', channel: SOCIAL, spend: WAVY });
    await deps.store.agenda.addWorkspace(WORKSPACE);
  });

  it('is a list of its channels, each fitted for itself, and not again', async () => {
    const items = await refitItems(deps);
    expect(items).toEqual([
      { workspaceId: WORKSPACE, channel: SEARCH },
      { workspaceId: WORKSPACE, channel: SOCIAL },
    ]);
    const outcomes = [];
    for (const item of [...items, ...items]) outcomes.push(await runJob(deps, { ...item, kind: 'REFIT' }));
    expect(outcomes).toEqual(['UNCHANGED', 'FITTED', 'UNCHANGED', 'UNCHANGED']);
    expect(await fitChannel(deps, WORKSPACE, channel('nowhere'))).toBe(false);
  });

  it('reads what its channels were fitted to, ordered by campaign, and fits nothing more', async () => {
    const { campaigns, reused, fitMs } = await fitWorkspace(deps, WORKSPACE);
    expect({ reused, fitMs, count: campaigns.length }).toEqual({
      reused: true,
      fitMs: 0,
      count: MOST_POOLED + 1,
    });
    const ids = campaigns.map(({ campaign }) => campaign.id);
    expect(ids).toEqual(ids.toSorted());
    const alone = testDeps();
    await addCampaign(alone, { id: 'alone', channel: SOCIAL, spend: WAVY });
    const [lone] = (await fitWorkspace(alone, WORKSPACE)).campaigns;
    const found = campaigns.find(({ campaign }) => campaign.id === campaignId('alone'));
    expect(found?.reported).toEqual(lone?.reported);
  });

  it('reads no days of a channel when another has new ones', async () => {
    const read = new Set<string>();
    const watched: PlanningDeps = {
      ...deps,
      store: {
        ...deps.store,
        dailyPerformance: {
          ...deps.store.dailyPerformance,
          ofCampaign: (workspace, id, range) => {
            read.add(id);
            return deps.store.dailyPerformance.ofCampaign(workspace, id, range);
          },
        },
      },
    };
    const other = channel('linkedin_social');
    await addCampaign(deps, { id: 'newcomer', channel: other, spend: WAVY });
    expect(await fitChannel(watched, WORKSPACE, SEARCH)).toBe(false);
    expect(await fitChannel(watched, WORKSPACE, SOCIAL)).toBe(false);
    expect([...read]).toEqual([]);
    expect(await fitChannel(watched, WORKSPACE, other)).toBe(true);
    expect([...read]).toEqual(['newcomer']);
  });
});
