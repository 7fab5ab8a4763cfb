export type Cell = string | number | null | undefined;

/** What a spreadsheet would take for a formula at the start of a cell (OWASP, CSV injection). */
const LOOKS_LIKE_A_FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",;\r\n]/;
/** Tells Excel that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Comma-separated values (RFC 4180). Text that a spreadsheet would run as a formula starts with an apostrophe. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = LOOKS_LIKE_A_FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

export const downloadCsv = (name: string, rows: readonly (readonly Cell[])[]): void =>
  download(name, 'text/csv;charset=utf-8', csvOf(rows));

export const downloadJson = (name: string, value: unknown): void =>
  download(name, 'application/json', `${JSON.stringify(value, null, 2)}\n`);

export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
