import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { removeCalendarEvent, setCalendarEvent } from '../../../planning/evidence/calendar-events.ts';
import {
  type ExperimentRequest,
  recordExperiment,
  removeExperiment,
} from '../../../planning/evidence/experiments.ts';
import { setIncrementality } from '../../../planning/evidence/incrementality.ts';
import { setLevelBreak } from '../../../planning/evidence/level-breaks.ts';
import { addDays, day } from '../../../store/model/day.ts';
import { campaignId, channel, experimentId } from '../../../store/model/ids.ts';
import { addCampaign, FIRST_DAY, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const GEO: ExperimentRequest = {
  id: experimentId('geo-2026-q1'),
  campaignId: campaignId('brand'),
  kind: 'GEO_TEST',
  outcome: 'CONVERSIONS',
  from: day('2026-01-05'),
  to: day('2026-02-01'),
  spendControlMicros: 100_000_000n,
  spendTestMicros: 150_000_000n,
  lift: 4,
  standardError: 1,
  source: 'Ten regions against ten.',
  version: null,
};

let deps: PlanningDeps;
beforeEach(async () => {
  deps = testDeps();
  await addCampaign(deps, { id: 'brand', spend: steady(100) });
});

describe('an experiment', () => {
  it('is kept with who recorded it, when, and in which currency', async () => {
    const { version: _, ...asked } = GEO;
    const kept = await recordExperiment(deps, VIEWER, GEO);
    expect(kept).toEqual({
      ...asked,
      workspaceId: WORKSPACE,
      currencyCode: 'EUR',
      recordedAt: '2026-11-01T09:00:00.000Z',
      recordedBy: 'ada',
      version: 1,
    });
    expect(await deps.store.experiments.all(WORKSPACE)).toEqual([kept]);
  });

  it('may be recorded once more in the same words, by anybody, and changed only by who read it', async () => {
    const kept = await recordExperiment(deps, VIEWER, GEO);
    expect(await recordExperiment(deps, { ...VIEWER, subject: 'bob' }, GEO)).toEqual(kept);
    const corrected = { ...GEO, standardError: 2 };
    await expect(recordExperiment(deps, VIEWER, corrected)).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      current: kept,
    });
    expect(await recordExperiment(deps, VIEWER, { ...corrected, version: 1 })).toMatchObject({
      standardError: 2,
      version: 2,
    });
  });

  it('is removed at the version that was read', async () => {
    await recordExperiment(deps, VIEWER, GEO);
    await expect(removeExperiment(deps, VIEWER, GEO, 7)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await removeExperiment(deps, VIEWER, GEO, 1);
    expect(await deps.store.experiments.all(WORKSPACE)).toEqual([]);
  });

  it.each<[string, Partial<ExperimentRequest>, string[], RegExp]>([
    ['days in the wrong order', { to: day('2026-01-01') }, ['from'], /Swap them/],
    ['years', { to: day('2029-01-01') }, ['to'], /at most 366/],
    ['an unknown campaign', { campaignId: campaignId('x') }, ['campaignId'], /no campaign "x"/],
    ['the same spend twice', { spendTestMicros: 100_000_000n }, ['spendTest'], /says nothing of spend/],
    ['a negative spend', { spendControlMicros: -1n }, ['spendControl'], /0 or more/],
    ['a certain lift', { standardError: 0 }, ['standardError'], /above 0/],
    ['a lift that is no number', { lift: Number.NaN }, ['lift'], /finite/],
    ['no source', { source: ' ' }, ['source'], /no text/],
  ])('is refused with %s', async (_, change, path, message) => {
    await expect(recordExperiment(deps, VIEWER, { ...GEO, ...change })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path,
      message: expect.stringMatching(message),
    });
  });
});

describe('an event', () => {
  const EVENT = {
    name: 'Black Week',
    from: day('2026-01-20'),
    to: day('2026-01-24'),
    channels: null,
    version: null,
  };

  it('is listed, changed and taken off', async () => {
    await setCalendarEvent(deps, WORKSPACE, EVENT);
    const longer = { ...EVENT, to: day('2026-01-26'), channels: [channel('google_search')], version: 1 };
    expect(await setCalendarEvent(deps, WORKSPACE, longer)).toMatchObject({ to: '2026-01-26', version: 2 });
    await removeCalendarEvent(deps, WORKSPACE, EVENT, 2);
    expect(await deps.store.calendarEvents.all(WORKSPACE)).toEqual([]);
  });

  it.each<[string, Partial<typeof EVENT> | { channels: readonly ReturnType<typeof channel>[] }, string[]]>([
    ['a season', { to: day('2026-06-01') }, ['to']],
    ['no name', { name: '' }, ['name']],
    ['nobody', { channels: [] }, ['channels']],
    [
      'a channel that nothing runs in',
      { channels: [channel('google_search'), channel('tv')] },
      ['channels', '1'],
    ],
  ])('is refused for %s', async (_, change, path) => {
    const asked = { ...EVENT, ...change };
    await expect(setCalendarEvent(deps, WORKSPACE, asked)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path,
    });
  });
});

describe('a level break', () => {
  const asked = (date = addDays(FIRST_DAY, 10)) => ({
    campaignId: campaignId('brand'),
    date,
    reason: 'New prices.',
    version: null,
  });

  it('parts the days of its campaign, or is refused', async () => {
    expect(await setLevelBreak(deps, WORKSPACE, asked())).toMatchObject({ date: '2026-01-11', version: 1 });
    for (const date of [FIRST_DAY, day('2027-01-01')]) {
      await expect(setLevelBreak(deps, WORKSPACE, asked(date))).rejects.toMatchObject({ path: ['date'] });
    }
  });
});

describe('incrementality', () => {
  const asked = {
    channel: channel('google_search'),
    from: day('2026-01-01'),
    multiplier: 0.7,
    source: 'A geo test.',
    version: null,
  };

  it.each([
    ['zero', { multiplier: 0 }, ['multiplier']],
    ['a percentage', { multiplier: 70 }, ['multiplier']],
    ['less than certain', { standardError: -0.1 }, ['standardError']],
    ['as good as unknown', { standardError: 0.8 }, ['standardError']],
    ['a channel that nothing runs in', { channel: channel('tv') }, ['channel']],
  ])('is refused as %s', async (_, change, path) => {
    await expect(setIncrementality(deps, WORKSPACE, { ...asked, ...change })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path,
    });
    expect(await setIncrementality(deps, WORKSPACE, asked)).toMatchObject({ multiplier: 0.7, version: 1 });
  });
});
