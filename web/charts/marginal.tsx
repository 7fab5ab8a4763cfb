import { Axes, highest } from './axes.tsx';
import { diamond } from './figure.tsx';
import { nice, scaleLinear } from './scale.ts';

export interface MarginalRow {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

interface MarginalProps {
  readonly rows: readonly MarginalRow[];
  /** Where those that are free to move meet; null where the budget is not the limit. */
  readonly meets: number | null;
  readonly width: number;
  readonly title: string;
  readonly label: (value: number) => string;
}

const ROW = 26;
export const marginalHeight = (rows: number): number => rows * ROW + 40;

/** What the next unit of money brings in each campaign, now and in the plan, and the line where they meet. */
export function Marginal({ rows, meets, width, title, label }: MarginalProps) {
  const height = marginalHeight(rows.length);
  const left = Math.min(230, width * 0.36);
  const frame = { width, height, left, right: width - 16, top: 8, bottom: height - 26 };
  const most = highest([...rows.flatMap((row) => [row.before, row.after]), meets]) || 1;
  const x = scaleLinear(nice([0, most]), [frame.left, frame.right]);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <Axes frame={frame} x={{ scale: x, label }} />
      {meets !== null && <path class="line meets" d={`M${x(meets)} ${frame.top}V${frame.bottom}`} />}
      {rows.map(({ name, before, after }, i) => {
        const y = frame.top + i * ROW + 14;
        return (
          <g key={name}>
            <text class="bar-name" x={left - 8} y={y + 4} text-anchor="end">
              {name.length > left / 7.5 ? `${name.slice(0, left / 7.5 - 1)}…` : name}
            </text>
            {before !== null && after !== null && <path class="move" d={`M${x(before)} ${y}H${x(after)}`} />}
            {before !== null && <circle class="mark current" cx={x(before)} cy={y} r="4.5" />}
            {after !== null && <path class="mark proposed" d={diamond(x(after), y, 6)} />}
          </g>
        );
      })}
    </svg>
  );
}
