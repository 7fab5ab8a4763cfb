import type {
  ScenarioAnswers,
  ScenarioFrontierPoint,
  ScenarioUncertainty,
} from '../planning/scenario/answers.ts';
import { campaignId } from '../store/model/ids.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { ConstraintKindEnum } from './allocation-enums.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { IntervalType } from './interval.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';
import type { WithCurrency } from './scenario-row.ts';
import { StatusEnum } from './scenario-totals.ts';

/** What a scenario answers beside its plan. Everything counts what spend brings alone, per day. */

const ShareType = builder.objectRef<ScenarioUncertainty['shares'][number]>('ScenarioShare').implement({
  description: "How stable a campaign's share of spend is.",
  fields: (t) => ({
    campaignName: t.exposeString('campaignName', { description: 'As it was when this was computed.' }),
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'The campaign as it is now.',
      resolve: ({ campaignId: id }, _args, context) => loaded(context).campaigns.load(campaignId(id)),
    }),
    share: t.exposeFloat('share', { description: 'In the plan, of total spend.' }),
    interval: t.field({
      type: IntervalType,
      description: '80 % of its shares, were every draw planned for by itself.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

export const ScenarioUncertaintyType = builder
  .objectRef<ScenarioUncertainty>('ScenarioUncertainty')
  .implement({
    description: "The plan judged by every draw of the curves, in the objective's own unit.",
    fields: (t) => ({
      draws: t.exposeInt('draws', { description: 'How many.' }),
      expectedValue: t.exposeFloat('expectedValue', { description: 'Mean of the objective over the draws.' }),
      currentExpectedValue: t.exposeFloat('currentExpectedValue', { description: 'The same at current.' }),
      tailValue: t.exposeFloat('tailValue', { description: 'Mean of the worst draws.' }),
      interval: t.field({
        type: IntervalType,
        description: '80 % of the draws.',
        resolve: ({ interval }) => interval,
      }),
      expectedGain: t.float({ description: 'Over current.', resolve: ({ gain }) => gain.mean }),
      gainInterval: t.field({
        type: IntervalType,
        description: '80 % of the draws.',
        resolve: ({ gain }) => gain.interval,
      }),
      probabilityBeatsCurrent: t.exposeFloat('probabilityBeatsCurrent', { description: '0 to 1.' }),
      probabilityTargetsMet: t.exposeFloat('probabilityTargetsMet', {
        nullable: true,
        description: '0 to 1; null where there are no targets.',
      }),
      shares: t.field({
        type: [ShareType],
        description: 'One for each planned campaign.',
        resolve: ({ shares }) => shares,
      }),
    }),
  });

const FrontierPointType = builder
  .objectRef<WithCurrency<ScenarioFrontierPoint>>('ScenarioFrontierPoint')
  .implement({
    description: 'The best plan for one budget.',
    fields: (t) => {
      const amount = (key: 'revenueMicros' | 'profitMicros' | 'cpaMicros', description: string) =>
        t.field({
          type: MoneyType,
          nullable: true,
          description,
          resolve: (point) => money(point[key], point.currencyCode),
        });
      return {
        budget: t.field({
          type: MoneyType,
          description: 'A day.',
          resolve: ({ budgetMicros, currencyCode }) => money(budgetMicros, currencyCode),
        }),
        status: t.field({
          type: StatusEnum,
          description: 'How solving ended.',
          resolve: ({ status }) => status,
        }),
        objectiveValue: t.exposeFloat('objectiveValue', {
          nullable: true,
          description: 'Null without a plan.',
        }),
        upperBound: t.exposeFloat('upperBound', { nullable: true, description: 'Proven.' }),
        conversions: t.exposeFloat('conversions', { nullable: true, description: 'Null without a plan.' }),
        revenue: amount('revenueMicros', 'Null where the value of a conversion is unknown.'),
        profit: amount('profitMicros', 'Null where the value of a conversion is unknown.'),
        cpa: amount('cpaMicros', 'Spend ÷ conversions.'),
        roas: t.exposeFloat('roas', { nullable: true, description: 'Revenue ÷ spend.' }),
        marginal: t.exposeFloat('marginal', {
          nullable: true,
          description: 'Objective per further unit of currency.',
        }),
      };
    },
  });

type Frontier = NonNullable<ScenarioAnswers['frontier']>;

const FrontierTargetType = builder
  .objectRef<WithCurrency<Frontier['targets'][number]>>('ScenarioFrontierTarget')
  .implement({
    description: 'Where on the frontier a target is met.',
    fields: (t) => ({
      target: t.exposeString('target', { description: 'In words, such as `CPA at most 45`.' }),
      point: t.field({
        type: FrontierPointType,
        nullable: true,
        description: 'The largest budget that meets it; of a floor the least. Null where none does.',
        resolve: ({ point, currencyCode }) => point && { ...point, currencyCode },
      }),
    }),
  });

const FrontierType = builder.objectRef<WithCurrency<Frontier>>('ScenarioFrontier').implement({
  description: 'The best outcome for every budget asked for.',
  fields: (t) => ({
    points: t.field({
      type: [FrontierPointType],
      description: 'Budgets ascending.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ points, currencyCode }) => points.map((point) => ({ ...point, currencyCode })),
    }),
    mostProfitable: t.field({
      type: FrontierPointType,
      nullable: true,
      description: 'Where profit is highest; null where the value of a conversion is unknown.',
      resolve: ({ mostProfitable, currencyCode }) => mostProfitable && { ...mostProfitable, currencyCode },
    }),
    targets: t.field({
      type: [FrontierTargetType],
      description: 'One for each target and floor.',
      resolve: ({ targets, currencyCode }) => targets.map((target) => ({ ...target, currencyCode })),
    }),
  }),
});

const ConstraintCostType = builder
  .objectRef<NonNullable<ScenarioAnswers['constraintCosts']>[number]>('ScenarioConstraintCost')
  .implement({
    description: 'What a limit costs.',
    fields: (t) => ({
      kind: t.field({
        type: ConstraintKindEnum,
        description: 'What it limits.',
        resolve: ({ kind }) => kind,
      }),
      name: t.exposeString('name', {
        nullable: true,
        description: 'The campaign or group that it belongs to.',
      }),
      campaign: t.field({
        type: CampaignNode,
        nullable: true,
        description: 'The campaign that it belongs to.',
        resolve: ({ campaignId: id }, _args, context) =>
          id === null ? null : loaded(context).campaigns.load(campaignId(id)),
      }),
      cost: t.exposeFloat('cost', {
        nullable: true,
        description: 'Objective gained if it were lifted; null where the rest has no end then.',
      }),
    }),
  });

const WiderRoomType = builder
  .objectRef<NonNullable<ScenarioAnswers['widerRoom']>>('ScenarioWiderRoom')
  .implement({
    description: "The best plan when every campaign's room around its current spend is wider.",
    fields: (t) => ({
      times: t.exposeFloat('times', { description: 'As asked.' }),
      objectiveValue: t.exposeFloat('objectiveValue', { nullable: true, description: 'Of that plan.' }),
      gain: t.exposeFloat('gain', { nullable: true, description: 'Over the plan itself.' }),
    }),
  });

type FewestMoves = NonNullable<ScenarioAnswers['fewestMoves']>;

const SpendType = builder
  .objectRef<FewestMoves['spends'][number] & { readonly currencyCode: CurrencyCode }>('ScenarioSpend')
  .implement({
    description: 'What one campaign spends a day.',
    fields: (t) => ({
      campaignName: t.exposeString('campaignName', { description: 'As it was when this was computed.' }),
      campaign: t.field({
        type: CampaignNode,
        nullable: true,
        description: 'The campaign as it is now.',
        resolve: ({ campaignId: id }, _args, context) => loaded(context).campaigns.load(campaignId(id)),
      }),
      current: t.field({
        type: MoneyType,
        description: 'Now.',
        resolve: ({ currentMicros, currencyCode }) => money(currentMicros, currencyCode),
      }),
      spend: t.field({
        type: MoneyType,
        description: 'In that plan, in whole coins.',
        resolve: ({ spendMicros, currencyCode }) => money(spendMicros, currencyCode),
      }),
    }),
  });

const FewestMovesType = builder.objectRef<WithCurrency<FewestMoves>>('ScenarioFewestMoves').implement({
  description: 'The plan that moves the fewest campaigns and keeps the share of the gain that was asked for.',
  fields: (t) => ({
    campaignsMoved: t.exposeInt('campaignsMoved', { description: 'How many differ from current.' }),
    objectiveValue: t.exposeFloat('objectiveValue', { description: 'Of that plan.' }),
    shareOfGain: t.exposeFloat('shareOfGain', { description: "Of the whole plan's gain over current." }),
    spends: t.field({
      type: [SpendType],
      description: 'Of every planned campaign.',
      resolve: ({ spends, currencyCode }) => spends.map((spend) => ({ ...spend, currencyCode })),
    }),
  }),
});

export const ScenarioAnswersType = builder
  .objectRef<WithCurrency<ScenarioAnswers>>('ScenarioAnswers')
  .implement({
    description: 'Answers to the questions asked; null where one was not.',
    fields: (t) => ({
      frontier: t.field({
        type: FrontierType,
        nullable: true,
        description: 'The best outcome for every budget.',
        resolve: ({ frontier, currencyCode }) => frontier && { ...frontier, currencyCode },
      }),
      constraintCosts: t.field({
        type: [ConstraintCostType],
        nullable: true,
        description: 'What each binding limit costs.',
        resolve: ({ constraintCosts }) => constraintCosts,
      }),
      widerRoom: t.field({
        type: WiderRoomType,
        nullable: true,
        description: 'What more room would gain.',
        resolve: ({ widerRoom }) => widerRoom,
      }),
      fewestMoves: t.field({
        type: FewestMovesType,
        nullable: true,
        description: 'Nearly as good with fewer changes; null also where the plan gains nothing.',
        resolve: ({ fewestMoves, currencyCode }) => fewestMoves && { ...fewestMoves, currencyCode },
      }),
    }),
  });
