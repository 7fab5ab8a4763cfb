import { PLAIN, type Style } from './style.ts';
import { displayWidth, printable, truncated, wrapped } from './width.ts';

export interface Column {
  readonly header: string;
  /** Numbers stand on the right, text on the left. Default `left`. */
  readonly align?: 'left' | 'right';
  /** What a column does when the table is too wide. Default `keep`. */
  readonly narrow?: 'keep' | 'truncate' | 'wrap';
}

/** A cell's text without colour, and the paint that it gets once its place is known. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

export interface TableOptions {
  /** Columns of the terminal. Default 120. */
  readonly width?: number;
  readonly style?: Style;
  /** Stands under a rule at the end: totals. */
  readonly footer?: readonly Cell[];
  readonly indent?: number;
}

const GAP = '  ';

/** In this order columns give way. What can be wrapped loses nothing by it, so it goes first. */
const CONCESSIONS = [
  { narrow: 'wrap', downTo: 30 },
  { narrow: 'truncate', downTo: 24 },
  { narrow: 'wrap', downTo: 20 },
  { narrow: 'truncate', downTo: 12 },
] as const;

/** A table as text, a line feed at its end. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width = 120, style = PLAIN, footer, indent = 0 }: TableOptions = {},
): string {
  const header = columns.map((column): Cell => ({ text: column.header, paint: style.dim }));
  const widths = columnWidths(columns, [header, ...rows, ...(footer ? [footer] : [])], width - indent);
  const margin = ' '.repeat(indent);
  const line = (cells: readonly Cell[]) =>
    rowLines(columns, cells, widths).map((text) => `${margin}${text}`.trimEnd());
  const ruleWidth = widths.reduce((sum, columnWidth) => sum + columnWidth + GAP.length, -GAP.length);
  const rule = margin + style.dim('─'.repeat(Math.max(0, ruleWidth)));
  const lines = [...line(header), rule, ...rows.flatMap(line), ...(footer ? [rule, ...line(footer)] : [])];
  return `${lines.join('\n')}\n`;
}

/** `9.1 → 12.0` in one column, both sides right-aligned among their peers. */
export function arrows(pairs: readonly (readonly [before: string, after: string])[]): string[] {
  const beforeWidth = Math.max(0, ...pairs.map(([before]) => displayWidth(before)));
  const afterWidth = Math.max(0, ...pairs.map(([, after]) => displayWidth(after)));
  return pairs.map(
    ([before, after]) => `${padded(before, beforeWidth, 'right')} → ${padded(after, afterWidth, 'right')}`,
  );
}

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  available: number,
): number[] {
  const widths = columns.map((_, index) =>
    Math.max(0, ...rows.map((row) => displayWidth(textOf(row[index])))),
  );
  let excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - available;
  for (const { narrow, downTo } of CONCESSIONS) {
    for (; excess > 0; excess -= 1) {
      const widest = widestOf(columns, widths, narrow, downTo);
      if (widest < 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}

/** Index of the widest column that may still be narrowed; -1 when there is none. */
function widestOf(
  columns: readonly Column[],
  widths: readonly number[],
  narrow: Column['narrow'],
  downTo: number,
): number {
  return columns.reduce((widest, column, index) => {
    const width = widths[index] ?? 0;
    const canGiveWay = column.narrow === narrow && width > downTo;
    return canGiveWay && width > (widths[widest] ?? 0) ? index : widest;
  }, -1);
}

function rowLines(columns: readonly Column[], cells: readonly Cell[], widths: readonly number[]): string[] {
  const blocks = columns.map((column, index) => {
    const text = textOf(cells[index]);
    const width = widths[index] ?? 0;
    if (displayWidth(text) <= width) return [text];
    return column.narrow === 'wrap' ? wrapped(text, width) : [truncated(text, width)];
  });
  const height = Math.max(1, ...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, lineIndex) =>
    columns
      .map((column, index) => {
        const text = padded(blocks[index]?.[lineIndex] ?? '', widths[index] ?? 0, column.align ?? 'left');
        const cell = cells[index];
        return cell === undefined || typeof cell === 'string' ? text : paintedInside(text, cell.paint);
      })
      .join(GAP),
  );
}

/** The paint on the text and not on the padding, so that trailing blanks can be cut off. */
function paintedInside(text: string, paint: (text: string) => string): string {
  const inner = text.trim();
  const start = text.indexOf(inner);
  return text.slice(0, start) + paint(inner) + text.slice(start + inner.length);
}

const textOf = (cell: Cell | undefined) => printable(typeof cell === 'string' ? cell : (cell?.text ?? ''));

function padded(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}
