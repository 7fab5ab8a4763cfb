import { money } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { PlannedUnit } from './draft.ts';
import { type BudgetRange, groupName, hasBudget, isMember, type Plan } from './plan.ts';
import { spendNow } from './problem.ts';

/** What cannot hold together can be told before anything is solved. Null: nothing stands against it so far. */
export function clashOf(plan: Plan, planned: readonly PlannedUnit[], currency: string): string | null {
  if (plan.split !== undefined) return null;
  const crossed = planned.find(({ room }) => room.min > room.max);
  if (crossed) {
    const { name, room } = crossed;
    return t('clash.crossed', {
      name,
      min: money(room.min, currency),
      max: money(room.max, currency),
    });
  }
  for (const [i, group] of (plan.groups ?? []).entries()) {
    const { channel, min, max } = group;
    const members = planned.filter((unit) => isMember(group, unit));
    const { least, most } = rangeOf(members);
    const name = (channel && members[0]?.channel) || groupName(group, i);
    if (max !== undefined && least > max + 0.005)
      return t('clash.group.min', { name, least: money(least, currency), max: money(max, currency) });
    if (min !== undefined && most < min - 0.005)
      return t('clash.group.max', { name, most: money(most, currency), min: money(min, currency) });
  }
  const { atLeast, atMost } = budgetRange(plan, planned);
  const { least, most } = rangeOf(planned);
  if (atLeast > atMost + 0.005)
    return t('clash.budget', { min: money(atLeast, currency), max: money(atMost, currency) });
  if (least > atMost + 0.005)
    return t('clash.min', {
      least: money(least, currency),
      budget: money(atMost, currency),
      by: money(least - atMost, currency),
    });
  if (most < atLeast - 0.005)
    return t('clash.max', {
      most: money(most, currency),
      budget: money(atLeast, currency),
      by: money(atLeast - most, currency),
    });
  return null;
}

/** Between what totals the plan has to stay. */
function budgetRange(plan: Plan, planned: readonly PlannedUnit[]): Required<BudgetRange> {
  const open = { atLeast: 0, atMost: Number.POSITIVE_INFINITY };
  const { budget = spendNow(planned) } = plan;
  if (budget === 'free' || !hasBudget(plan)) return open;
  return typeof budget === 'number' ? { atLeast: budget, atMost: budget } : { ...open, ...budget };
}

export function rangeOf(planned: readonly PlannedUnit[]): { readonly least: number; readonly most: number } {
  return planned.reduce((sum, { room }) => ({ least: sum.least + room.min, most: sum.most + room.max }), {
    least: 0,
    most: 0,
  });
}
