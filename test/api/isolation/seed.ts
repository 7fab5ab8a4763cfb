import type { Answer, Ask, Variables } from './world.ts';

interface WithId {
  readonly id: string;
}
interface Edges<Node> {
  readonly edges: readonly { readonly node: Node }[];
}
interface Applied {
  readonly ApplyChangeSetSuccess_outcome: {
    readonly application: WithId & {
      readonly items: readonly { readonly campaignId: string; readonly after: { readonly amount: string } }[];
    };
  };
}

const FIRST_DAY = Date.parse('2026-08-01');

/** Sixty days of campaigns whose spend moves enough to be fitted. */
export function tidyExport(campaigns: readonly string[], scale: number): string {
  const rows = campaigns.flatMap((campaign, index) =>
    Array.from({ length: 60 }, (_, day) => {
      const date = new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);
      const spend = scale * (50 + 10 * index) * (1 + 0.5 * Math.sin(day * 1.7 + index));
      const conversions = Math.round(3 * Math.sqrt(spend) * (1 + 0.05 * Math.cos(day)));
      const channel = index % 2 === 0 ? 'google_search' : 'meta_social';
      return `${date},${channel},${campaign},${spend.toFixed(2)},1000,100,${conversions},${conversions * 40}`;
    }),
  );
  return ['date,channel,campaign,spend,impressions,clicks,conversions,revenue', ...rows].join('\n');
}

/** What both workspaces have under the same names. */
export async function seedBoth(ask: Ask, campaigns: readonly string[], scale: number): Promise<void> {
  const base64 = Buffer.from(tidyExport(campaigns, scale)).toString('base64');
  const file = { name: 'days.csv', base64, currency: 'EUR', asOf: '2026-10-30' };
  const { answer } = await done<{
    readonly ImportExportsSuccess_files: readonly { readonly refusals: readonly unknown[] }[];
  }>(ask, 'importExports', { input: { files: [file] } });
  if (answer.ImportExportsSuccess_files[0]?.refusals.length !== 0) throw new Error('The file is not taken.');
}

/** Whom the case is about: a workspace with something of everything, and the ids that it alone should know. */
export interface Secrets {
  readonly campaignId: string;
  readonly scenarioIds: readonly [string, string];
  readonly importId: string;
  readonly contentHash: string;
  readonly experimentId: string;
  readonly changeSets: Readonly<
    Record<'proposed' | 'approved' | 'applied', { readonly id: string; readonly planHash: string }>
  >;
  readonly applicationId: string;
}

/** The first change set is applied at once, the others are proposed when `weeksLater` have passed. */
export async function seedOwner(ask: Ask, weeksLater: () => void): Promise<Secrets> {
  await seedBoth(ask, ['Secret', 'Shared', 'Third'], 1);
  const listed = await done<Edges<WithId & { readonly name: string }>>(ask, 'campaigns');
  const campaigns = listed.answer.edges.map(({ node }) => node);
  const campaignId = wanted(campaigns.find(({ name }) => name === 'Secret')).id;
  for (const [field, variables] of records(campaignId)) await done(ask, field, variables);
  const budgets = campaigns.map(({ id }) => ({ campaignId: id, amount: '70' }));
  await done(ask, 'recordCampaignBudgets', { budgets });

  const scenario = async (name: string) =>
    (
      await done<{ readonly CreateScenarioSuccess_scenario: WithId }>(ask, 'createScenario', {
        input: { name, objective: 'MAX_CONVERSIONS', defaultLimits: { minChange: -0.2, maxChange: 0.2 } },
      })
    ).answer.CreateScenarioSuccess_scenario.id;
  const scenarioIds = [await scenario('one'), await scenario('two')] as const;

  const proposed = async () => {
    const { answer } = await done<{
      readonly ProposeChangeSetSuccess_changeSet: WithId & { readonly planHash: string };
    }>(ask, 'proposeChangeSet', { input: { scenarioId: scenarioIds[0] } });
    const { id, planHash } = answer.ProposeChangeSetSuccess_changeSet;
    return { id, planHash };
  };
  const approved = async () => {
    const changeSet = await proposed();
    await done(ask, 'approveChangeSet', changeSet);
    return changeSet;
  };
  const applied = await approved();
  const { answer } = await done<Applied>(ask, 'applyChangeSet', {
    input: { ...applied, idempotencyKey: 'script', executor: 'SCRIPT' },
  });
  const { application } = answer.ApplyChangeSetSuccess_outcome;
  await done(ask, 'reportApplied', {
    applicationId: application.id,
    items: application.items.map(({ campaignId, after }) => ({ campaignId, observedAfter: after.amount })),
  });
  weeksLater();
  await done(ask, 'evaluateChangeSet', { id: applied.id });
  await done(ask, 'recordCampaignBudgets', { budgets });
  const preview = await done<{
    readonly PreviewImportSuccess_import: WithId & { readonly contentHash: string };
  }>(ask, 'previewImport', {
    input: { name: 'more.csv', text: tidyExport(['Secret', 'Fourth'], 2), currency: 'EUR' },
  });
  const { id: importId, contentHash } = preview.answer.PreviewImportSuccess_import;
  return {
    campaignId,
    scenarioIds,
    importId,
    contentHash,
    experimentId: wanted((await done<Edges<WithId>>(ask, 'experiments')).answer.edges[0]).node.id,
    applicationId: application.id,
    changeSets: { applied, approved: await approved(), proposed: await proposed() },
  };
}

