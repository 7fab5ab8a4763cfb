import type { IsoDate } from '../../store/model/day.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { CampaignId } from '../../store/model/ids.ts';
import { basesInForce } from '../curve-inputs.ts';
import { readDailyRows } from '../daily-rows.ts';
import { dataHashOf, hashOfDays } from '../daily-series.ts';
import type { PlanningDeps } from '../deps.ts';
import { isSalesOutcome, readSales } from '../sales-series.ts';
import { requestIn } from './read-scenario.ts';

export interface Staleness {
  /** Days that the answer was computed from have other figures now. */
  readonly isStale: boolean;
  readonly campaignIds: readonly CampaignId[];
  readonly sentence: string;
}

/** Whether the days that a scenario was computed from were restated since. Days that came later do not make it stale. */
export async function stalenessOf(deps: PlanningDeps, scenario: Scenario): Promise<Staleness> {
  const { outcome = 'CONVERSIONS' } = requestIn(scenario);
  const bases = await basesInForce(deps, scenario.workspaceId, outcome);
  const isAsItWas = (id: CampaignId) => {
    const basis = bases.get(id);
    return basis !== undefined && scenario.dataHashes[id] === dataHashOf(basis);
  };
  // Only of days that changed, or came, must it be looked for what they were.
  const ids = (Object.keys(scenario.dataHashes) as CampaignId[]).filter((id) => !isAsItWas(id));
  const found = await deps.store.campaigns.getMany(scenario.workspaceId, ids);
  const campaigns = found.filter((campaign) => campaign !== null);
  const rowsOf = await readDailyRows(deps, scenario.workspaceId, campaigns);
  const sales =
    isSalesOutcome(outcome) && ids.length > 0
      ? await readSales(deps, scenario.workspaceId, campaigns, outcome)
      : null;
  const restated = ids.filter((id) => {
    const [through = '', hash] = (scenario.dataHashes[id] ?? '').split(' ');
    const salesOn = sales ? (date: IsoDate) => sales.on(id, date) : undefined;
    // Written by `computeAnswer` from a day.
    return hashOfDays(rowsOf.get(id) ?? [], through as IsoDate, salesOn) !== hash;
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
