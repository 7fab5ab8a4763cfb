import { compact } from '../i18n/format.ts';
import { Axes, highest } from './axes.tsx';
import { diamond } from './figure.tsx';
import { areaPath, linePath } from './path.ts';
import { nice, scaleLinear } from './scale.ts';

export interface CurveDrawing {
  readonly points: readonly {
    readonly spend: number;
    readonly outcome: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  /** What was seen, a day in the mean of a week. */
  readonly observed: readonly { readonly spend: number; readonly outcome: number }[];
  /** The daily spends between which there is data. */
  readonly seen: { readonly min: number; readonly max: number };
  readonly current: number;
  readonly proposed?: number | null | undefined;
  readonly limits?: { readonly min: number; readonly max: number } | null | undefined;
}

interface ResponseCurveProps extends CurveDrawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
}

/** Outcome over spend: the fitted curve in its band, what was seen, where the campaign stands and where it would go. */
export function ResponseCurve(props: ResponseCurveProps) {
  const { points, observed, seen, current, proposed, limits, width, height, title } = props;
  const frame = { width, height, left: 40, right: width - 10, top: 22, bottom: height - 34 };
  const end = Math.max(points.at(-1)?.spend ?? 1, current * 1.05, (proposed ?? 0) * 1.05, limits?.max ?? 0);
  const top = highest([
    ...points.map(({ high, outcome }) => high ?? outcome),
    ...observed.map((o) => o.outcome),
  ]);
  const x = scaleLinear([0, end], [frame.left, frame.right]);
  const y = scaleLinear(nice([0, top || 1]), [frame.bottom, frame.top]);
  const outcomeAt = (spend: number) => interpolate(points, spend);
  const guess = (from: number, to: number) =>
    to > from && (
      <rect
        class="guess"
        x={x(from)}
        y={frame.top}
        width={x(to) - x(from)}
        height={frame.bottom - frame.top}
      />
    );
  const edge = (side: 'low' | 'high') =>
    points.map((point) =>
      point[side] === null ? null : ([x(point.spend), y(Math.max(0, point[side]))] as const),
    );
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {guess(0, Math.min(seen.min, end))}
      {guess(Math.min(seen.max, end), end)}
      <Axes
        frame={frame}
        x={{ scale: x, label: compact }}
        y={{ scale: y, label: compact }}
        xTitle={props.xTitle}
        yTitle={props.yTitle}
      />
      <path class="band" d={areaPath(edge('high'), edge('low'))} />
      {observed.map((point, i) => (
        <circle key={String(i)} class="mark observed" cx={x(point.spend)} cy={y(point.outcome)} r="2" />
      ))}
      <path
        class="line curve"
        d={linePath(points.map(({ spend, outcome }) => [x(spend), y(outcome)] as const))}
      />
      {limits && (
        <path
          class="limits"
          d={`M${x(limits.min)} ${frame.bottom - 6}v8M${x(limits.min)} ${frame.bottom - 2}H${x(limits.max)}M${x(limits.max)} ${frame.bottom - 6}v8`}
        />
      )}
      <circle class="mark current" cx={x(current)} cy={y(outcomeAt(current))} r="5" />
      {typeof proposed === 'number' && (
        <path class="mark proposed" d={diamond(x(proposed), y(outcomeAt(proposed)), 6.5)} />
      )}
    </svg>
  );
}

/** Between the two drawn points around it, straight. */
function interpolate(points: CurveDrawing['points'], spend: number): number {
  const after = points.findIndex((point) => point.spend >= spend);
  const high = points[after];
  if (high === undefined) return points.at(-1)?.outcome ?? 0;
  const low = points[after - 1];
  if (low === undefined) return high.outcome;
  const share = (spend - low.spend) / (high.spend - low.spend);
  return low.outcome + share * (high.outcome - low.outcome);
}
