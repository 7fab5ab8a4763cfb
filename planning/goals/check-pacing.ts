import { type Actor, transact } from '../apply/transact.ts';
import type { PlanningDeps } from '../deps.ts';
import { monthRange } from '../period.ts';
import { offTrack } from './pacing.ts';
import { planAndFact } from './plan-and-fact.ts';

export type PacingVerdict = 'ON_TRACK' | 'OFF_TRACK' | 'NOTHING_KNOWN';

/**
 * Compares this month's goals with what came, and writes into the log which figures went off track and which are back:
 * once, however often it looks. Throws `MissingExchangeRateError` and `BusyError`.
 */
export async function checkPacing(deps: PlanningDeps, actor: Actor): Promise<PacingVerdict> {
  const month = deps.now().toISOString().slice(0, 7);
  const { goals, through } = await planAndFact(deps, actor.workspaceId, month);
  if (goals.length === 0 || through === null) return 'NOTHING_KNOWN';
  const found = offTrack(goals, monthRange(month), through);
  return transact(deps, actor, async ({ state }) => {
    const keys = found.map(({ key }) => key).sort();
    const before = state.offTrack ?? [];
    const news = found.filter(({ key }) => !before.includes(key));
    const backOnTrack = before.filter((key) => key.startsWith(month) && !keys.includes(key));
    const answer = keys.length > 0 ? 'OFF_TRACK' : 'ON_TRACK';
    if (news.length === 0 && backOnTrack.length === 0) return { transition: null, answer };
    return {
      transition: {
        kind: news.length > 0 ? 'GOALS_OFF_TRACK' : 'GOALS_ON_TRACK',
        changeSetId: null,
        details: { month, through, offTrack: news, backOnTrack },
        state: { offTrack: keys },
      },
      answer,
    };
  });
}
