import { BusyError } from '../planning/apply/errors.ts';
import type { GuardRails, VersionedGuardRails } from '../planning/apply/guard-rails.ts';
import { InvalidInputError } from '../planning/errors.ts';
import { type IsoDate, parseIsoDate } from '../store/model/day.ts';
import { parseDecimalToMicros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { MoneyType, money } from './money.ts';

type Freeze = GuardRails['freezes'][number];
type Floor = GuardRails['floors'][number];

/** Days were checked when they were stored. */
const storedDay = (text: string) => parseIsoDate(text) as IsoDate;

const FreezeType = builder.objectRef<Freeze>('BudgetFreeze').implement({
  description: 'Days on which no budget changes. Days are those of UTC.',
  fields: (t) => ({
    from: t.field({ type: 'Date', description: 'The first day.', resolve: ({ from }) => storedDay(from) }),
    to: t.field({ type: 'Date', description: 'The last day.', resolve: ({ to }) => storedDay(to) }),
    reason: t.exposeString('reason', { description: 'For people.' }),
  }),
});

const FloorType = builder.objectRef<Floor>('BudgetFloor').implement({
  description: 'The least a campaign may have a day.',
  fields: (t) => ({
    platform: t.exposeString('platform', { nullable: true, description: 'Null: every platform.' }),
    amount: t.field({
      type: MoneyType,
      description: 'A day.',
      resolve: ({ micros, currencyCode }) => money(micros, currencyCode),
    }),
  }),
});

const TEXTS = {
  killSwitch: 'Nothing is applied while it is on; what is under way stops at its next step.',
  maxStepRatio: "By how much one change may move a campaign's budget: 0.2 is 20 %.",
  maxWeekRatio: "By how much all changes of seven days may move a campaign's budget.",
  maxMovedRatio: 'How much of all budgets of the plan one application may move.',
  minDaysBetweenChanges: 'How long a budget is left alone after a change.',
  secondPersonAboveRatio: 'Above this share of all budgets moved, someone else than the author must approve.',
  approvalHours: 'How long a proposal, and then an approval, is good.',
  restatementTolerance: 'By how much the data may be restated before a plan made from it is stale.',
  frozenLastDaysOfMonth: 'So many last days of each month no budget changes.',
  webhookUrl: 'Where the executor WEBHOOK sends change sets: https, a public host name.',
  eventWebhookUrl: 'Where every audit event is sent, signed: https, a public host name.',
  freezes: 'Days on which no budget changes.',
  dailyCaps: 'The most that all known daily budgets of a currency may be together, at every instant.',
  monthlyCaps: 'The most that 30.4 times the daily budgets of a currency may be.',
  floors: 'The least a campaign may have a day.',
} as const;

const GuardRailsType = builder.objectRef<VersionedGuardRails>('GuardRails').implement({
  description: 'What holds plans back in this workspace.',
  fields: (t) => ({
    killSwitch: t.exposeBoolean('killSwitch', { description: TEXTS.killSwitch }),
    maxStepRatio: t.exposeFloat('maxStepRatio', { description: TEXTS.maxStepRatio }),
    maxWeekRatio: t.exposeFloat('maxWeekRatio', { description: TEXTS.maxWeekRatio }),
    maxMovedRatio: t.exposeFloat('maxMovedRatio', { description: TEXTS.maxMovedRatio }),
    minDaysBetweenChanges: t.exposeInt('minDaysBetweenChanges', { description: TEXTS.minDaysBetweenChanges }),
    secondPersonAboveRatio: t.exposeFloat('secondPersonAboveRatio', {
      description: TEXTS.secondPersonAboveRatio,
    }),
    approvalHours: t.exposeInt('approvalHours', { description: TEXTS.approvalHours }),
    restatementTolerance: t.exposeFloat('restatementTolerance', { description: TEXTS.restatementTolerance }),
    freezes: t.field({ type: [FreezeType], description: TEXTS.freezes, resolve: ({ freezes }) => freezes }),
    frozenLastDaysOfMonth: t.exposeInt('frozenLastDaysOfMonth', { description: TEXTS.frozenLastDaysOfMonth }),
    dailyCaps: t.field({
      type: [MoneyType],
      description: TEXTS.dailyCaps,
      resolve: ({ dailyCaps }) => dailyCaps.map(({ micros, currencyCode }) => money(micros, currencyCode)),
    }),
    monthlyCaps: t.field({
      type: [MoneyType],
      description: TEXTS.monthlyCaps,
      resolve: ({ monthlyCaps }) =>
        monthlyCaps.map(({ micros, currencyCode }) => money(micros, currencyCode)),
    }),
    floors: t.field({ type: [FloorType], description: TEXTS.floors, resolve: ({ floors }) => floors }),
    webhookUrl: t.exposeString('webhookUrl', { nullable: true, description: TEXTS.webhookUrl }),
    eventWebhookUrl: t.exposeString('eventWebhookUrl', {
      nullable: true,
      description: TEXTS.eventWebhookUrl,
    }),
    version: t.exposeInt('version', { description: 'Grows with each change; 0 while the defaults stand.' }),
  }),
});

builder.queryField('guardRails', (t) =>
  t.field({
    type: GuardRailsType,
    description: 'The guard rails of the workspace.',
    resolve: async (_root, _args, { deps, viewer }) =>
      (await import('../planning/apply/guard-rails.ts')).readGuardRails(deps, viewer.workspaceId),
  }),
);

const FreezeInput = builder.inputType('BudgetFreezeInput', {
  description: 'Days on which no budget changes.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: true, description: 'The first day.' }),
    to: t.field({ type: 'Date', required: true, description: 'The last day.' }),
    reason: t.string({ required: true, description: 'For people.' }),
  }),
});

