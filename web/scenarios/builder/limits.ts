import { units } from '../../i18n/format.ts';
import type { Plannable } from './documents.ts';
import type { CampaignLimit, Plan } from './plan.ts';

/**
 * How far a campaign may move, as the API plans it: half to twice its spend, less where its curve is not well known,
 * and never far beyond the daily spends that were seen. A limit of the planner goes before those on its side. The
 * drawing board uses it; what counts is what the API says once the scenario is saved.
 */
export const DEFAULT_CHANGES = { minChange: -0.5, maxChange: 1 } as const;
const HELD_CHANGES: Readonly<Record<string, number>> = { UNIDENTIFIED: 0.3, WEAK: 0.5 };
const BEYOND_SEEN = 1.5;

export interface Room {
  readonly min: number;
  readonly max: number;
}

export interface RoomInputs {
  readonly current: number;
  readonly verdict: string;
  readonly marginal: { readonly low: number; readonly high: number } | null;
  readonly seenP95: number;
  /** What the next unit of money usually brings in the account. */
  readonly typical: number | null;
}

export function roomOf(inputs: RoomInputs, plan: Plan, own: CampaignLimit | undefined): Room {
  const { current, verdict, marginal, seenP95, typical } = inputs;
  if (own?.locked) return { min: current, max: current };
  const held = HELD_CHANGES[verdict];
  const isSurelyPoor = typical !== null && marginal !== null && marginal.high < typical;
  const isSurelyRich = typical !== null && marginal !== null && marginal.low > typical;
  const least = Math.max(
    current * (1 + (plan.minChange ?? DEFAULT_CHANGES.minChange)),
    held !== undefined && !isSurelyPoor ? current * (1 - held) : 0,
  );
  const most = Math.min(
    current * (1 + (plan.maxChange ?? DEFAULT_CHANGES.maxChange)),
    held !== undefined && !isSurelyRich ? current * (1 + held) : Number.POSITIVE_INFINITY,
    Math.max(BEYOND_SEEN * seenP95, current),
  );
  const min = own?.min ?? Math.min(least, own?.max ?? Number.POSITIVE_INFINITY);
  const max = own?.max ?? Math.max(most, own?.min ?? 0);
  return { min: inward(min, Math.ceil), max: inward(max, Math.floor) };
}

/** To the cent, as the API does. */
const inward = (amount: number, round: (cents: number) => number): number =>
  round(amount * 100 + (round === Math.floor ? 1e-6 : -1e-6)) / 100;

/** The median of the marginal returns at current spend, weighted by spend, over the curves that are well known. */
export function typicalMarginal(curves: readonly Plannable[]): number | null {
  const known = curves
    .filter(({ identifiability }) => identifiability.verdict === 'WELL_IDENTIFIED')
    .map((curve) => ({
      marginal: curve.marginalConversionsAtCurrent ?? 0,
      weight: units(curve.currentSpend),
    }))
    .sort((a, b) => a.marginal - b.marginal);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { marginal, weight } of known) {
    passed += weight;
    if (total > 0 && passed >= total / 2) return marginal;
  }
  return null;
}
