import type { Infeasibility, StatedLimit } from '../problem/result.ts';

/** One of a unit's own limits: as a problem writes it, and as one figure. */
export interface UnitLimit {
  readonly text: string;
  readonly limit?: StatedLimit;
}

/** Limits of a single unit that leave it no spend. */
export interface ClashingUnit {
  readonly unit: { readonly id: string };
  readonly clash: readonly UnitLimit[];
  /** Money. */
  readonly amount: number;
}

export const unitLimit = (code: StatedLimit['code'], value: number, text: string): UnitLimit => ({
  text,
  limit: { code, kind: 'MONEY', value },
});

export function unitClash({ unit, clash, amount }: ClashingUnit): Infeasibility {
  const texts = clash.map(({ text }) => text).join(' and ');
  return {
    constraints: clash.map(({ text, limit }) => ({
      kind: 'UNIT_LIMIT',
      id: unit.id,
      description: `${unit.id}: ${text}`,
      ...(limit && { limit }),
    })),
    amount,
    message: `The limits of ${unit.id} leave no spend: ${texts} clash by ${amount}.`,
  };
}
