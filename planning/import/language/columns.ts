import { FIELDS, type Field } from './field.ts';
import { LANGUAGES } from './languages.ts';
import { normalised } from './normalise.ts';

const FIELD_OF_NAME: ReadonlyMap<string, Field> = new Map(
  LANGUAGES.flatMap(({ columns }) =>
    FIELDS.flatMap((field) => (columns[field] ?? []).map((name) => [normalised(name), field] as const)),
  ),
);

/** With its bracket first: `Start Date (in UTC)` is a day, a `Start Date` is that of the campaign. */
export const fieldOf = (header: string): Field | null =>
  FIELD_OF_NAME.get(normalised(header)) ?? FIELD_OF_NAME.get(normaliseHeader(header)) ?? null;

/** `Amount spent (EUR)` → `amount spent`, `Расход, ₽` → `расход`; a bracket that is no unit stays. */
export function normaliseHeader(header: string): string {
  return normalised(header)
    .replace(/\(([^()]*)\)/g, (bracket, inside: string) => (isUnit(inside) ? '' : bracket))
    .replace(/,\s*(?:[€$£¥₽]|руб\.?|р\.|%|шт\.?)$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));
const OTHER_UNITS = /^([€$£¥₽₴₸₺₹%]|руб\.?|р\.?|(in )?utc|all|alle|tous|todos|todas|все|destination)$/;

/** `EUR`, `руб.`, `руб., с НДС`, `%`, `in UTC`, and what `Clicks (all)` and `Clicks (destination)` add. */
function isUnit(inside: string): boolean {
  const unit = inside.replace(/(^|[,\s]+)(с|без|включая|без учета) ндс$/, '').trim();
  return unit === '' || CURRENCIES.has(unit) || OTHER_UNITS.test(unit);
}
