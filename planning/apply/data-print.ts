import { addDays, day } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import { campaignId, type WorkspaceId } from '../../store/model/ids.ts';
import { CURRENT_DAYS } from '../current-spend.ts';
import { readDailyRows } from '../daily-rows.ts';
import type { PlanningDeps } from '../deps.ts';
import type { ChangeSetBody } from './change-set-body.ts';

export type DataPrint = ChangeSetBody['dataPrint'];

/** Spend and conversions of the campaigns over the days that "current" was taken from, to be compared later. */
export async function dataPrintOf(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaignIds: readonly string[],
  completeThrough: string,
): Promise<DataPrint> {
  const to = day(completeThrough);
  const range = { from: addDays(to, 1 - CURRENT_DAYS), to };
  const campaigns = await deps.store.campaigns.getMany(
    workspace,
    campaignIds.map((id) => campaignId(id)),
  );
  const known = campaigns.filter((campaign): campaign is Campaign => campaign !== null);
  const rowsOf = await readDailyRows(deps, workspace, known, range);
  return campaignIds.map((id) => {
    const rows = rowsOf.get(campaignId(id)) ?? [];
    const counted = rows.flatMap(({ conversions }) => conversions ?? []);
    return {
      campaignId: id,
      spendMicros: rows.reduce((sum, { spendMicros }) => sum + spendMicros, 0n).toString(),
      conversions: counted.length === 0 ? null : counted.reduce((sum, count) => sum + count, 0),
    };
  });
}

/** By how much spend or conversions of those days, all campaigns together, have been restated since: a ratio. */
export function restatement(planned: DataPrint, found: DataPrint): number {
  const spend = (print: DataPrint) => print.reduce((sum, { spendMicros }) => sum + Number(spendMicros), 0);
  const conversions = (print: DataPrint) => print.reduce((sum, part) => sum + (part.conversions ?? 0), 0);
  const change = (before: number, after: number) =>
    before === after ? 0 : Math.abs(after - before) / Math.max(Math.abs(before), Number.EPSILON);
  return Math.max(change(spend(planned), spend(found)), change(conversions(planned), conversions(found)));
}
