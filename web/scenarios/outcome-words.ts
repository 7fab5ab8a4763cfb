import { wordsFor } from '../i18n/i18n.ts';

/** What a scenario counts, at the beginning of a line. */
export const outcomeWords = (outcome: string | undefined): string =>
  wordsFor('outcome', outcome ?? 'CONVERSIONS') ?? '';
