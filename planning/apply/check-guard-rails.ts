import {
  dayFigure,
  type Figure,
  moneyFigure,
  nameFigure,
  numberFigure,
  says,
  shareFigure,
} from '../../optimizer/statement.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import { coinOf, formatAmount } from '../coin.ts';
import type { GuardRails } from './guard-rails.ts';
import { movedRatio, type StageItem } from './stage-items.ts';
import { broken, type Violation } from './violation.ts';

/** What the guard rails look at: one stage of a change set, and the budgets as they are. */
export interface RailsSubject {
  readonly currencyCode: string;
  readonly items: readonly StageItem[];
  /** Of all campaigns of the plan before it. */
  readonly planTotalMicros: bigint;
  readonly budgets: ReadonlyMap<string, CampaignBudget>;
  /** The sum of all known daily budgets of the currency. */
  readonly dailyTotalMicros: bigint;
  readonly now: Date;
  /**
   * A rollback goes back to what was in force before, at once: how far and how often budgets move does not hold it
   * up. Caps, floors, freezes and the kill switch do.
   */
  readonly isRollback: boolean;
}

type Check = (rails: GuardRails, subject: RailsSubject) => readonly Violation[];

/** A ratio that was computed from rounded amounts may miss its limit by this much. */
const ROUNDING = 1e-6;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Platforms spend at most this many daily budgets in a month. */
const DAYS_OF_A_MONTH = 30.4;

/** Changes of a campaign's budget that a platform takes. Sources: Meta's and Yandex.Direct's API documentation. */
const QUOTAS: Readonly<Record<string, { readonly changes: number; readonly hours: number }>> = {
  meta_ads: { changes: 4, hours: 1 },
  yandex_direct: { changes: 3, hours: 24 },
};

const percent = (ratio: number) => `${Math.round(ratio * 1000) / 10} %`;
const ratioFigure = (ratio: number): Figure =>
  Number.isFinite(ratio) ? shareFigure('ratio', ratio) : nameFigure('ratio', '∞');

const killSwitch: Check = ({ killSwitch: isOn }) =>
  isOn ? [broken('KILL_SWITCH', says('KILL_SWITCH', 'The kill switch is on: nothing is applied.'))] : [];

const freezes: Check = ({ freezes: windows, frozenLastDaysOfMonth }, { now }) => {
  const today = now.toISOString().slice(0, 10);
  const frozen = windows.filter(({ from, to }) => from <= today && today <= to);
  const lastDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate();
  const isEndOfMonth = now.getUTCDate() > lastDay - frozenLastDaysOfMonth;
  return [
    ...frozen.map(({ from, to, reason }) =>
      broken(
        'FREEZE',
        says(
          'FREEZE',
          `Budgets are frozen from ${from} to ${to}: ${reason}`,
          dayFigure('from', from),
          dayFigure('to', to),
          nameFigure('reason', reason),
        ),
      ),
    ),
    ...(isEndOfMonth
      ? [
          broken(
            'FREEZE',
            says(
              'FREEZE_END_OF_MONTH',
              `Budgets are frozen on the last ${frozenLastDaysOfMonth} days of a month.`,
              numberFigure('days', frozenLastDaysOfMonth),
            ),
          ),
        ]
      : []),
  ];
};

const maxStep: Check = ({ maxStepRatio }, { items, isRollback }) =>
  isRollback
    ? []
    : items.flatMap(({ item, beforeMicros, afterMicros }) => {
        const ratio = relativeChange(beforeMicros, afterMicros);
        return Math.abs(ratio) <= maxStepRatio + ROUNDING
          ? []
          : [
              broken(
                'MAX_STEP',
                says(
                  'MAX_STEP',
                  `${item.campaignName} would change by ${percent(ratio)}; at most ${percent(maxStepRatio)} at a time.`,
                  nameFigure('name', item.campaignName),
                  ratioFigure(ratio),
                  shareFigure('most', maxStepRatio),
                ),
                item.campaignId,
              ),
            ];
      });

