import { signal } from '@preact/signals';
import type { en } from './en.ts';

export type Key = keyof typeof en;
export type Dictionary = Readonly<Record<Key, string>>;

/** Where the words of each language are: the bundler writes it. They are data, loaded for one language alone. */
declare const WORDS: Readonly<Record<Language, string>>;

export type Language = 'en' | 'ru';

export const LANGUAGES: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'ru', name: 'Русский' },
];

const KEPT = 'equimarginal.language';

export const language = signal<Language>('en');
const dictionary = signal<Partial<Dictionary>>({});

/** The words of the one who reads: as chosen before, else as the browser prefers. */
export async function openLanguage(): Promise<void> {
  const chosen =
    localStorage.getItem(KEPT) ?? navigator.languages.find((code) => /^(en|ru)\b/.test(code)) ?? 'en';
  await setLanguage(chosen.startsWith('ru') ? 'ru' : 'en');
}

/** Kept before the words are here, so that a choice outlives a page that is left at once; the last choice wins. */
export async function setLanguage(code: Language): Promise<void> {
  localStorage.setItem(KEPT, code);
  const response = await fetch(WORDS[code]);
  const words = await response.json();
  if (localStorage.getItem(KEPT) !== code) return;
  dictionary.value = words;
  language.value = code;
  document.documentElement.lang = code;
}

/** Formats follow the region that the browser names for the language, such as en-GB. */
export const locale = (): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language.value && isTag(tag)) ?? language.value;

/** Some systems hand on names such as `en-US@posix`, which no format takes. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/**
 * The words for a key. `{name}` is replaced; `{n|one|few|many}` chooses by the number: one and other in English,
 * one, few and many in Russian.
 */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return (dictionary.value[key] ?? key).replaceAll(
    /\{(\w+)((?:\|[^|}]*)*)\}/g,
    (_, name: string, forms: string) => {
      const value = values[name];
      if (forms === '') return value === undefined ? '' : typeof value === 'number' ? shown(value) : value;
      return plural(Number(value), forms.slice(1).split('|'));
    },
  );
}

const shown = (value: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);

function plural(count: number, forms: readonly string[]): string {
  const category = new Intl.PluralRules(language.value).select(count);
  const index = { zero: 2, one: 0, two: 1, few: 1, many: 2, other: 1 }[category];
  return forms[Math.min(index, forms.length - 1)] ?? '';
}

/** A key made of an enum of the API, where there are words for it; else null. */
export const wordsFor = (
  prefix: string,
  code: string,
  values?: Readonly<Record<string, string | number>>,
): string | null => {
  const key = `${prefix}.${code}`;
  return key in dictionary.value ? t(key as Key, values) : null;
};
