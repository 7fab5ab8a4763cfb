import { describe, expect, it } from 'vitest';
import { readDailyOutcomes } from '../../planning/daily-outcomes.ts';
import { importOpened } from '../../planning/import/pipeline/import-opened.ts';
import { joinOutcomeSources } from '../../planning/outcome-join.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import type { OutcomeKey, OutcomeSource } from '../../store/model/outcomes.ts';
import { aCampaign } from '../store/support/records.ts';
import { anOutcome, aRow, opened, WORKSPACE } from './import/pipeline/exports.ts';

const campaigns = [
  { ...aCampaign(WORKSPACE, '11', { name: 'Sofas' }), version: 1 },
  { ...aCampaign(WORKSPACE, '12', { name: 'Chairs' }), version: 1 },
  { ...aCampaign(WORKSPACE, '13', { name: 'chairs' }), version: 1 },
];

const source = (changes: Partial<OutcomeSource>): OutcomeSource => ({
  workspaceId: WORKSPACE,
  key: 'key' as OutcomeKey,
  campaignExternalId: null,
  campaignName: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  ...changes,
});

describe('a name of a CRM', () => {
  it.each([
    [
      'an id',
      { campaignExternalId: '11', campaignName: 'Chairs' },
      { status: 'JOINED', by: 'ID', campaignId: '11' },
    ],
    ['a name in other case', { campaignName: ' SOFAS ' }, { status: 'JOINED', by: 'NAME', campaignId: '11' }],
    [
      'a UTM campaign that is an id',
      { utmCampaign: '12' },
      { status: 'JOINED', by: 'UTM', campaignId: '12' },
    ],
    [
      'a UTM campaign that is a name',
      { utmCampaign: 'sofas' },
      { status: 'JOINED', by: 'UTM', campaignId: '11' },
    ],
    ['a name of two', { campaignName: 'Chairs' }, { status: 'AMBIGUOUS', campaignIds: ['12', '13'] }],
    ['a name of none', { campaignName: 'Beds', utmSource: 'google' }, { status: 'UNKNOWN' }],
  ])('that is %s', (_, changes, wanted) => {
    const joins = joinOutcomeSources(campaigns, [source(changes)]);
    expect([...joins.values()]).toEqual([wanted]);
  });
});

describe('the outcomes of campaigns', () => {
  it('are the same whether the CRM or the platform came first, and keep aside what joins nothing', async () => {
    const crm = opened('2026-09-30', [
      anOutcome('campaign 1', '2026-09-01'),
      anOutcome('Beds', '2026-09-01'),
    ]);
    const platform = opened('2026-09-30', [aRow('1', '2026-09-01')]);
    for (const files of [
      [crm, platform],
      [platform, crm],
    ]) {
      const store = createMemoryStore();
      for (const file of files) await importOpened(store, WORKSPACE, file);
      const { ofCampaign, aside } = await readDailyOutcomes(
        { store },
        WORKSPACE,
        await store.campaigns.all(WORKSPACE),
      );
      expect(
        [...ofCampaign].map(([id, days]) => [id, days.map(({ date, orders }) => [date, orders])]),
      ).toEqual([['google_ads:-:1', [['2026-09-01', 4]]]]);
      expect(aside.map(({ source: { campaignName }, join }) => [campaignName, join.status])).toEqual([
        ['Beds', 'UNKNOWN'],
      ]);
    }
  });

  it('of one campaign under two names are not added: the newer report is taken, its gaps filled', async () => {
    const store = createMemoryStore();
    await importOpened(store, WORKSPACE, opened('2026-09-30', [aRow('1', '2026-09-01')]));
    const byName = anOutcome('Campaign 1', '2026-09-01', { leads: 9, orders: 3 });
    const byId = anOutcome('', '2026-09-01', {
      campaignName: null,
      campaignExternalId: '1',
      leads: null,
      orders: 4,
    });
    await importOpened(store, WORKSPACE, opened('2026-09-20', [byName]));
    await importOpened(store, WORKSPACE, opened('2026-09-30', [byId]));
    const { ofCampaign } = await readDailyOutcomes(
      { store },
      WORKSPACE,
      await store.campaigns.all(WORKSPACE),
    );
    expect([...ofCampaign.values()].flat()).toMatchObject([{ leads: 9, orders: 4, asOf: '2026-09-30' }]);
  });
});
