import { addDays, day } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { CurveOutcome } from '../../store/model/evidence.ts';
import { type CampaignId, campaignId, type WorkspaceId } from '../../store/model/ids.ts';
import type { DayRange } from '../../store/ports.ts';
import { CURRENT_DAYS } from '../current-spend.ts';
import { readDailyRows } from '../daily-rows.ts';
import type { PlanningDeps } from '../deps.ts';
import { isSalesOutcome, readSales, type SalesOn } from '../sales-series.ts';
import type { ChangeSetBody } from './change-set-body.ts';

export type DataPrint = ChangeSetBody['dataPrint'];

/**
 * Spend and conversions of the campaigns over the days that "current" was taken from, to be compared later; where the
 * plan counts what a CRM or shop reports, that too.
 */
export async function dataPrintOf(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaignIds: readonly string[],
  completeThrough: string,
  outcome: CurveOutcome = 'CONVERSIONS',
): Promise<DataPrint> {
  const to = day(completeThrough);
  const range = { from: addDays(to, 1 - CURRENT_DAYS), to };
  const campaigns = await deps.store.campaigns.getMany(
    workspace,
    campaignIds.map((id) => campaignId(id)),
  );
  const known = campaigns.filter((campaign): campaign is Campaign => campaign !== null);
  const rowsOf = await readDailyRows(deps, workspace, known, range);
  const sales = isSalesOutcome(outcome) ? await readSales(deps, workspace, known, outcome, range) : null;
  return campaignIds.map((id) => {
    const rows = rowsOf.get(campaignId(id)) ?? [];
    const counted = rows.flatMap(({ conversions }) => conversions ?? []);
    return {
      campaignId: id,
      spendMicros: rows.reduce((sum, { spendMicros }) => sum + spendMicros, 0n).toString(),
      conversions: counted.length === 0 ? null : counted.reduce((sum, count) => sum + count, 0),
      ...(sales && { sales: salesIn(sales, campaignId(id), range) }),
    };
  });
}

function salesIn({ on }: { readonly on: SalesOn }, id: CampaignId, { from, to }: DayRange): number {
  let sum = 0;
  for (let date = from; date <= to; date = addDays(date, 1)) sum += on(id, date) ?? 0;
  return sum;
}

/** By how much spend, conversions or sales of those days, all campaigns together, have been restated since: a ratio. */
export function restatement(planned: DataPrint, found: DataPrint): number {
  const spend = (print: DataPrint) => print.reduce((sum, { spendMicros }) => sum + Number(spendMicros), 0);
  const conversions = (print: DataPrint) => print.reduce((sum, part) => sum + (part.conversions ?? 0), 0);
  const sales = (print: DataPrint) => print.reduce((sum, part) => sum + (part.sales ?? 0), 0);
  // Absent in what was proposed before they were kept.
  const isCounted = planned.some((part) => part.sales !== undefined);
  const change = (before: number, after: number) =>
    before === after ? 0 : Math.abs(after - before) / Math.max(Math.abs(before), Number.EPSILON);
  return Math.max(
    change(spend(planned), spend(found)),
    change(conversions(planned), conversions(found)),
    isCounted ? change(sales(planned), sales(found)) : 0,
  );
}
