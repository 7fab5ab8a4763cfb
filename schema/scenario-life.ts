import type { ScenarioTotals } from '../planning/scenario/outcome.ts';
import type { Staleness } from '../planning/scenario/staleness.ts';
import type { Scenario } from '../store/model/entities.ts';
import { builder } from './builder.ts';
import { encodedId } from './ids.ts';
import { MoneyType, money } from './money.ts';
import type { WithCurrency } from './scenario-row.ts';

export const FailureType = builder.objectRef<NonNullable<Scenario['failure']>>('ScenarioFailure').implement({
  description: 'Why a scenario could not be answered.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs, as of the errors of createScenario.' }),
    message: t.exposeString('message', { description: 'What was seen, what was wanted, what to do.' }),
  }),
});

export const StalenessType = builder.objectRef<Staleness>('ScenarioStaleness').implement({
  description: 'Whether the data that a scenario was computed from has changed since.',
  fields: (t) => ({
    isStale: t.exposeBoolean('isStale', { description: 'Days that it was computed from were restated.' }),
    campaignIds: t.idList({
      description: 'Global ids of the campaigns whose days were.',
      resolve: ({ campaignIds }) => campaignIds.map((id) => encodedId('Campaign', id)),
    }),
    sentence: t.exposeString('sentence', { description: 'The same in words.' }),
  }),
});

export const HorizonType = builder.objectRef<WithCurrency<ScenarioHorizon>>('ScenarioHorizon').implement({
  description: 'The days that a scenario plans for, and the plan over all of them.',
  fields: (t) => {
    const overDays = (pick: (horizon: ScenarioHorizon) => ScenarioTotals | null, description: string) =>
      t.field({
        type: MoneyType,
        nullable: true,
        description,
        resolve: (horizon) => {
          const totals = pick(horizon);
          return (
            totals &&
            money((BigInt(totals.spendMicros) * BigInt(horizon.days)).toString(), horizon.currencyCode)
          );
        },
      });
    return {
      from: t.string({ description: 'The first day.', resolve: ({ from }) => from }),
      to: t.string({ description: 'The last day.', resolve: ({ to }) => to }),
      days: t.exposeInt('days', { description: 'Both ends included.' }),
      spendBefore: overDays(({ before }) => before, 'At the current spends, over all days.'),
      spendAfter: overDays(({ after }) => after, 'At the proposed spends, over all days.'),
      conversionsBefore: t.float({
        description: 'At the current spends, over all days.',
        resolve: ({ before, days }) => before.expectedConversions * days,
      }),
      conversionsAfter: t.float({
        nullable: true,
        description: 'At the proposed spends, over all days.',
        resolve: ({ after, days }) => after && after.expectedConversions * days,
      }),
    };
  },
});

interface ScenarioHorizon {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly before: ScenarioTotals;
  readonly after: ScenarioTotals | null;
}
