import type { IsoDate } from '../../store/model/day.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { CampaignId } from '../../store/model/ids.ts';
import { readDailyRows } from '../daily-rows.ts';
import { hashOfDays } from '../daily-series.ts';
import type { PlanningDeps } from '../deps.ts';

export interface Staleness {
  /** Days that the answer was computed from have other figures now. */
  readonly isStale: boolean;
  readonly campaignIds: readonly CampaignId[];
  readonly sentence: string;
}

/** Whether the days that a scenario was computed from were restated since. Days that came later do not make it stale. */
export async function stalenessOf(deps: PlanningDeps, scenario: Scenario): Promise<Staleness> {
  const ids = Object.keys(scenario.dataHashes) as CampaignId[];
  const found = await deps.store.campaigns.getMany(scenario.workspaceId, ids);
  const campaigns = found.filter((campaign) => campaign !== null);
  const rowsOf = await readDailyRows(deps, scenario.workspaceId, campaigns);
  const restated = ids.filter((id) => {
    const [through = '', hash] = (scenario.dataHashes[id] ?? '').split(' ');
    // Written by `computeAnswer` from a day.
    return hashOfDays(rowsOf.get(id) ?? [], through as IsoDate) !== hash;
  });
  return {
    isStale: restated.length > 0,
    campaignIds: restated,
    sentence: sentenceOn(restated.length, scenario),
  };
}

function sentenceOn(restated: number, { dataCompleteThrough }: Scenario): string {
  if (restated === 0) return 'The days it was computed from have not been restated since.';
  const campaigns = restated === 1 ? '1 campaign has' : `${restated} campaigns have`;
  return `${campaigns} other figures now for days up to ${dataCompleteThrough}. Duplicate the scenario to plan with them.`;
}
