/** What stands where there is no figure. */
export const NO_FIGURE = '–';

/** `12345.678` → `12,345.68`; `–` for null and what is not finite. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_FIGURE;
  const text = grouped(value, decimals);
  // -0.004 rounds to nothing, and nothing has no sign.
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** As `formatNumber`, with a plus where there is one: `+12.5`. */
export function formatChange(value: number | null | undefined, decimals = 0): string {
  const text = formatNumber(value, decimals);
  return /^[0.,–−]+$/.test(text) || text.startsWith('−') ? text : `+${text}`;
}

/** A share as a percentage: `0.1234` → `12.3 %`. */
export function formatShare(value: number | null | undefined, decimals = 1): string {
  const text = formatNumber(value === null || value === undefined ? null : value * 100, decimals);
  return text === NO_FIGURE ? text : `${text} %`;
}

/** A relative change: `-0.3` → `−30 %`. */
export function formatRelativeChange(value: number | null | undefined, decimals = 0): string {
  const text = formatChange(value === null || value === undefined ? null : value * 100, decimals);
  return text === NO_FIGURE ? text : `${text} %`;
}

/** About as many digits as a reader can use: `0.00123`, `4.56`, `78.9`, `1,235`. */
export function formatSignificant(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_FIGURE;
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < -4 || magnitude > 11) return value.toExponential(digits - 1).replace('-', '−');
  return formatNumber(value, Math.max(0, digits - 1 - magnitude));
}

/** A proven gap: `0` or a power of ten that bounds it, such as `below 1e-6`. */
export function formatGap(gap: number | null | undefined): string {
  if (gap === null || gap === undefined || !Number.isFinite(gap)) return 'not proven';
  if (gap <= 0) return '0';
  if (gap >= 0.001) return formatShare(gap, 2);
  return `below 1e${Math.ceil(Math.log10(gap))}`;
}

/** `0.4 ms`, `12 ms`, `3.21 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${formatNumber(milliseconds / 1000, 2)} s`;
  return `${formatNumber(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
}

/** `30 Sep 2025`: told apart from every order of day and month. */
export function formatDay(isoDate: string): string {
  const [year, month, day] = isoDate.split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function grouped(value: number, decimals: number): string {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(decimals, format);
  }
  return format.format(value);
}

const formats = new Map<number, Intl.NumberFormat>();
