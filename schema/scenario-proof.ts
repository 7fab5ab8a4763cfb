import type { ScenarioConstraint, ScenarioOutcome } from '../planning/scenario/outcome.ts';
import { campaignId } from '../store/model/ids.ts';
import { ConstraintKindEnum } from './allocation-enums.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { loaded } from './loaders.ts';
import { LimitOriginEnum } from './scenario-row.ts';
import { StatementType } from './statement.ts';

/** What a plan brings along to be checked by: what binds, what it is worth, what clashes, how it was solved. */

export const BindingConstraintType = builder.objectRef<ScenarioConstraint>('BindingConstraint').implement({
  description: 'A limit that the plan is at, with what more room would be worth.',
  fields: (t) => ({
    kind: t.field({ type: ConstraintKindEnum, description: 'What it limits.', resolve: ({ kind }) => kind }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The campaign or group that it belongs to; null for the budget.',
    }),
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'The campaign that it belongs to.',
      resolve: ({ campaignId: id }, _args, context) =>
        id === null ? null : loaded(context).campaigns.load(campaignId(id)),
    }),
    shadowPrice: t.exposeFloat('shadowPrice', {
      description: "What one more unit of room would bring, in the objective's own unit. True at the margin.",
    }),
    sentence: t.exposeString('sentence', { description: 'The same in words, for a sensible amount.' }),
  }),
});

export const ViolationsType = builder
  .objectRef<NonNullable<ScenarioOutcome['violations']>>('Violations')
  .implement({
    description: 'The largest breach of each kind, measured on the proposed spends, in units of currency.',
    fields: (t) => ({
      budget: t.exposeFloat('budget', { description: 'Of the total.' }),
      bounds: t.exposeFloat('bounds', { description: "Of campaigns' limits." }),
      groups: t.exposeFloat('groups', { description: "Of groups' limits." }),
      targets: t.exposeFloat('targets', { description: 'Of targets.' }),
    }),
  });

type Infeasibility = NonNullable<ScenarioOutcome['infeasibility']>;

const ClashingConstraintType = builder
  .objectRef<Infeasibility['constraints'][number]>('ClashingConstraint')
  .implement({
    description: 'One of a smallest set of constraints that cannot hold together.',
    fields: (t) => ({
      kind: t.exposeString('kind', { description: 'Such as BUDGET or UNIT_MAX.' }),
      origin: t.field({
        type: LimitOriginEnum,
        nullable: true,
        description: 'Where it comes from, where it is the limit of a campaign.',
        resolve: ({ origin }) => origin ?? null,
      }),
      statement: t.field({
        type: StatementType,
        nullable: true,
        description: 'The same with its code and figures; null where there are none.',
        resolve: ({ statement }) => statement ?? null,
      }),
      description: t.exposeString('description', { description: 'In words, with the figures.' }),
    }),
  });

export const InfeasibilityType = builder.objectRef<Infeasibility>('Infeasibility').implement({
  description: 'Why no plan keeps every limit.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'In words, with the figures.' }),
    statement: t.field({
      type: StatementType,
      nullable: true,
      description: 'The message with its code and figures; null where there are none.',
      resolve: ({ statement }) => statement ?? null,
    }),
    amount: t.exposeFloat('amount', {
      description: 'By how much they clash, in units of currency unless the message says otherwise.',
    }),
    constraints: t.field({
      type: [ClashingConstraintType],
      description: 'A smallest set that cannot hold together: relax any one of them.',
      resolve: ({ constraints }) => constraints,
    }),
  }),
});

export const TimingsType = builder.objectRef<ScenarioOutcome['timings']>('ScenarioTimings').implement({
  description: 'How the answer was found, and how long it took.',
  fields: (t) => ({
    curvesReused: t.exposeBoolean('curvesReused', {
      description: 'The stored curves still belonged to the data, so nothing was fitted.',
    }),
    fitMs: t.exposeFloat('fitMs', { description: 'Fitting, in milliseconds.' }),
    solveMs: t.exposeFloat('solveMs', { description: 'Solving, in milliseconds.' }),
    linearPrograms: t.exposeInt('linearPrograms', { description: 'Linear programs solved.' }),
    nodes: t.exposeInt('nodes', { description: 'Nodes of branch and bound.' }),
    library: t.exposeString('library', { description: 'What solved the linear programs.' }),
    route: t.exposeString('route', { description: 'Which way of solving answered.' }),
  }),
});

export const NotPlannedType = builder
  .objectRef<ScenarioOutcome['notPlanned'][number]>('NotPlanned')
  .implement({
    description: 'A campaign that the scenario leaves out.',
    fields: (t) => ({
      campaignName: t.exposeString('campaignName', {
        description: 'As it was when the scenario was computed.',
      }),
      campaign: t.field({
        type: CampaignNode,
        nullable: true,
        description: 'The campaign as it is now.',
        resolve: ({ campaignId: id }, _args, context) => loaded(context).campaigns.load(campaignId(id)),
      }),
      sentence: t.exposeString('sentence', { description: 'Why.' }),
    }),
  });