const CapInput = builder.inputType('BudgetCapInput', {
  description: 'The most that budgets of a currency may be together.',
  fields: (t) => ({
    currencyCode: t.field({ type: 'CurrencyCode', required: true, description: 'ISO 4217.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'In units of currency.' }),
  }),
});

const FloorInput = builder.inputType('BudgetFloorInput', {
  description: 'The least a campaign may have a day.',
  fields: (t) => ({
    platform: t.string({ description: 'Such as `google_ads`. Left out: every platform.' }),
    currencyCode: t.field({ type: 'CurrencyCode', required: true, description: 'ISO 4217.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'In units of currency.' }),
  }),
});

const SetGuardRailsInput = builder.inputType('SetGuardRailsInput', {
  description: 'What shall change; the rest stays. Lists are replaced as a whole.',
  fields: (t) => ({
    killSwitch: t.boolean({ description: TEXTS.killSwitch }),
    maxStepRatio: t.float({ description: TEXTS.maxStepRatio }),
    maxWeekRatio: t.float({ description: TEXTS.maxWeekRatio }),
    maxMovedRatio: t.float({ description: TEXTS.maxMovedRatio }),
    minDaysBetweenChanges: t.int({ description: TEXTS.minDaysBetweenChanges }),
    secondPersonAboveRatio: t.float({ description: TEXTS.secondPersonAboveRatio }),
    approvalHours: t.int({ description: TEXTS.approvalHours }),
    restatementTolerance: t.float({ description: TEXTS.restatementTolerance }),
    freezes: t.field({ type: [FreezeInput], description: TEXTS.freezes }),
    frozenLastDaysOfMonth: t.int({ description: TEXTS.frozenLastDaysOfMonth }),
    dailyCaps: t.field({ type: [CapInput], description: TEXTS.dailyCaps }),
    monthlyCaps: t.field({ type: [CapInput], description: TEXTS.monthlyCaps }),
    floors: t.field({ type: [FloorInput], description: TEXTS.floors }),
    webhookUrl: t.string({ description: TEXTS.webhookUrl }),
    eventWebhookUrl: t.string({ description: TEXTS.eventWebhookUrl }),
  }),
});

/** A `Decimal` is a plain decimal by the time it gets here. */
const micros = (decimal: string) => (parseDecimalToMicros(decimal) ?? 0n).toString();

builder.mutationField('setGuardRails', (t) =>
  t.field({
    type: GuardRailsType,
    description: 'Changes the guard rails of the workspace. Needs the scope `admin`.',
    skipTypeScopes: true,
    authScopes: { admin: true },
    args: { input: t.arg({ type: SetGuardRailsInput, required: true, description: 'What shall change.' }) },
    errors: {
      types: [InvalidInputError, BusyError],
      union: { description: 'The guard rails as they are now, or why they are not changed.' },
      result: { description: 'They are changed.' },
      dataField: { name: 'guardRails', description: 'As they are now.' },
    },
    resolve: async (_root, { input }, { deps, viewer }) => {
      const { webhookUrl, eventWebhookUrl, ...given } = input;
      const amounts = (list: readonly { currencyCode: string; amount: string }[] | null | undefined) =>
        list?.map(({ currencyCode, amount }) => ({ currencyCode, micros: micros(amount) }));
      const changes = {
        ...given,
        dailyCaps: amounts(given.dailyCaps),
        monthlyCaps: amounts(given.monthlyCaps),
        floors: given.floors?.map(({ platform, currencyCode, amount }) => ({
          platform: platform ?? null,
          currencyCode,
          micros: micros(amount),
        })),
      };
      const known = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined);
      // An explicit null takes a webhook away; every other null means nothing.
      const urls = Object.entries({ webhookUrl, eventWebhookUrl }).filter(([, url]) => url !== undefined);
      const { setGuardRails } = await import('../planning/apply/guard-rails.ts');
      return setGuardRails(deps, viewer, Object.fromEntries([...known, ...urls]));
    },
  }),
);
