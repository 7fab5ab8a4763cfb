import type { Campaign } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { DayRange } from '../../store/ports.ts';
import { type CampaignSelector, matchesSelector, onlyCurrency } from '../campaign-selection.ts';
import { RateBook } from '../currency/rate-book.ts';
import type { PlanningDeps } from '../deps.ts';
import type { MetricInputs } from '../metrics.ts';
import { accountCosts, type CostShares, economicsInputs, lastReportedDay } from './economics.ts';
import { type OneCurrency, type PerformanceFact, readPlatformFacts } from './facts.ts';
import type { FiguresRequest } from './request.ts';
import { readSalesFacts, type SalesAside } from './sales-facts.ts';

/** Which campaigns a request is about, and the one currency of its answer. */
export interface Account {
  readonly campaigns: readonly Campaign[];
  /** Null when there is no campaign. */
  readonly money: OneCurrency | null;
  /** No campaign was left out, so that costs of the account as a whole can be laid on them. */
  readonly isWhole: boolean;
}

/** What the account did in a range. */
export interface AccountFigures {
  readonly facts: readonly PerformanceFact[];
  readonly aside: SalesAside | null;
  readonly inputs: MetricInputs;
  readonly costs: CostShares | null;
}

/** Throws `MixedCurrencyError` for campaigns in several currencies unless `convertTo` says into which. */
export async function openAccount(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { filter = {}, convertTo }: Pick<FiguresRequest, 'filter' | 'convertTo'>,
  span: DayRange,
): Promise<Account> {
  const all = await deps.store.campaigns.all(workspace);
  const campaigns = all.filter(matchesSelector(filter));
  const isWhole = isEmpty(filter);
  if (convertTo === undefined) {
    const currencyCode = onlyCurrency(campaigns);
    return { campaigns, money: currencyCode === null ? null : { currencyCode, book: null }, isWhole };
  }
  const book = new RateBook(deps, workspace, convertTo, span);
  await book.prepare(campaigns.map(({ currencyCode }) => currencyCode));
  return { campaigns, money: { currencyCode: convertTo, book }, isWhole };
}

const isEmpty = (filter: CampaignSelector) => Object.values(filter).every((part) => part === undefined);

/** `grain` MONTH where no one asks what came on which day. */
export async function readAccountFigures(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { campaigns, money, isWhole }: Account,
  range: DayRange,
  grain: 'DAY' | 'MONTH',
  { margin, revenueBasis = 'PLATFORM' }: Pick<FiguresRequest, 'margin' | 'revenueBasis'>,
): Promise<AccountFigures> {
  if (money === null)
    return { facts: [], aside: null, inputs: { margin: margin ?? null, revenueBasis }, costs: null };
  const request = { campaigns, range, grain, money };
  const [platform, sales] = await Promise.all([
    readPlatformFacts(deps, workspace, request),
    readSalesFacts(deps, workspace, request),
  ]);
  const facts = [...platform, ...sales.facts];
  const lastDay = lastReportedDay(facts, range);
  const [economics, costs] = await Promise.all([
    economicsInputs(deps, workspace, money, lastDay),
    isWhole
      ? accountCosts(deps, workspace, money, { from: range.from, to: range.to }, lastDay, platform)
      : null,
  ]);
  return {
    facts,
    aside: sales.aside.names === 0 ? null : sales.aside,
    inputs: { ...economics, margin: margin ?? economics.margin ?? null, revenueBasis },
    costs,
  };
}
