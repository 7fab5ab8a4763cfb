import type { BarChart, Chart, LineChart, WaterfallChart } from './document.ts';
import { html, type Markup } from './markup.ts';

/** Charts as SVG, drawn for print and screen alike: shapes and dashes tell apart what colours do. */
export function chartSvg(chart: Chart): Markup {
  switch (chart.kind) {
    case 'LINE':
      return lineChart(chart);
    case 'BARS':
      return barChart(chart);
    case 'WATERFALL':
      return waterfallChart(chart);
  }
}

const WIDTH = 720;
const LABELS = 190;
const ROW = 26;
const COLOURS = ['var(--one)', 'var(--two)'] as const;

/** Two decimals are a fiftieth of a pixel. */
const at = (value: number): number => Math.round(value * 100) / 100;

const frame = (chart: Chart, height: number, content: readonly Markup[]): Markup =>
  html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${`${chart.title}. ${chart.description}`}">${content}</svg>`;

/** The least round number that is not below: 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10);
}

function lineChart(chart: LineChart): Markup {
  const { labels, lines, band, format } = chart;
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = roundUp(Math.max(0, ...known, band?.high ?? 0));
  // A digit of this font is about seven units wide.
  const left = 16 + 7 * Math.max(...[0, most / 2, most].map((value) => format(value).length));
  const [right, top, bottom] = [WIDTH - 16, 34, 230];
  const x = (i: number) => at(left + ((right - left) * i) / Math.max(1, labels.length - 1));
  const y = (value: number) => at(bottom - ((bottom - top) * value) / most);
  const ticks = [0, 0.5, 1].map((share) => {
    const value = share * most;
    return html`<line x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}" stroke="var(--rule)"/><text class="soft" x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${format(value)}</text>`;
  });
  const last = labels.length - 1;
  const wedge =
    band &&
    html`<polygon points="${`${x(band.from)},${y(lastKnown(lines[0]?.values ?? []))} ${x(last)},${y(band.low)} ${x(last)},${y(band.high)}`}" fill="var(--one)" fill-opacity="0.18"><title>${band.name}</title></polygon>`;
  const drawn = lines.map(({ name, style, values }, i) => {
    const points = values.flatMap((value, place) => (value === null ? [] : [`${x(place)},${y(value)}`]));
    const dash = style === 'DASHED' ? '6 4' : 'none';
    return html`<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[i % 2] ?? ''}" stroke-width="2" stroke-dasharray="${dash}"><title>${name}</title></polyline>`;
  });
  const places = [0, Math.floor(last / 2), last].filter(
    (place, i, all) => place >= 0 && all.indexOf(place) === i,
  );
  const names = places.map(
    (place) =>
      html`<text class="soft" x="${x(place)}" y="${bottom + 18}" text-anchor="${place === last ? 'end' : place === 0 ? 'start' : 'middle'}">${labels[place] ?? ''}</text>`,
  );
  return frame(chart, 256, [
    ...ticks,
    wedge ?? html``,
    ...drawn,
    ...names,
    ...legend(
      lines.map(({ name }) => name),
      left,
    ),
  ]);
}

const lastKnown = (values: readonly (number | null)[]): number =>
  values.reduce<number>((last, value) => value ?? last, 0);

function legend(names: readonly string[], left: number): readonly Markup[] {
  return names.map(
    (name, i) =>
      html`<rect x="${left + i * 190}" y="8" width="12" height="12" fill="${COLOURS[i % 2] ?? ''}"/><text x="${left + i * 190 + 18}" y="18">${name}</text>`,
  );
}

/** Horizontal bars from a line of zero, which is where it must be when some are below it. */
function barChart(chart: BarChart): Markup {
  const { series, groups, format } = chart;
  const [left, right, top] = [LABELS, WIDTH - 90, 34];
  const values = groups.flatMap((group) => group.values);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (value: number) => at(left + ((right - left) * (value - low)) / (high - low || 1));
  const height = series.length * 14 + 12;
  const rows = groups.map(({ label, values: own }, g) => {
    const y = top + g * height;
    return html`<text x="0" y="${y + 12}">${shortened(label)}</text>${own.map((value, i) => {
      const start = Math.min(x(0), x(value));
      const end = Math.max(x(0), x(value));
      return html`<rect x="${start}" y="${y + i * 14}" width="${at(end - start)}" height="11" fill="${COLOURS[i % 2] ?? ''}"><title>${series[i] ?? ''} ${format(value)}</title></rect><text class="soft" x="${at(end + 5)}" y="${y + i * 14 + 10}">${format(value)}</text>`;
    })}`;
  });
  const zero = html`<line x1="${x(0)}" x2="${x(0)}" y1="${top - 4}" y2="${top + groups.length * height}" stroke="var(--soft)"/>`;
  return frame(chart, top + groups.length * height + 4, [...legend(series, left), ...rows, zero]);
}

function waterfallChart(chart: WaterfallChart): Markup {
  const { start, steps, end, format } = chart;
  const [left, right] = [LABELS, WIDTH - 100];
  let level = start.value;
  const bars = [
    { label: start.label, from: 0, to: start.value, fill: 'var(--soft)', text: format(start.value) },
    ...steps.map(({ label, change }) => {
      const from = level;
      level += change;
      const text = `${change > 0 ? '+' : ''}${format(change)}`;
      return { label, from, to: level, fill: change < 0 ? 'var(--down)' : 'var(--up)', text };
    }),
    { label: end.label, from: 0, to: end.value, fill: 'var(--soft)', text: format(end.value) },
  ];
  const ends = bars.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const x = (value: number) => at(left + ((right - left) * (value - low)) / (high - low || 1));
  const rows = bars.map(({ label, from, to, fill, text }, i) => {
    const y = i * ROW;
    const [a, b] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    return html`<text x="0" y="${y + 17}">${shortened(label)}</text><rect x="${a}" y="${y + 5}" width="${at(Math.max(1, b - a))}" height="16" fill="${fill}"/><text class="soft" x="${at(b + 5)}" y="${y + 17}">${text}</text>`;
  });
  return frame(chart, bars.length * ROW + 4, rows);
}

/** As much as fits left of the bars. */
const shortened = (label: string): string => {
  const characters = [...label];
  return characters.length <= 26 ? label : `${characters.slice(0, 25).join('')}…`;
};
