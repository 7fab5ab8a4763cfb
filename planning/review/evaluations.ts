import * as z from 'zod/mini';
import type { CurveOutcome } from '../../store/model/evidence.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { type Review, reviewSchema } from './review.ts';

/** A change set whose review is complete and kept. */
export interface Evaluation {
  readonly changeSetId: string;
  /** The last day of the data that its plan was made from. */
  readonly dataThrough: string;
  readonly review: Review;
}

/** What of a change set's body counts here: fitting does not depend on the rest being as this version writes it. */
const evaluated = z.object({ dataCompleteThrough: z.string(), evaluation: reviewSchema });

const MOST_A_PAGE = 100;

/** Those among the newest change sets, newest application first. */
export async function evaluations(
  deps: Pick<PlanningDeps, 'store'>,
  workspace: WorkspaceId,
  mostChangeSets: number,
): Promise<readonly Evaluation[]> {
  const found: Evaluation[] = [];
  const first = Math.min(mostChangeSets, MOST_A_PAGE);
  let after: string | undefined;
  for (let seen = 0; seen < mostChangeSets; seen += first) {
    const { items, hasNextPage } = await deps.store.ledger.changeSets(workspace, { first, after });
    for (const { item } of items) {
      const body = evaluated.safeParse(item.body);
      if (!body.success) continue;
      const { dataCompleteThrough, evaluation } = body.data;
      found.push({ changeSetId: item.id, dataThrough: dataCompleteThrough, review: evaluation });
    }
    if (!hasNextPage) break;
    after = items.at(-1)?.cursor;
  }
  // A change set may be applied long after it was proposed.
  return found.sort((a, b) => (a.review.from < b.review.from ? 1 : -1));
}

export const outcomeOfReview = ({ review }: Pick<Evaluation, 'review'>): CurveOutcome =>
  review.outcome ?? 'CONVERSIONS';
