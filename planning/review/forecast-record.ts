import type { WorkspaceId } from '../../store/model/ids.ts';
import { opened } from '../apply/change-set-body.ts';
import type { PlanningDeps } from '../deps.ts';
import { quotient } from '../metrics.ts';
import { type ChannelReview, reviewSchema } from './review.ts';

/** How far predictions of one channel came true, over all change sets that were evaluated. */
export interface ForecastRecord {
  readonly channel: string;
  readonly evaluations: number;
  /** Σ|actual − predicted| ÷ Σ actual. */
  readonly wape: number | null;
  /** Σ(predicted − actual) ÷ Σ actual: above zero it promised too much. */
  readonly bias: number | null;
  /** Share of the evaluations inside their 80 % band. */
  readonly coverage: number | null;
  /** Newest first, until one was inside. */
  readonly missesInARow: number;
  readonly isFlagged: boolean;
  readonly suggestion: string | null;
}

/** So many misses one after the other are hardly chance: 4 % under an honest 80 % band. */
const MISSES_TO_FLAG = 2;
const PAGE = 100;
const MAX_PAGES = 10;

/** Ordered by channel. Looks at the newest thousand change sets. */
export async function forecastRecords(
  deps: PlanningDeps,
  workspace: WorkspaceId,
): Promise<readonly ForecastRecord[]> {
  const newestFirst = await evaluatedChannels(deps, workspace);
  const channels = [...new Set(newestFirst.map(({ channel }) => channel))].sort();
  return channels.map((channel) => recordOf(channel, newestFirst));
}

async function evaluatedChannels(
  deps: PlanningDeps,
  workspace: WorkspaceId,
): Promise<readonly ChannelReview[]> {
  const found: { readonly from: string; readonly channels: readonly ChannelReview[] }[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, hasNextPage } = await deps.store.ledger.changeSets(workspace, { first: PAGE, after });
    for (const { item } of items) {
      const review = reviewSchema.safeParse(opened(item).body.evaluation);
      if (review.success) found.push(review.data);
    }
    if (!hasNextPage) break;
    after = items.at(-1)?.cursor;
  }
  // A change set may be applied long after it was proposed.
  return found.sort((a, b) => (a.from < b.from ? 1 : -1)).flatMap(({ channels }) => channels);
}

function recordOf(channel: string, newestFirst: readonly ChannelReview[]): ForecastRecord {
  const own = newestFirst.filter((review) => review.channel === channel);
  const actual = own.reduce((sum, review) => sum + review.actual, 0);
  const predicted = own.reduce((sum, review) => sum + review.predicted, 0);
  const errors = own.reduce((sum, review) => sum + Math.abs(review.actual - review.predicted), 0);
  const judged = own.filter(({ isInside }) => isInside !== null);
  const firstHit = judged.findIndex(({ isInside }) => isInside);
  const missesInARow = firstHit === -1 ? judged.length : firstHit;
  const isFlagged = missesInARow >= MISSES_TO_FLAG;
  return {
    channel,
    evaluations: own.length,
    wape: quotient(errors, actual),
    bias: quotient(predicted - actual, actual),
    coverage: quotient(judged.filter(({ isInside }) => isInside).length, judged.length),
    missesInARow,
    isFlagged,
    suggestion: isFlagged
      ? `Predictions for ${channel} missed ${missesInARow} times in a row. Run an experiment there, such as a geo test, before its budgets are moved again.`
      : null,
  };
}
