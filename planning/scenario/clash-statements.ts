import type { ClashingConstraint, StatedLimit } from '../../optimizer/problem/result.ts';
import { moneyFigure, nameFigure, type Statement } from '../../optimizer/statement.ts';

/** Relaxing these is not a matter of money. */
const NOT_MONEY: readonly StatedLimit['code'][] = ['CONVERSIONS_AT_LEAST', 'UNITS_MOVED'];

/** One clashing limit: whose it is, and its figure. Null where it is not one figure. */
export function limitStatement({ id, description, limit }: ClashingConstraint): Statement | null {
  if (!limit) return null;
  const { code, kind, value } = limit;
  const name = id === undefined ? [] : [nameFigure('name', id)];
  return { code, sentence: description, figures: [...name, { name: 'limit', kind, value }] };
}

/** Why there is no plan, beside the list of what clashes. Null where only the sentence says it. */
export function clashStatement(
  message: string,
  amount: number,
  constraints: readonly ClashingConstraint[],
): Statement | null {
  if (constraints.every(({ kind }) => kind === 'CHOICES'))
    return { code: 'NO_COMBINATION', sentence: message, figures: [] };
  if (constraints.some(({ kind }) => kind === 'STEP'))
    return { code: 'MISSED_BY_STEPS', sentence: message, figures: [moneyFigure('amount', amount)] };
  if (constraints.some(({ limit }) => !limit)) return null;
  const isMoney = constraints.every(({ limit }) => limit && !NOT_MONEY.includes(limit.code));
  return isMoney
    ? { code: 'CLASH', sentence: message, figures: [moneyFigure('amount', amount)] }
    : { code: 'CLASH_OF_KINDS', sentence: message, figures: [] };
}
