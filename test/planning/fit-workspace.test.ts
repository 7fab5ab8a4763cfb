import { describe, expect, it } from 'vitest';
import { fitWorkspace } from '../../planning/fit-workspace.ts';
import { addDays } from '../../store/model/day.ts';
import { addCampaign, FIRST_DAY, steady, testDeps, WORKSPACE } from './workspace.ts';

const wavy = (level: number, days = 60) =>
  Array.from({ length: days }, (_, i) => level * (1 + 0.4 * Math.sin(i / 5)));

describe('fitting a workspace', () => {
  it('fits every campaign once and reuses the curves while the data stay', async () => {
    const deps = testDeps();
    await addCampaign(deps, { id: 'a', spend: wavy(100) });
    await addCampaign(deps, { id: 'b', spend: wavy(50) });
    const first = await fitWorkspace(deps, WORKSPACE);
    expect(first.reused).toBe(false);
    expect(first.campaigns.map(({ fit }) => fit.campaign)).toEqual(['a', 'b']);

    const second = await fitWorkspace(deps, WORKSPACE);
    expect(second.reused).toBe(true);
    expect(second.fitMs).toBe(0);
    expect(second.campaigns).toEqual(first.campaigns);
  });

  it('fits all anew when a day of one campaign is restated', async () => {
    const deps = testDeps();
    const { id } = await addCampaign(deps, { id: 'a', spend: wavy(100) });
    await addCampaign(deps, { id: 'b', spend: wavy(50) });
    const before = await fitWorkspace(deps, WORKSPACE);
    const [row] = await deps.store.dailyPerformance.ofCampaign(WORKSPACE, id);
    if (!row) throw new Error('The campaign has days.');
    await deps.store.dailyPerformance.putMany(WORKSPACE, [{ ...row, conversions: 9 }]);

    const after = await fitWorkspace(deps, WORKSPACE);
    expect(after.reused).toBe(false);
    expect(after.campaigns[0]?.dataHash).not.toBe(before.campaigns[0]?.dataHash);
    expect(after.campaigns[1]?.dataHash).toBe(before.campaigns[1]?.dataHash);
  });

  it("ends each campaign's window where its own platform's data ends", async () => {
    const deps = testDeps();
    await addCampaign(deps, {
      id: 'google',
      spend: steady(10, 60),
      curve: { family: 'LOG', scale: 1, halfSaturation: 1 },
    });
    await addCampaign(deps, {
      id: 'bing',
      platform: 'microsoft_ads',
      spend: steady(40, 30),
      curve: { family: 'LOG', scale: 1, halfSaturation: 1 },
    });
    const { campaigns } = await fitWorkspace(deps, WORKSPACE);
    expect(campaigns.map(({ dataCompleteThrough }) => dataCompleteThrough)).toEqual([
      addDays(FIRST_DAY, 29),
      addDays(FIRST_DAY, 59),
    ]);
    expect(campaigns.map(({ current }) => current.spendMicros)).toEqual([40_000_000n, 10_000_000n]);
  });

  it('leaves out campaigns without a complete day, and an empty workspace is no fault', async () => {
    const deps = testDeps();
    expect((await fitWorkspace(deps, WORKSPACE)).campaigns).toEqual([]);
    await addCampaign(deps, { id: 'new', spend: steady(10, 3), row: () => ({ incomplete: true }) });
    expect((await fitWorkspace(deps, WORKSPACE)).campaigns).toEqual([]);
  });
});
