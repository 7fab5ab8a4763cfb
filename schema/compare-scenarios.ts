import type { ComparedCampaign, ScenarioComparison } from '../planning/scenario/compare-scenarios.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { withGraphQLErrors } from './errors.ts';
import { scenarioIdIn } from './ids.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';
import { ScenarioNode } from './scenario.ts';
import type { WithCurrency } from './scenario-row.ts';
import { TotalsType } from './scenario-totals.ts';
import { StatementType } from './statement.ts';

const ComparedCampaignType = builder.objectRef<WithCurrency<ComparedCampaign>>('ComparedCampaign').implement({
  description: 'One campaign in every scenario that is compared. Per day.',
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'As it is now; null when it is no longer there.',
      resolve: ({ campaignId }, _args, context) => loaded(context).campaigns.load(campaignId),
    }),
    campaignName: t.exposeString('campaignName', { description: 'As it was when they were computed.' }),
    current: t.field({
      type: MoneyType,
      description: 'Kept as it is.',
      resolve: ({ currentMicros, currencyCode }) => money(currentMicros, currencyCode),
    }),
    proposed: t.field({
      type: [MoneyType],
      nullable: { list: false, items: true },
      description: 'In each scenario, in the order asked; null where one has no plan or leaves it out.',
      resolve: ({ proposedMicros, currencyCode }) =>
        proposedMicros.map((micros) => money(micros, currencyCode)),
    }),
  }),
});

const ScenarioComparisonType = builder.objectRef<ScenarioComparison>('ScenarioComparison').implement({
  description: 'Scenarios side by side, with "keep as is".',
  fields: (t) => ({
    scenarios: t.field({
      type: [ScenarioNode],
      description: 'In the order asked, each with its totals, gain and proof.',
      resolve: ({ columns }) => columns.map(({ scenario }) => scenario),
    }),
    keepAsIs: t.field({
      type: TotalsType,
      description: 'All planned campaigns of the first at their current spends.',
      resolve: ({ keepAsIs, currencyCode }) => ({ ...keepAsIs, currencyCode }),
    }),
    rows: t.field({
      type: [ComparedCampaignType],
      description: 'Every campaign that any of them plans.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ rows, currencyCode }) => rows.map((row) => ({ ...row, currencyCode })),
    }),
    cautions: t.stringList({
      description: 'What keeps them from being quite alike.',
      resolve: ({ cautions }) => [...cautions],
    }),
    cautionStatements: t.field({
      type: [StatementType],
      description: 'The cautions with their codes.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ cautionStatements }) => [...cautionStatements],
    }),
  }),
});

builder.queryField('compareScenarios', (t) =>
  t.field({
    type: ScenarioComparisonType,
    description: 'Two to four answered scenarios side by side.',
    args: { ids: t.arg.idList({ required: true, description: 'Global ids of scenarios.' }) },
    complexity: { field: 10, multiplier: 4 },
    resolve: (_root, { ids }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        (await import('../planning/scenario/compare-scenarios.ts')).compareScenarios(
          deps,
          viewer,
          ids.map((id, i) => scenarioIdIn(id, ['ids', String(i)])),
        ),
      ),
  }),
);