const maxWeek: Check = ({ maxWeekRatio }, { items, budgets, now, isRollback }) =>
  isRollback
    ? []
    : items.flatMap(({ item, afterMicros }) => {
        const since = new Date(now.getTime() - 7 * DAY_MS).toISOString();
        const recent = (budgets.get(item.campaignId)?.changes ?? []).filter(
          ({ at, applicationId }) => at > since && applicationId !== null,
        );
        const weekAgo = recent.at(-1)?.beforeMicros ?? null;
        if (weekAgo === null) return [];
        const ratio = relativeChange(weekAgo, afterMicros);
        if (Math.abs(ratio) <= maxWeekRatio + ROUNDING) return [];
        const sentence = says(
          'MAX_WEEK',
          `${item.campaignName} would have changed by ${percent(ratio)} within seven days; at most ${percent(maxWeekRatio)}.`,
          nameFigure('name', item.campaignName),
          ratioFigure(ratio),
          shareFigure('most', maxWeekRatio),
        );
        return [broken('MAX_WEEK', sentence, item.campaignId)];
      });

const maxMoved: Check = ({ maxMovedRatio }, subject) => {
  if (subject.isRollback) return [];
  const ratio = movedRatio(subject.items, subject.planTotalMicros);
  return ratio <= maxMovedRatio + ROUNDING
    ? []
    : [
        broken(
          'MAX_MOVED',
          says(
            'MAX_MOVED',
            `${percent(ratio)} of all budgets would move; at most ${percent(maxMovedRatio)} at a time.`,
            ratioFigure(ratio),
            shareFigure('most', maxMovedRatio),
          ),
        ),
      ];
};

const cadence: Check = ({ minDaysBetweenChanges }, { items, budgets, now, isRollback }) =>
  isRollback
    ? []
    : items.flatMap(({ item }) => {
        const last = budgets
          .get(item.campaignId)
          ?.changes.find(({ applicationId }) => applicationId !== null);
        if (last === undefined) return [];
        const days = (now.getTime() - Date.parse(last.at)) / DAY_MS;
        if (days >= minDaysBetweenChanges) return [];
        const sentence = says(
          'MIN_DAYS_BETWEEN_CHANGES',
          `${item.campaignName} was changed at ${last.at}; at least ${minDaysBetweenChanges} days lie between changes.`,
          nameFigure('name', item.campaignName),
          dayFigure('day', last.at.slice(0, 10)),
          numberFigure('days', minDaysBetweenChanges),
        );
        return [broken('MIN_DAYS_BETWEEN_CHANGES', sentence, item.campaignId)];
      });

const platformQuota: Check = (_rails, { items, budgets, now }) =>
  items.flatMap(({ item }) => {
    const quota = QUOTAS[item.platform];
    if (quota === undefined) return [];
    const since = new Date(now.getTime() - quota.hours * HOUR_MS).toISOString();
    const changes = budgets.get(item.campaignId)?.changes ?? [];
    if (changes.filter(({ at }) => at > since).length < quota.changes) return [];
    const sentence = says(
      'PLATFORM_QUOTA',
      `${item.platform} takes ${quota.changes} budget changes of ${item.campaignName} in ${quota.hours} h, and has had them.`,
      nameFigure('platform', item.platform),
      numberFigure('changes', quota.changes),
      nameFigure('name', item.campaignName),
      numberFigure('hours', quota.hours),
    );
    return [broken('PLATFORM_QUOTA', sentence, item.campaignId)];
  });

