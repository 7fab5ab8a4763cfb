/** `1234567` cents → `12345.67` */
export const decimal = (cents: number): string => (cents / 100).toFixed(2);

/** `1234567` cents → `12,345.67` */
export const grouped = (cents: number): string => withThousands(decimal(cents));

/** `12345` → `12,345` */
export const groupedCount = (count: number): string => withThousands(String(count));

const withThousands = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Quotes a cell only where it must be. */
export const csvLine = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\n]/.test(cell) ? quoted(cell) : cell)).join(',');

/** Quotes every cell. */
export const quotedLine = (cells: readonly string[]): string => cells.map(quoted).join(',');

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const MONTHS = 'January February March April May June July August September October November December';

/** `2026-10-31` → `October 31, 2026` */
export function englishDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${MONTHS.split(' ')[month! - 1]} ${day}, ${year}`;
}

/** `2026-10-31` → `10/31/2026` */
export function americanDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${month}/${day}/${year}`;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