/** What has a name of its own: both workspaces may have it under the same, `size` times as large. */
export const records = (
  campaignId: string,
  size = 1,
): readonly (readonly [field: string, variables: Variables])[] => [
  [
    'recordExperiment',
    {
      input: {
        campaignId,
        name: 'lift',
        kind: 'GEO_TEST',
        from: '2026-08-10',
        to: '2026-08-24',
        lift: 200,
        standardError: 30,
        spendControl: '0',
        spendTest: '700',
        source: 'test',
      },
    },
  ],
  ['setCalendarEvent', { input: { name: 'sale', from: '2026-08-20', to: `2026-08-2${1 + size}` } }],
  ['setLevelBreak', { input: { campaignId, date: '2026-08-15', reason: 'new tag' } }],
  [
    'setIncrementality',
    { input: { channel: 'google_search', from: '2026-09-01', multiplier: 0.8 * size, source: 'test' } },
  ],
  [
    'setEconomics',
    {
      input: {
        from: '2026-08',
        currencyCode: 'EUR',
        grossMargin: 0.4,
        ltv: `${120 * size}`,
        monthlyMargin: '10',
      },
    },
  ],
  [
    'setExtraCost',
    { input: { month: '2026-09', name: 'agency', currencyCode: 'EUR', amount: `${900 * size}` } },
  ],
  [
    'setGoal',
    { input: { month: '2026-09', currencyCode: 'EUR', spend: `${5000 * size}`, conversions: 400 } },
  ],
  [
    'setGuardRails',
    {
      input: {
        maxStepRatio: 9,
        maxWeekRatio: 9,
        maxMovedRatio: 9,
        minDaysBetweenChanges: 0,
        secondPersonAboveRatio: 9,
      },
    },
  ],
  [
    'loadExchangeRates',
    {
      rates: Array.from({ length: 80 }, (_, i) => ({
        date: new Date(FIRST_DAY + (i - 10) * 86_400_000).toISOString().slice(0, 10),
        from: 'EUR',
        to: 'USD',
        rate: `${1.1 * size}`,
        source: 'test',
      })),
    },
  ],
];

/** Asks, and throws unless all went well. */
export async function done<Read = unknown>(
  ask: Ask,
  field: string,
  variables?: Variables,
): Promise<Answer & { readonly answer: Read }> {
  const asked = await ask(field, variables);
  if (asked.errors.length === 0 && !typeNameOf(asked.answer).endsWith('Error')) {
    // The document asks for every field of the answer's type.
    return asked as Answer & { readonly answer: Read };
  }
  throw new Error(`${field} was refused: ${JSON.stringify(asked).slice(0, 2_000)}`);
}

const typeNameOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && '__typename' in answer ? String(answer.__typename) : '';

function wanted<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('The workspace lacks what it was seeded with.');
  return found;
}
