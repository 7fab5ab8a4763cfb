import { useEffect, useState } from 'preact/hooks';
import { ask, type QueryState, useLoad } from '../../api/use-query.ts';
import { units, unitsOrNull } from '../../i18n/format.ts';
import { DRAFT, type DraftedCampaign } from './documents.ts';
import type { Plan } from './plan.ts';
import { draftInputOf } from './problem.ts';

/** A campaign that is planned, with how far the API lets it move. */
export interface PlannedUnit {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly channelSlug: string;
  readonly curve: DraftedCampaign['curve'];
  readonly verdict: string;
  readonly current: number;
  /** A day, least and most. */
  readonly room: { readonly min: number; readonly max: number };
  readonly isLocked: boolean;
  readonly valuePerConversion: number | null;
}

/** Revenue may have curves of its own; then they say nothing of conversions. */
export const countsRevenue = (planned: readonly PlannedUnit[]): boolean =>
  planned.some(({ curve }) => curve.outcome === 'REVENUE');

const SETTLE_MS = 150;

/**
 * What the plan would be solved on. It depends on the limits, the days and the objective, not on the budget: a slider
 * that is dragged asks nothing of it.
 */
export function useDraft(plan: Plan, currency: string): QueryState<readonly PlannedUnit[]> {
  const asked = useSettled(JSON.stringify(draftInputOf(plan, currency)));
  return useLoad(`draft ${asked}`, async () => {
    const { scenarioDraft } = await ask(DRAFT, { input: JSON.parse(asked) });
    return scenarioDraft.campaigns.map(unitOf);
  });
}

const unitOf = (drafted: DraftedCampaign): PlannedUnit => ({
  id: drafted.campaign.id,
  name: drafted.campaign.name,
  channel: drafted.campaign.channel.name,
  channelSlug: drafted.campaign.channel.slug,
  curve: drafted.curve,
  verdict: drafted.identifiability.verdict,
  current: units(drafted.current),
  room: { min: units(drafted.lower.spend), max: units(drafted.upper.spend) },
  isLocked: drafted.lower.origin === 'LOCKED',
  valuePerConversion: unitsOrNull(drafted.valuePerConversion),
});

/** The text once it has stood still for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
