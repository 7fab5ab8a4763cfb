import { highest } from './axes.tsx';
import { scaleLinear } from './scale.ts';

export interface BeforeAfter {
  readonly name: string;
  readonly before: number;
  readonly after: number | null;
}

interface BarsProps {
  readonly rows: readonly BeforeAfter[];
  readonly width: number;
  readonly title: string;
  readonly label: (value: number) => string;
}

const ROW = 40;
export const barsHeight = (rows: number): number => rows * ROW + 6;

/** Two bars a row: hollow is now, full is the plan. */
export function BeforeAfterBars({ rows, width, title, label }: BarsProps) {
  const height = barsHeight(rows.length);
  const narrow = width < 480;
  const left = narrow ? 8 : Math.min(230, width * 0.34);
  const x = scaleLinear(
    [0, highest(rows.flatMap(({ before, after }) => [before, after])) || 1],
    [left, width - 74],
  );
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {rows.map(({ name, before, after }, i) => (
        <g key={name} transform={`translate(0 ${i * ROW + 4})`}>
          <text
            class="bar-name"
            x={narrow ? left : left - 8}
            y={narrow ? 8 : 20}
            text-anchor={narrow ? 'start' : 'end'}
          >
            {clipped(name, narrow ? 40 : Math.floor(left / 7.2))}
          </text>
          <rect
            class="bar before"
            x={left}
            y={narrow ? 12 : 4}
            width={Math.max(1, x(before) - left)}
            height={narrow ? 9 : 12}
          />
          {after !== null && (
            <rect
              class="bar after"
              x={left}
              y={narrow ? 22 : 18}
              width={Math.max(1, x(after) - left)}
              height={narrow ? 9 : 12}
            />
          )}
          <text class="bar-value" x={x(Math.max(before, after ?? 0)) + 6} y={narrow ? 26 : 22}>
            {label((after ?? before) - (after === null ? 0 : before))}
          </text>
        </g>
      ))}
    </svg>
  );
}

export interface Step {
  readonly name: string;
  readonly change: number;
}

interface WaterfallProps {
  readonly start: { readonly name: string; readonly value: number };
  readonly steps: readonly Step[];
  readonly endName: string;
  readonly width: number;
  readonly title: string;
  readonly label: (value: number) => string;
}

const STEP = 26;
export const waterfallHeight = (steps: number): number => (steps + 2) * STEP + 8;

/** From the outcome now to that of the plan, each step where the one before ended. */
export function Waterfall({ start, steps, endName, width, title, label }: WaterfallProps) {
  const height = waterfallHeight(steps.length);
  const left = Math.min(230, width * 0.36);
  const levels = [start.value];
  for (const { change } of steps) levels.push((levels.at(-1) ?? 0) + change);
  const end = levels.at(-1) ?? start.value;
  const least = Math.min(...levels);
  const most = Math.max(...levels);
  const from = Math.max(0, least - (most - least) * 0.35);
  const x = scaleLinear([from, most], [left, width - 66]);
  const rows = [
    { name: start.name, low: from, high: start.value, kind: 'total', text: label(start.value) },
    ...steps.map(({ name, change }, i) => {
      const level = levels[i] ?? 0;
      return {
        name,
        low: Math.min(level, level + change),
        high: Math.max(level, level + change),
        kind: change >= 0 ? 'gain' : 'loss',
        text: `${change >= 0 ? '+' : '−'}${label(Math.abs(change))}`,
      };
    }),
    { name: endName, low: from, high: end, kind: 'total after', text: label(end) },
  ];
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {rows.map(({ name, low, high, kind, text }, i) => (
        <g key={`${name}${kind}`} transform={`translate(0 ${i * STEP + 4})`}>
          <text class="bar-name" x={left - 8} y={14} text-anchor="end">
            {clipped(name, Math.floor(left / 7.5))}
          </text>
          <rect class={`step ${kind}`} x={x(low)} y={3} width={Math.max(1.5, x(high) - x(low))} height={15} />
          <text class="bar-value" x={x(high) + 6} y={15}>
            {text}
          </text>
        </g>
      ))}
    </svg>
  );
}

const clipped = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
