import { nameFigure, says } from '../../optimizer/statement.ts';
import type { ColumnMapping } from './column-mapping.ts';
import type { Format } from './formats/format.ts';
import { fieldOf, normaliseHeader } from './language/columns.ts';
import type { Field } from './language/field.ts';
import { normalised } from './language/normalise.ts';
import { isPersonal } from './personal-data.ts';
import { type Refusal, refusal } from './refusal.ts';
import { mappedColumns, type TableHead } from './table/head.ts';

export type Columns = ReadonlyMap<Field, number>;

/** Of two columns of such a meaning, neither is taken for the other. */
const FIGURES: ReadonlySet<Field> = new Set([
  'spend',
  'spendMicros',
  'impressions',
  'clicks',
  'linkClicks',
  'conversions',
  'results',
  'revenue',
  'leads',
  'orders',
  'newCustomers',
  'margin',
] as const);

/**
 * Which column each field is read from: as the planner maps it, else as the format prefers, else the only one. Names and
 * ids are taken from the first column of their meaning; a figure that two columns may be is refused.
 */
export function chooseColumns(
  { header, headerLine }: TableHead,
  format: Format,
  mapping: ColumnMapping | undefined,
): Columns | Refusal {
  const mapped = mappedColumns(header, mapping);
  const lost = Object.entries(mapping?.columns ?? {}).find(([field]) => !mapped.has(field as Field));
  if (lost !== undefined) {
    const hint = says(
      'MAPPED_COLUMN_MISSING',
      `The column mapping says that ${lost[0]} is in a column ${JSON.stringify(lost[1])}, which the file does not have.`,
      nameFigure('field', lost[0]),
      nameFigure('column', lost[1] ?? ''),
    );
    return refusal('MISSING_COLUMN', hint, { line: headerLine, value: header.join(' | ') });
  }
  const personal = [...mapped.values()].map((index) => header[index] ?? '').find(isPersonal);
  if (personal !== undefined) {
    const hint = says(
      'MAPPED_COLUMN_PERSONAL',
      `The column mapping names the column ${JSON.stringify(personal)}. Columns about persons are never read; map another.`,
      nameFigure('column', personal),
    );
    return refusal('UNSUPPORTED', hint, { line: headerLine, value: personal });
  }
  const taken = new Set(mapped.values());
  const candidates = new Map<Field, number[]>();
  for (const [index, name] of header.entries()) {
    const generally = fieldOf(name);
    const field = format.columnOf === undefined ? generally : format.columnOf(name, generally);
    if (field !== null && !taken.has(index)) candidates.set(field, [...(candidates.get(field) ?? []), index]);
  }
  const columns = new Map<Field, number>(mapped);
  for (const [field, indices] of candidates) {
    if (columns.has(field)) continue;
    const index = onlyOne(field, indices, header, format, header[columns.get('conversions') ?? -1]);
    if (index === null) return ambiguous(field, indices, header, headerLine);
    columns.set(field, index);
  }
  return withStandIns(columns, format);
}

function onlyOne(
  field: Field,
  indices: readonly number[],
  header: readonly string[],
  { preferred, conversionsAre }: Format,
  conversions: string | undefined,
): number | null {
  const [first = -1, ...others] = indices;
  if (others.length === 0 || !FIGURES.has(field)) return first;
  const names = (index: number) => [normalised(header[index] ?? ''), normaliseHeader(header[index] ?? '')];
  for (const name of preferred?.[field] ?? []) {
    const found = indices.filter((index) => names(index).includes(name));
    if (found.length === 1) return found[0] ?? null;
  }
  // The revenue of the goal whose conversions are read.
  const goal = conversions === undefined ? null : conversionsAre?.(conversions);
  const ofGoal = indices.filter((index) => goal && conversionsAre?.(header[index] ?? '') === goal);
  return field === 'revenue' && ofGoal.length === 1 ? (ofGoal[0] ?? null) : null;
}

function withStandIns(columns: Map<Field, number>, { standsFor = [] }: Format): Columns {
  const shown = standsFor.map(([field, meant]) => [columns.get(field), meant] as const);
  if (shown.every(([index]) => index === undefined)) return columns;
  for (const [index, meant] of shown) {
    if (index === undefined) columns.delete(meant);
    else columns.set(meant, index);
  }
  return columns;
}

function ambiguous(
  field: Field,
  indices: readonly number[],
  header: readonly string[],
  line: number,
): Refusal {
  const names = indices.map((index) => header[index] ?? '');
  const isResult = field === 'conversions' || field === 'revenue';
  return refusal(
    isResult ? 'AMBIGUOUS_RESULT_COLUMN' : 'AMBIGUOUS_COLUMN',
    says(
      'COLUMNS_COMPETE',
      `Each of these columns may be the ${field}, and they are not added up, as one result may be in several. Export the ` +
        `file with the one that counts, or name it in a column mapping: {"columns": {"${field}": ${JSON.stringify(names[0])}}}.`,
      nameFigure('field', field),
    ),
    { line, value: names.join(' | ') },
  );
}
