import { day, money, percent } from '../i18n/format.ts';
import { wordsFor } from '../i18n/i18n.ts';
import { Said } from './said.tsx';

/** A sentence of the API with its code and figures. */
export interface Statement {
  readonly code: string | null;
  readonly sentence: string;
  readonly figures: readonly {
    readonly name: string;
    readonly kind: string;
    readonly number: number | null;
    readonly text: string | null;
  }[];
}

/** It in the reader's language; `currency` is that of its amounts. */
export const Told = ({ of, currency }: { of: Statement; currency: string | null }) => (
  <Said own={toldWords(of, currency)}>{of.sentence}</Said>
);

export const toldWords = ({ code, figures }: Statement, currency: string | null): string | null =>
  wordsFor(
    'told',
    code ?? '',
    Object.fromEntries(
      figures.map(({ name, kind, number, text }) => [
        name,
        kind === 'MONEY'
          ? money(number, currency)
          : kind === 'SHARE'
            ? percent(number, Math.round(1000 * (number ?? 0)) % 10 && 1)
            : kind === 'DAY'
              ? day(text ?? '')
              : (number ?? wordsFor(name, text ?? '') ?? text ?? ''),
      ]),
    ),
  );
