import { money } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { Plan } from './plan.ts';
import { type PlannedUnit, spendNow } from './problem.ts';

/** What cannot hold together can be told before anything is solved. Null: nothing stands against it so far. */
export function clashOf(plan: Plan, planned: readonly PlannedUnit[], currency: string): string | null {
  const crossed = planned.find(({ room }) => room.min > room.max);
  if (crossed) {
    const { candidate, room } = crossed;
    return t('clash.crossed', {
      name: candidate.name,
      min: money(room.min, currency),
      max: money(room.max, currency),
    });
  }
  for (const { channel, min, max } of plan.groups ?? []) {
    const members = planned.filter(({ candidate }) => candidate.channelSlug === channel);
    const { least, most } = rangeOf(members);
    const name = members[0]?.candidate.channel ?? channel;
    if (max !== undefined && least > max + 0.005)
      return t('clash.group.min', { name, least: money(least, currency), max: money(max, currency) });
    if (min !== undefined && most < min - 0.005)
      return t('clash.group.max', { name, most: money(most, currency), min: money(min, currency) });
  }
  if (plan.budget === 'free' || plan.objective === 'MIN_SPEND') return null;
  const budget = plan.budget ?? spendNow(planned);
  const { least, most } = rangeOf(planned);
  if (least > budget + 0.005)
    return t('clash.min', {
      least: money(least, currency),
      budget: money(budget, currency),
      by: money(least - budget, currency),
    });
  if (most < budget - 0.005)
    return t('clash.max', {
      most: money(most, currency),
      budget: money(budget, currency),
      by: money(budget - most, currency),
    });
  return null;
}

export function rangeOf(planned: readonly PlannedUnit[]): { readonly least: number; readonly most: number } {
  return planned.reduce((sum, { room }) => ({ least: sum.least + room.min, most: sum.most + room.max }), {
    least: 0,
    most: 0,
  });
}
