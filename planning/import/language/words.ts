import type { CampaignStatus } from '../../../store/model/entities.ts';
import { LANGUAGES } from './languages.ts';
import { normalised } from './normalise.ts';
import { remember } from './remember.ts';

const asWords = (text: string) =>
  normalised(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const STATUS_OF: ReadonlyMap<string, CampaignStatus> = new Map(
  LANGUAGES.flatMap(({ statuses }) =>
    (Object.entries(statuses) as [CampaignStatus, readonly string[]][]).flatMap(([status, words]) =>
      words.map((word) => [asWords(word), status] as const),
    ),
  ),
);

/** Null for a word that says nothing of the three states. */
export const statusOf = remember((word): CampaignStatus | null => STATUS_OF.get(asWords(word)) ?? null);

const CAMPAIGN_TYPE_OF: ReadonlyMap<string, string> = new Map(
  LANGUAGES.flatMap(({ campaignTypes }) =>
    Object.entries(campaignTypes).flatMap(([type, words]) =>
      words.map((word) => [asWords(word), type] as const),
    ),
  ),
);

/** `Réseau de Recherche` and `SEARCH` → `search`; an unknown type as it is, in one word; null for none. */
export const campaignTypeOf = remember((word): string | null => {
  const words = asWords(word);
  return CAMPAIGN_TYPE_OF.get(words) ?? (words === '' ? null : words.replaceAll(' ', '_'));
});

const MONTHS: readonly (readonly string[])[] = Array.from({ length: 12 }, (_, month) =>
  LANGUAGES.flatMap(({ months }) => months[month] ?? []).map(normalised),
);

/** 1 to 12 for a month's name or a beginning of three letters that no other month shares; null for other words. */
export function monthOf(word: string): number | null {
  const name = normalised(word).replace(/\.$/, '');
  if (name.length < 3) return null;
  const found = MONTHS.flatMap((names, month) =>
    names.some((full) => full.startsWith(name)) ? [month + 1] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

const escaped = (words: readonly string[]) =>
  words.map((word) => normalised(word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');

const TOTAL_LABEL = new RegExp(
  `^(?:${escaped(LANGUAGES.flatMap(({ totals }) => totals))})(?: of \\d+ results)?\\s*(?::.*)?$`,
);

/** `Total`, `Total: Campaigns`, `Gesamt: Konto`, `Total of 33 results`, `Итого`; not a campaign named `Total Wine`. */
export const isTotalLabel = remember((label): boolean => TOTAL_LABEL.test(normalised(label)));

/** What the total is of, as far as its label says. */
export function totalScope(label: string): 'filtered' | 'campaigns' | 'account' | 'all' | 'other' {
  const [, of] = normalised(label).split(/\s*:\s*/);
  if (of === undefined || of === '') return 'all';
  for (const scope of ['filtered', 'campaigns', 'account'] as const) {
    if (LANGUAGES.some(({ totalOf }) => totalOf[scope].some((word) => of.includes(normalised(word)))))
      return scope;
  }
  return 'other';
}
