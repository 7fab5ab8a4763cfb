import type { Curve } from '../optimizer/curve/curve.ts';
import type { DraftedCampaign, ScenarioDraft } from '../planning/scenario/draft-scenario.ts';
import { CurveOutcomeEnum } from './allocation-enums.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { IdentifiabilityType } from './curve-diagnostics.ts';
import { CurveFamilyEnum } from './curve-parameters.ts';
import { withGraphQLErrors } from './errors.ts';
import { MoneyType, money, moneyOfUnits } from './money.ts';
import { CreateScenarioInput } from './scenario-input.ts';
import { requestOf } from './scenario-request.ts';
import { LimitType, type WithCurrency } from './scenario-row.ts';

const parameter = (curve: Curve, name: 'scale' | 'halfSaturation' | 'slope' | 'exponent'): number | null =>
  (curve as Partial<Record<typeof name, number>>)[name] ?? null;

const DraftCurveType = builder.objectRef<Curve>('DraftCurve').implement({
  description:
    'A curve as `allocate` takes it: season of the days planned for and incrementality are in its scale.',
  fields: (t) => ({
    family: t.field({ type: CurveFamilyEnum, description: 'Its form.', resolve: ({ family }) => family }),
    outcome: t.field({
      type: CurveOutcomeEnum,
      description: 'What it counts.',
      resolve: ({ outcome }) => outcome ?? 'CONVERSIONS',
    }),
    baseline: t.float({
      description: 'Outcome a day at zero spend.',
      resolve: ({ baseline }) => baseline ?? 0,
    }),
    scale: t.float({
      nullable: true,
      description: 'Multiplies the form.',
      resolve: (curve) => parameter(curve, 'scale'),
    }),
    halfSaturation: t.float({
      nullable: true,
      description: 'Of every family but POWER, in units of currency a day.',
      resolve: (curve) => parameter(curve, 'halfSaturation'),
    }),
    slope: t.float({
      nullable: true,
      description: 'Of HILL.',
      resolve: (curve) => parameter(curve, 'slope'),
    }),
    exponent: t.float({
      nullable: true,
      description: 'Of POWER.',
      resolve: (curve) => parameter(curve, 'exponent'),
    }),
  }),
});

const DraftCampaignType = builder.objectRef<WithCurrency<DraftedCampaign>>('DraftCampaign').implement({
  description: 'A campaign that would be planned. Amounts are per day.',
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      description: 'The campaign.',
      resolve: ({ campaign }) => campaign,
    }),
    current: t.field({
      type: MoneyType,
      description: 'Mean spend a day over the last 28 complete days.',
      resolve: ({ currentMicros, currencyCode }) => money(currentMicros, currencyCode),
    }),
    lower: t.field({
      type: LimitType,
      description: 'The least it may spend, and why.',
      resolve: ({ lower, currencyCode }) => ({ ...lower, currencyCode }),
    }),
    upper: t.field({
      type: LimitType,
      description: 'The most it may spend, and why.',
      resolve: ({ upper, currencyCode }) => ({ ...upper, currencyCode }),
    }),
    curve: t.field({
      type: DraftCurveType,
      description: 'What its spend brings over the days planned for.',
      resolve: ({ curve }) => curve,
    }),
    valuePerConversion: t.field({
      type: MoneyType,
      nullable: true,
      description: 'What a conversion is worth; null where that is unknown.',
      resolve: ({ valuePerConversion, currencyCode }) =>
        valuePerConversion === null ? null : moneyOfUnits(valuePerConversion, currencyCode),
    }),
    identifiability: t.field({
      type: IdentifiabilityType,
      description: 'How far to believe its curve.',
      resolve: ({ fit }) => fit.identifiability,
    }),
  }),
});

const ScenarioDraftType = builder.objectRef<ScenarioDraft>('ScenarioDraft').implement({
  description: 'What a scenario would be solved on: everything but its answer.',
  fields: (t) => ({
    currencyCode: t.expose('currencyCode', { type: 'CurrencyCode', description: 'Of every amount.' }),
    campaigns: t.field({
      type: [DraftCampaignType],
      description: 'Those that would be planned.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ campaigns, currencyCode }) => campaigns.map((campaign) => ({ ...campaign, currencyCode })),
    }),
    least: t.field({
      type: MoneyType,
      description: 'What the campaigns have to spend together, a day.',
      resolve: ({ leastMicros, currencyCode }) => money(leastMicros, currencyCode),
    }),
    most: t.field({
      type: MoneyType,
      description: 'What the campaigns may spend together, a day.',
      resolve: ({ mostMicros, currencyCode }) => money(mostMicros, currencyCode),
    }),
    outOfReach: t.exposeString('outOfReach', {
      nullable: true,
      description: "Why no plan can meet the budget, where the campaigns' limits alone tell it.",
    }),
  }),
});

builder.queryField('scenarioDraft', (t) =>
  t.field({
    type: ScenarioDraftType,
    description:
      'What a request would plan with: its campaigns, how far each may move and why, and their curves. Solves nothing and stores nothing; `allocate` solves what is drawn up from it while a planner is still thinking.',
    args: { input: t.arg({ type: CreateScenarioInput, required: true, description: 'What to plan.' }) },
    complexity: { field: 50, multiplier: 1 },
    resolve: (_root, { input }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        (await import('../planning/scenario/draft-scenario.ts')).draftScenario(
          deps,
          viewer,
          requestOf(input),
        ),
      ),
  }),
);
