import { describe, expect, it } from 'vitest';
import { dataCompleteThrough } from '../../planning/complete-days.ts';
import { currentState } from '../../planning/current-spend.ts';
import { addDays, day } from '../../store/model/day.ts';
import type { DailyPerformance } from '../../store/model/entities.ts';
import { addCampaign, type CampaignFixture, FIRST_DAY, steady, testDeps, WORKSPACE } from './workspace.ts';

async function rowsOf(fixture: Omit<CampaignFixture, 'id'>): Promise<readonly DailyPerformance[]> {
  const deps = testDeps();
  const { id } = await addCampaign(deps, { id: 'c', ...fixture });
  return deps.store.dailyPerformance.ofCampaign(WORKSPACE, id);
}

const nthDay = (index: number) => addDays(FIRST_DAY, index);

describe('data is complete through', () => {
  it('the last day when nothing is still coming in', async () => {
    expect(dataCompleteThrough(await rowsOf({ spend: steady(1, 40) }))).toBe(nthDay(39));
  });

  it('the day before the first that is still coming in', async () => {
    const rows = await rowsOf({ spend: steady(1, 40), row: (i) => ({ incomplete: i >= 33 }) });
    expect(dataCompleteThrough(rows)).toBe(nthDay(32));
  });

  it('does not wait for a day that platforms will not restate any more', async () => {
    const rows = await rowsOf({ spend: steady(1, 80), row: (i) => ({ incomplete: i === 20 || i >= 75 }) });
    expect(dataCompleteThrough(rows)).toBe(nthDay(74));
  });

  it('no day when the first is still coming in, or there is none', async () => {
    expect(
      dataCompleteThrough(await rowsOf({ spend: steady(1, 5), row: () => ({ incomplete: true }) })),
    ).toBeNull();
    expect(dataCompleteThrough([])).toBeNull();
  });
});

describe('the current state', () => {
  it('is the mean day of the last 28 complete days', async () => {
    const rows = await rowsOf({ spend: [...steady(100, 12), ...steady(20, 28), ...steady(900, 5)] });
    expect(currentState(rows, nthDay(39)).spendMicros).toBe(20_000_000n);
  });

  it('counts a day without a row as a day without spend', async () => {
    const rows = await rowsOf({
      spend: [...steady(10, 12), ...Array<null>(14).fill(null), ...steady(20, 14)],
    });
    expect(currentState(rows, nthDay(39)).spendMicros).toBe(10_000_000n);
  });

  it('of a campaign that started inside the window is the mean of the days it has lived', async () => {
    const rows = await rowsOf({ spend: [...Array<null>(30).fill(null), ...steady(20, 10)] });
    expect(currentState(rows, nthDay(39)).spendMicros).toBe(20_000_000n);
  });

  it('is zero for a campaign that ended before the window', async () => {
    const rows = await rowsOf({ spend: steady(20, 10) });
    expect(currentState(rows, day('2026-03-01')).spendMicros).toBe(0n);
  });

  it('values a conversion by revenue over conversions, null where either is unknown', async () => {
    expect(currentState(await rowsOf({ spend: steady(20) }), nthDay(39)).valuePerConversion).toBe(80);
    const unknown = await rowsOf({ spend: steady(20), row: () => ({ revenueMicros: null }) });
    expect(currentState(unknown, nthDay(39)).valuePerConversion).toBeNull();
  });
});
