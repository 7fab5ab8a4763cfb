import { records, type Secrets, tidyExport } from './seed.ts';
import type { Variables } from './world.ts';

export type Cases = Readonly<Record<string, readonly Variables[]>>;

const DAYS = { from: '2026-08-05', to: '2026-09-20' };

/** These compute from their arguments alone, so that every workspace gets the same answer. */
export const READ_NOTHING = [
  'abTest',
  'allocate',
  'experimentDesign',
  'geoTest',
  'onOffTest',
  'requestUpload',
];

/** These say how many there are of what they were given, and no more. */
export const TELL_NOTHING = ['loadExchangeRates'];

/** Fields that need nothing but, where they list, a page: the test asks for them and pages through them by itself. */
export const needsNoCase = (inputs: readonly string[]): boolean =>
  inputs.every((input) => input === 'first' || input === 'after');

/** Questions about what the owner alone has, asked with its ids. Every input and every id within it is used. */
export function queryCases({ campaignId, scenarioIds, importId, experimentId, changeSets }: Secrets): Cases {
  const nodeIds = [
    campaignId,
    scenarioIds[0],
    importId,
    experimentId,
    changeSets.applied.id,
    globalId('Channel', 'google_search'),
  ];
  const common = {
    filter: { campaignIds: [campaignId] },
    convertTo: 'USD',
    revenueBasis: 'PLATFORM',
    margin: 0.5,
  };
  return {
    node: nodeIds.map((id) => ({ id })),
    nodes: [{ ids: nodeIds }],
    campaigns: [{ filter: { nameContains: 'ecre' } }],
    channels: [{ filter: { nameContains: 'goo' } }],
    responseCurves: [{ outcome: 'REVENUE', filter: { nameContains: 'ecre' } }],
    mediaMix: [
      { outcome: 'CONVERSIONS', grain: 'DAY', forecastErrors: false, currencyCode: 'EUR' },
      { outcome: 'CONVERSIONS', ...DAYS },
    ],
    scenarios: [{ filter: { createdBy: 'admin@localhost' } }],
    scenario: [{ id: scenarioIds[0] }],
    scenarioDraft: aimedAt(campaignId).map((input) => ({ input })),
    compareScenarios: [{ ids: scenarioIds }],
    changeSet: [{ id: changeSets.applied.id }],
    review: [{ changeSetId: changeSets.applied.id }],
    exchangeRates: [{ from: 'EUR', to: 'USD', firstDay: '2026-08-01', lastDay: '2026-10-01' }],
    goals: [{ month: '2026-09' }],
    planAndFact: [{ month: '2026-09' }],
    monthlyReport: [{ month: '2026-09', revenueBasis: 'PLATFORM', convertTo: 'EUR' }],
    performance: [
      { ...DAYS, groupBy: ['CAMPAIGN'], compareWith: 'PREVIOUS_PERIOD' },
      { ...DAYS, ...common },
      { ...DAYS, filter: { nameContains: 'ecre' } },
    ],
    funnel: [
      { ...DAYS, normFrom: '2026-08-01', normTo: '2026-08-04' },
      { ...DAYS, ...common },
    ],
    allocate: [{ problem: PROBLEM }],
    abTest: [
      { input: { control: { subjects: 100, conversions: 10 }, test: { subjects: 100, conversions: 14 } } },
    ],
    experimentDesign: [
      {
        input: {
          days: 14,
          power: 0.8,
          setting: { kind: 'AB_RATE', baseline: 0.1, subjectsPerDay: 500, testShare: 0.5 },
        },
      },
    ],
    geoTest: [
      {
        input: {
          daysDuring: 14,
          regions: ['CONTROL', 'CONTROL', 'TEST', 'TEST'].map((group, i) => ({
            group,
            name: `region ${i}`,
            outcomeBefore: 100 + i,
            outcomeDuring: 110 + 3 * i,
            spendBefore: 10,
            spendDuring: 10 + i,
          })),
        },
      },
    ],
    onOffTest: [
      {
        input: {
          periods: [1, 2, 3, 4].map((i) => ({
            days: 7,
            isOn: i % 2 === 0,
            outcome: 50 + 9 * i,
            spend: 100 * (i % 2),
          })),
        },
      },
    ],
  };
}

