import { shortDay } from '../i18n/format.ts';
import { Axes, highest } from './axes.tsx';
import { areaPath, linePath } from './path.ts';
import { nice, scaleLinear } from './scale.ts';

export interface TimePoint {
  /** First day of the period. */
  readonly day: string;
  readonly value: number | null;
}

export interface TimeSeries {
  readonly name: string;
  readonly kind: 'main' | 'before';
  readonly points: readonly TimePoint[];
}

interface TimeLineProps {
  readonly series: readonly TimeSeries[];
  readonly width: number;
  readonly height: number;
  readonly label: (value: number) => string;
  readonly title: string;
  /** From this index on, figures will still rise. */
  readonly incompleteFrom?: number | undefined;
}

/** Figures over time, the periods at even distances; the second series is dashed. */
export function TimeLine({ series, width, height, label, title, incompleteFrom }: TimeLineProps) {
  const main = series[0]?.points ?? [];
  const frame = { width, height, left: 52, right: width - 12, top: 12, bottom: height - 26 };
  const x = scaleLinear([0, Math.max(1, main.length - 1)], [frame.left, frame.right]);
  const most = highest(series.flatMap(({ points }) => points.map(({ value }) => value))) || 1;
  const y = scaleLinear(nice([0, most]), [frame.bottom, frame.top]);
  const places = (points: readonly TimePoint[]) =>
    points.map(({ value }, i) => (value === null ? null : ([x(i), y(value)] as const)));
  const floor = (points: readonly TimePoint[]) => points.map((_, i) => [x(i), frame.bottom] as const);
  const every = Math.max(1, Math.ceil(main.length / Math.max(2, Math.floor(width / 110))));
  const ticks = main.flatMap((_, i) => (i % every === 0 ? [i] : []));
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {incompleteFrom !== undefined && incompleteFrom < main.length && (
        <rect
          class="guess"
          x={x(Math.max(0, incompleteFrom - 0.5))}
          y={frame.top}
          width={Math.max(0, frame.right - x(Math.max(0, incompleteFrom - 0.5)))}
          height={frame.bottom - frame.top}
        />
      )}
      <Axes
        frame={frame}
        x={{ scale: x, label: (i) => shortDay(main[i]?.day ?? '2000-01-01'), ticks }}
        y={{ scale: y, label }}
      />
      {series.map(({ kind, points, name }) => (
        <g key={name}>
          {kind === 'main' && <path class="area" d={areaPath(places(points), floor(points))} />}
          <path class={kind === 'main' ? 'line curve' : 'line before'} d={linePath(places(points))} />
        </g>
      ))}
    </svg>
  );
}

interface SparklineProps {
  readonly values: readonly (number | null)[];
  readonly width?: number;
  readonly height?: number;
}

/** The shape of a series, without axes. What it shows stands in words beside it. */
export function Sparkline({ values, width = 88, height = 24 }: SparklineProps) {
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [2, width - 2]);
  const y = scaleLinear([0, highest(values) || 1], [height - 2, 2]);
  const places = values.map((value, i) => (value === null ? null : ([x(i), y(value)] as const)));
  const last = values.at(-1);
  return (
    <svg
      class="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path class="line curve thin" d={linePath(places)} />
      {last !== undefined && last !== null && (
        <circle class="mark current" cx={x(values.length - 1)} cy={y(last)} r="2" />
      )}
    </svg>
  );
}
