import type { ConstraintCost } from '../../optimizer/problem/result.ts';
import { printable } from '../terminal/width.ts';

const NAME: Readonly<Record<ConstraintCost['kind'], (owner: string) => string>> = {
  BUDGET: () => 'Budget',
  UNIT_MIN: (owner) => `Minimum of ${owner}`,
  UNIT_MAX: (owner) => `Maximum of ${owner}`,
  GROUP_MIN: (owner) => `Minimum of the group ${owner}`,
  GROUP_MAX: (owner) => `Maximum of the group ${owner}`,
  GROUP_MIN_SHARE: (owner) => `Smallest share of the group ${owner}`,
  GROUP_MAX_SHARE: (owner) => `Largest share of the group ${owner}`,
  TOTAL_MOVED: () => 'Money that may move',
  UNITS_MOVED: () => 'Units that may move',
  CPA: () => 'Target CPA',
  ROAS: () => 'Target ROAS',
  OUTCOME_FLOOR: () => 'Outcome asked for',
  LOCKED: (owner) => `Lock of ${owner}`,
};

/** A limit's name in a sentence, with the unit or group that it belongs to. */
export const limitName = (kind: ConstraintCost['kind'], owner: string | undefined): string =>
  NAME[kind](printable(owner ?? ''));