const floor: Check = ({ floors }, { items, currencyCode }) =>
  items.flatMap(({ item, afterMicros }) => {
    if (afterMicros <= 0n) {
      const sentence = says(
        'NO_BUDGET_LEFT',
        `${item.campaignName} would have no budget. To stop a campaign, pause it.`,
        nameFigure('name', item.campaignName),
      );
      return [broken('FLOOR', sentence, item.campaignId)];
    }
    const least = floors
      .filter((given) => given.currencyCode === currencyCode)
      .filter(({ platform }) => platform === null || platform === item.platform)
      .map(({ micros }) => BigInt(micros))
      .reduce((a, b) => (a > b ? a : b), 0n);
    if (afterMicros >= least) return [];
    const sentence = says(
      'FLOOR',
      `${item.campaignName} would get ${text(afterMicros, currencyCode)} a day; at least ${text(least, currencyCode)}.`,
      nameFigure('name', item.campaignName),
      amountFigure('amount', afterMicros),
      amountFigure('least', least),
    );
    return [broken('FLOOR', sentence, item.campaignId)];
  });

const caps: Check = ({ dailyCaps, monthlyCaps }, subject) => {
  const { currencyCode, dailyTotalMicros } = subject;
  const total = dailyTotalMicros + knownChange(subject.items);
  if (total <= dailyTotalMicros) return [];
  const over = (cap: { currencyCode: string; micros: string }, spendMicros: bigint) =>
    cap.currencyCode === currencyCode && spendMicros > BigInt(cap.micros);
  const month = BigInt(Math.round(Number(total) * DAYS_OF_A_MONTH));
  return [
    ...dailyCaps
      .filter((cap) => over(cap, total))
      .map(({ micros }) =>
        broken(
          'DAILY_CAP',
          says(
            'DAILY_CAP',
            `All daily budgets would be ${text(total, currencyCode)}; at most ${text(BigInt(micros), currencyCode)}.`,
            amountFigure('total', total),
            amountFigure('most', BigInt(micros)),
          ),
        ),
      ),
    ...monthlyCaps
      .filter((cap) => over(cap, month))
      .map(({ micros }) =>
        broken(
          'MONTHLY_CAP',
          says(
            'MONTHLY_CAP',
            `A month could spend ${text(month, currencyCode)}; at most ${text(BigInt(micros), currencyCode)}.`,
            amountFigure('total', month),
            amountFigure('most', BigInt(micros)),
          ),
        ),
      ),
  ];
};

const sharedBudgets: Check = (_rails, { items }) => {
  const taken = new Set<string>();
  return items.flatMap(({ item }) => {
    const spenders = [item.campaignId, ...item.sharedWith];
    const isTwice = spenders.some((id) => taken.has(id));
    for (const id of spenders) taken.add(id);
    const sentence = says(
      'SHARED_BUDGET',
      `${item.campaignName} spends from a budget that this plan changes already.`,
      nameFigure('name', item.campaignName),
    );
    return isTwice ? [broken('SHARED_BUDGET', sentence, item.campaignId)] : [];
  });
};

/** What belongs to the plan, whenever it is applied. */
const OF_THE_PLAN: readonly Check[] = [maxStep, maxMoved, floor, caps, sharedBudgets];
/** What belongs to the moment. */
const OF_THE_MOMENT: readonly Check[] = [killSwitch, freezes, maxWeek, cadence, platformQuota];

export const planViolations: Check = (rails, subject) =>
  OF_THE_PLAN.flatMap((check) => check(rails, subject));
export const momentViolations: Check = (rails, subject) =>
  OF_THE_MOMENT.flatMap((check) => check(rails, subject));

/** By how much the sum of known budgets changes: one that was not known adds all of itself. */
export const knownChange = (items: readonly StageItem[]): bigint =>
  items.reduce(
    (sum, { isBudgetKnown, beforeMicros, afterMicros }) =>
      sum + afterMicros - (isBudgetKnown ? beforeMicros : 0n),
    0n,
  );

const relativeChange = (before: bigint, after: bigint): number =>
  before === 0n ? (after === 0n ? 0 : Number.POSITIVE_INFINITY) : Number(after - before) / Number(before);

const amountFigure = (name: string, micros: bigint): Figure => moneyFigure(name, Number(micros) / 1e6);

const text = (micros: bigint, currencyCode: string) =>
  formatAmount(Number(micros) / 1e6, coinOf(currencyCode));
