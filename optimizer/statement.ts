/** A sentence with its code and figures, for those who put it in words of their own. */
export interface Statement {
  readonly code: string;
  /** In English, with the figures. */
  readonly sentence: string;
  readonly figures: readonly Figure[];
}

export interface Figure {
  readonly name: string;
  /** Money is in units of currency, a share is 1 for all of it. */
  readonly kind: 'MONEY' | 'SHARE' | 'NUMBER' | 'DAY' | 'NAME';
  readonly value: number | string;
}

export const moneyFigure = (name: string, value: number): Figure => ({ name, kind: 'MONEY', value });
export const shareFigure = (name: string, value: number): Figure => ({ name, kind: 'SHARE', value });
export const numberFigure = (name: string, value: number): Figure => ({ name, kind: 'NUMBER', value });
export const dayFigure = (name: string, value: string): Figure => ({ name, kind: 'DAY', value });
export const nameFigure = (name: string, value: string): Figure => ({ name, kind: 'NAME', value });

export const says = (code: string, sentence: string, ...figures: readonly Figure[]): Statement => ({
  code,
  sentence,
  figures,
});
