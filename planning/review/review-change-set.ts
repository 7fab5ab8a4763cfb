import { addDays, type IsoDate, parseIsoDate } from '../../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../../store/model/entities.ts';
import { campaignId, type WorkspaceId } from '../../store/model/ids.ts';
import type { ChangeSetItem, OpenChangeSet } from '../apply/change-set-body.ts';
import { decideChangeSet } from '../apply/decide-change-set.ts';
import { WrongStateError } from '../apply/errors.ts';
import { readApplication } from '../apply/read-application.ts';
import { readChangeSet } from '../apply/read-change-set.ts';
import { stateAt } from '../apply/states.ts';
import type { Actor } from '../apply/transact.ts';
import { dataCompleteThrough, daysBetween } from '../complete-days.ts';
import { readDailyRows } from '../daily-rows.ts';
import { earlierDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { quotient } from '../metrics.ts';
import { isSalesOutcome, readSales } from '../sales-series.ts';
import { plainJson } from '../scenario/input-hash.ts';
import { type CountedOutcome, OUTCOME_WORDS } from '../scenario/outcome-words.ts';
import { bandOf, type Observed, uncorrectedBandOf } from './band.ts';
import { type ChannelReview, deliveredRatioOf, type Review, reviewSchema } from './review.ts';

/** Two whole weeks, so that weekdays weigh alike and learning phases are over. */
const DAYS_WANTED = 14;
/** Looked back so far to see how long a platform's conversions take to come in. */
const LAG_DAYS = 45;

/**
 * What was predicted when it was proposed, beside what came in the days after it was applied whose conversions are
 * complete. Throws `WrongStateError` before it is applied, and `InvalidInputError`.
 */
export async function reviewChangeSet(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  id: string,
): Promise<Review> {
  const changeSet = await readChangeSet(deps, workspace, id);
  const stored = reviewSchema.safeParse(changeSet.body.evaluation);
  return stored.success ? stored.data : reviewNow(deps, workspace, changeSet);
}

/** Reviews, and keeps what it found for good once the days are complete: EVALUATED; MEASURING until then. */
export async function evaluateChangeSet(
  deps: PlanningDeps,
  actor: Actor,
  id: string,
): Promise<OpenChangeSet> {
  const changeSet = await readChangeSet(deps, actor.workspaceId, id);
  if (changeSet.state === 'EVALUATED') return changeSet;
  const review = await reviewNow(deps, actor.workspaceId, changeSet);
  if (review.state === 'MEASURING' && changeSet.state === 'MEASURING') return changeSet;
  return decideChangeSet(deps, actor, { id }, 'evaluated', () => ({
    kind: review.state === 'COMPLETE' ? 'EVALUATED' : 'MEASURING',
    details: { sentence: review.sentence, wape: review.wape, bias: review.bias },
    changes:
      review.state === 'COMPLETE'
        ? { state: 'EVALUATED', evaluation: plainJson(review) }
        : { state: 'MEASURING' },
  }));
}

async function reviewNow(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  changeSet: OpenChangeSet,
): Promise<Review> {
  const { appliedAt } = changeSet.body;
  const today = appliedAt === null ? null : parseIsoDate(appliedAt.slice(0, 10));
  if (today === null)
    throw new WrongStateError('reviewed', stateAt(changeSet, deps.now()), 'Apply it first.');
  const from = addDays(today, 1);
  const items = await appliedItems(deps, workspace, changeSet);
  const campaigns = await deps.store.campaigns.getMany(
    workspace,
    items.map(({ campaignId: id }) => campaignId(id)),
  );
  const rowsOf = await readDailyRows(
    deps,
    workspace,
    campaigns.filter((campaign): campaign is Campaign => campaign !== null),
    { from: addDays(from, -LAG_DAYS), to: addDays(from, DAYS_WANTED + LAG_DAYS) },
  );
  const { outcome = 'CONVERSIONS' } = changeSet.body;
  const counted = isSalesOutcome(outcome)
    ? await readSales(deps, workspace, await deps.store.campaigns.all(workspace), outcome)
    : null;
  const to = lastReported(counted, from, lastCompleteDay(rowsOf.values(), from));
  const days = to === null ? 0 : daysBetween(from, to);
  const observed = items.flatMap((item) => observedOf(item, rowsOf, counted, from, to) ?? []);
  return summed(from, to, days, observed, outcome);
}

/** Of what a CRM counts, no further than it has reported anything. */
function lastReported(counted: CountedSales | null, from: IsoDate, to: IsoDate | null): IsoDate | null {
  if (counted === null || to === null) return to;
  // On a day that was reported for anyone, every campaign has a figure.
  const [anyone] = counted.named;
  let last = to;
  while (last >= from && (anyone === undefined || counted.on(anyone, last) === null))
    last = addDays(last, -1);
  return last < from ? null : last;
}

type CountedSales = Awaited<ReturnType<typeof readSales>>;

interface ObservedItem extends Observed {
  readonly item: ChangeSetItem;
  readonly spend: number;
}

function summed(
  from: IsoDate,
  to: IsoDate | null,
  days: number,
  observed: readonly ObservedItem[],
  outcome: CountedOutcome,
): Review {
  const channels = [...new Set(observed.map(({ item }) => item.channel))].sort();
  const campaigns = observed.map((each) => ({
    ...bandOf([each], days),
    campaignId: each.item.campaignId,
    campaignName: each.item.campaignName,
    channel: each.item.channel,
    deliveredRatio: quotient(each.spend, (Number(each.item.afterMicros) / 1e6) * days) ?? 0,
  }));
  const total = observed.length === 0 || days === 0 ? null : bandOf(observed, days);
  const errors = campaigns.reduce((sum, { predicted, actual }) => sum + Math.abs(actual - predicted), 0);
  const judged = campaigns.filter(({ isInside }) => isInside !== null);
  const isBelow = total?.interval != null && total.actual < total.interval[0];
  const isComplete = days >= DAYS_WANTED;
  return {
    state: isComplete ? 'COMPLETE' : 'MEASURING',
    ...(outcome !== 'CONVERSIONS' && { outcome }),
    from,
    to,
    days,
    daysWanted: DAYS_WANTED,
    campaigns: days === 0 ? [] : campaigns,
    channels:
      days === 0
        ? []
        : channels.map((channel) => ({
            ...channelReview(channel, observed, days),
            deliveredRatio: deliveredRatioOf(campaigns.filter((each) => each.channel === channel)),
          })),
    total,
    wape: total && quotient(errors, total.actual),
    bias: total && quotient(total.predicted - total.actual, total.actual),
    coverage: days === 0 ? null : quotient(judged.filter(({ isInside }) => isInside).length, judged.length),
    isRollbackSuggested: isComplete && isBelow,
    sentence: sentenceOf(total, days, isComplete, outcome),
  };
}

function channelReview(channel: string, observed: readonly ObservedItem[], days: number): ChannelReview {
  const own = observed.filter(({ item }) => item.channel === channel);
  const isBare = own.every(({ forecast }) => forecast === undefined);
  const { predicted, interval } = uncorrectedBandOf(own, days);
  return { channel, ...bandOf(own, days), ...(isBare ? {} : { uncorrected: { predicted, interval } }) };
}

function sentenceOf(
  total: Review['total'],
  days: number,
  isComplete: boolean,
  outcome: CountedOutcome,
): string {
  if (total === null) return 'No complete day has come in since it was applied.';
  const [low, high] = (total.interval ?? [total.predicted, total.predicted]).map(Math.round);
  const came = `${Math.round(total.actual)} ${OUTCOME_WORDS[outcome][1]} came in ${days} days; ${low} to ${high} were predicted.`;
  return isComplete ? came : `${came} More days are to come.`;
}

/** Where every campaign's conversions have come in, at most the days wanted; null before the first such day. */
function lastCompleteDay(rows: Iterable<readonly DailyPerformance[]>, from: IsoDate): IsoDate | null {
  const ends = [...rows].flatMap((ofCampaign) => dataCompleteThrough(ofCampaign) ?? []);
  if (ends.length === 0) return null;
  const end = earlierDay(ends.reduce(earlierDay), addDays(from, DAYS_WANTED - 1));
  return end < from ? null : end;
}

function observedOf(
  item: ChangeSetItem,
  rowsOf: Awaited<ReturnType<typeof readDailyRows>>,
  counted: CountedSales | null,
  from: IsoDate,
  to: IsoDate | null,
): ObservedItem | null {
  if (item.expected === null) return null;
  const spenders = [item.campaignId, ...item.sharedWith].map((id) => campaignId(id));
  const rows = spenders
    .flatMap((id) => rowsOf.get(id) ?? [])
    .filter(({ date }) => to !== null && from <= date && date <= to);
  return {
    item,
    expected: item.expected.after,
    forecast: item.expected.forecast,
    channel: item.channel,
    actual: rows.reduce(
      (sum, { campaignId: id, date, conversions }) =>
        sum + ((counted ? counted.on(id, date) : conversions) ?? 0),
      0,
    ),
    spend: rows.reduce((sum, { spendMicros }) => sum + Number(spendMicros) / 1e6, 0),
  };
}

/** Those whose budget did become what the prediction is about. */
async function appliedItems(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { body }: OpenChangeSet,
): Promise<readonly ChangeSetItem[]> {
  const reached = new Map<string, string>();
  for (const id of body.applicationIds) {
    const { body: application } = await readApplication(deps, workspace, id);
    for (const { campaignId: campaign, status, observedAfterMicros } of application.results) {
      if (status === 'APPLIED' && observedAfterMicros !== null) reached.set(campaign, observedAfterMicros);
    }
  }
  return body.items.filter((item) => reached.get(item.campaignId) === item.afterMicros);
}
