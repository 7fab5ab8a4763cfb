import type { CampaignId, Channel } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import { InvalidInputError } from '../errors.ts';

export type ScenarioObjective = 'MAX_CONVERSIONS' | 'MAX_REVENUE' | 'MAX_PROFIT';

/** What a planner asks, in a planner's words. Amounts are per day. What is absent is not limited. */
export interface ScenarioRequest {
  readonly name: string;
  readonly objective: ScenarioObjective;
  /** Needed only where the workspace spends in several currencies. */
  readonly currencyCode?: CurrencyCode | undefined;
  /** Default: equal to the current total. */
  readonly budget?: BudgetRequest | undefined;
  /** Gross margin as a share of revenue, 0 to 1. Default 1. Counts for MAX_PROFIT. */
  readonly margin?: number | undefined;
  /** For campaigns without limits of their own. Default −0.5 and +1: half to twice the current spend. */
  readonly defaultLimits?: ChangeLimits | undefined;
  readonly campaigns?: readonly CampaignRequest[] | undefined;
  readonly groups?: readonly GroupRequest[] | undefined;
}

export interface BudgetRequest {
  readonly equalMicros?: Micros | undefined;
  readonly atMostMicros?: Micros | undefined;
  readonly atLeastMicros?: Micros | undefined;
}

/** Relative to current: −0.3 is thirty per cent less. */
export interface ChangeLimits {
  readonly minChange?: number | undefined;
  readonly maxChange?: number | undefined;
}

/** A limit given here takes the place of the default and of the limits that honesty would set on that side. */
export interface CampaignRequest extends ChangeLimits {
  readonly campaignId: CampaignId;
  readonly minMicros?: Micros | undefined;
  readonly maxMicros?: Micros | undefined;
  readonly locked?: boolean | undefined;
  readonly valuePerConversionMicros?: Micros | undefined;
  readonly margin?: number | undefined;
}

/** The planned campaigns among those named and those of the channels named. */
export interface GroupRequest {
  readonly name: string;
  readonly campaignIds?: readonly CampaignId[] | undefined;
  readonly channels?: readonly Channel[] | undefined;
  readonly minMicros?: Micros | undefined;
  readonly maxMicros?: Micros | undefined;
  /** Of the total, 0 to 1. */
  readonly minShare?: number | undefined;
  readonly maxShare?: number | undefined;
}

export const DEFAULT_LIMITS = { minChange: -0.5, maxChange: 1 } as const;

const LONGEST_NAME = 200;
const MOST_GROUPS = 100;

/** Throws `InvalidInputError` for what can be told without looking at the data. */
export function checkRequest(request: ScenarioRequest): void {
  const { name, budget, margin, defaultLimits, campaigns = [], groups = [] } = request;
  checkName(name, ['name']);
  checkAmount(budget?.equalMicros, ['budget', 'equal']);
  checkAmount(budget?.atMostMicros, ['budget', 'atMost']);
  checkAmount(budget?.atLeastMicros, ['budget', 'atLeast']);
  checkShare(margin, ['margin']);
  checkChanges(defaultLimits, ['defaultLimits']);

  campaigns.forEach((campaign, i) => {
    const path = ['campaigns', String(i)];
    checkChanges(campaign, path);
    checkAmount(campaign.minMicros, [...path, 'min']);
    checkAmount(campaign.maxMicros, [...path, 'max']);
    checkAmount(campaign.valuePerConversionMicros, [...path, 'valuePerConversion']);
    checkShare(campaign.margin, [...path, 'margin']);
  });
  refuseTwice(campaigns, ({ campaignId }) => campaignId, 'campaigns', 'campaignId');

  if (groups.length > MOST_GROUPS) {
    throw new InvalidInputError(
      ['groups'],
      `${groups.length} groups were given; at most ${MOST_GROUPS} are read.`,
    );
  }
  groups.forEach((group, i) => {
    const path = ['groups', String(i)];
    checkName(group.name, [...path, 'name']);
    checkAmount(group.minMicros, [...path, 'min']);
    checkAmount(group.maxMicros, [...path, 'max']);
    checkShare(group.minShare, [...path, 'minShare']);
    checkShare(group.maxShare, [...path, 'maxShare']);
  });
  refuseTwice(groups, ({ name }) => name, 'groups', 'name');
}

type Path = readonly string[];

function checkName(name: string, path: Path): void {
  if (name.trim() === '' || name.length > LONGEST_NAME) {
    throw new InvalidInputError(path, `The name has ${name.length} characters; wanted 1 to ${LONGEST_NAME}.`);
  }
}

function checkAmount(micros: Micros | undefined, path: Path): void {
  if (micros !== undefined && micros < 0n) {
    throw new InvalidInputError(path, `${path.at(-1)} is negative; wanted an amount of 0 or more.`);
  }
}

function checkShare(share: number | undefined, path: Path): void {
  if (share !== undefined && !(share >= 0 && share <= 1)) {
    throw new InvalidInputError(
      path,
      `${path.at(-1)} is ${share}; wanted a share from 0 to 1 (0.4 is 40 %).`,
    );
  }
}

function checkChanges({ minChange, maxChange }: ChangeLimits = {}, path: Path): void {
  for (const [field, change] of Object.entries({ minChange, maxChange })) {
    if (change !== undefined && !(change >= -1 && change <= 1000)) {
      throw new InvalidInputError(
        [...path, field],
        `${field} is ${change}; wanted -1 or more, relative to current (-0.3 is thirty per cent less).`,
      );
    }
  }
  if (minChange !== undefined && maxChange !== undefined && minChange > maxChange) {
    throw new InvalidInputError(
      [...path, 'minChange'],
      `minChange (${minChange}) is above maxChange (${maxChange}).`,
    );
  }
}

function refuseTwice<T>(items: readonly T[], keyOf: (item: T) => string, list: string, field: string): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    const key = keyOf(item);
    if (seen.has(key)) {
      throw new InvalidInputError(
        [list, String(i), field],
        `${JSON.stringify(key)} was already given in ${list}.`,
      );
    }
    seen.add(key);
  });
}