/** Everything that can be written, aimed at what the owner has. */
export function mutationCases(secrets: Secrets): Cases {
  const { campaignId, scenarioIds, importId, contentHash, applicationId, changeSets } = secrets;
  const [scenarioId] = scenarioIds;
  const { proposed, approved, applied } = changeSets;
  const aimed = aimedAt(campaignId);
  const file = { name: 'days.csv', currency: 'EUR', asOf: '2026-10-30' };
  const base64 = Buffer.from(tidyExport(['Secret'], 1)).toString('base64');
  return {
    ...Object.fromEntries(records(campaignId, 2).map(([field, variables]) => [field, [variables]])),
    setGoal: [
      { input: { month: '2026-09', currencyCode: 'EUR', spend: '5000', conversions: 400 } },
      { input: { month: '2026-09', currencyCode: 'EUR', campaignId, spend: '10' } },
    ],
    removeExperiment: [{ input: { name: 'lift', version: 1 } }],
    removeCalendarEvent: [{ input: { name: 'sale', from: '2026-08-20', version: 1 } }],
    removeLevelBreak: [{ input: { campaignId, date: '2026-08-15', version: 1 } }],
    removeIncrementality: [{ input: { channel: 'google_search', from: '2026-09-01', version: 1 } }],
    removeEconomics: [{ from: '2026-08', version: 1 }],
    removeExtraCost: [{ month: '2026-09', name: 'agency', version: 1 }],
    removeGoal: [
      { month: '2026-09', version: 1 },
      { month: '2026-09', version: 1, campaignId },
      { month: '2026-09', version: 1, channel: 'google_search' },
    ],
    createScenario: [{ input: PLAN }, ...aimed.map((input) => ({ input }))],
    reviseScenario: [
      { id: scenarioId, input: { name: 'again' } },
      ...aimed.map((input) => ({ id: scenarioId, input })),
    ],
    labelScenario: [{ id: scenarioId, input: { name: 'theirs', isArchived: true } }],
    cancelScenario: [{ id: scenarioId }],
    importExports: [{ input: { files: [{ ...file, base64 }] } }],
    previewImport: [
      { input: { name: 'more.csv', text: tidyExport(['Secret'], 3), currency: 'EUR' } },
      { input: { name: 'more.csv', uploadId: importId, currency: 'EUR' } },
    ],
    commitImport: [{ input: { id: importId, contentHash } }],
    requestUpload: [{}],
    recordCampaignBudgets: [
      { budgets: [{ campaignId, amount: '1' }] },
      { budgets: [{ campaignId, amount: '1', sharedWithCampaignIds: [campaignId] }] },
    ],
    proposeChangeSet: [{ input: { scenarioId } }, { input: { scenarioId, supersedesId: proposed.id } }],
    editChangeSet: [
      { input: { ...proposed, set: [{ campaignId, after: '1' }] } },
      { input: { ...proposed, removeCampaignIds: [campaignId] } },
    ],
    evaluateChangeSet: [{ id: proposed.id }],
    approveChangeSet: [proposed],
    rejectChangeSet: [{ ...proposed, reason: 'theirs' }],
    scheduleChangeSet: [
      { ...approved, startsAt: '2026-11-20T09:00:00Z', executor: 'STORE', allOrNothing: false },
    ],
    applyChangeSet: [
      { input: { ...approved, dryRun: true } },
      { input: { ...approved, idempotencyKey: 'script' } },
      { input: { ...applied, idempotencyKey: 'script', executor: 'SCRIPT' } },
    ],
    reportApplied: [{ applicationId, items: [{ campaignId, observedAfter: '80' }] }],
    cancelChangeSet: [{ id: approved.id, reason: 'theirs' }],
    rollBackChangeSet: [{ id: applied.id, reason: 'theirs' }],
  };
}

const PLAN = { name: 'plan', objective: 'MAX_CONVERSIONS' };

/** The plan with every part that names a campaign. */
const aimedAt = (campaignId: string) =>
  [
    { campaigns: [{ campaignId, locked: true }] },
    { groups: [{ name: 'group', campaignIds: [campaignId], max: '90' }] },
    { split: [{ campaignId, spend: '50' }] },
  ].map((part) => ({ ...PLAN, ...part }));

export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');

const PROBLEM = {
  budget: { equal: 100 },
  objective: { maximize: 'CONVERSIONS' },
  units: [20, 30].map((scale) => ({
    id: `unit ${scale}`,
    current: 50,
    curve: { family: 'LOG', scale, halfSaturation: 40 },
  })),
};
