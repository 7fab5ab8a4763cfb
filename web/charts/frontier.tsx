import { compact } from '../i18n/format.ts';
import { Axes, highest } from './axes.tsx';
import { diamond } from './figure.tsx';
import { linePath } from './path.ts';
import { nice, scaleLinear } from './scale.ts';

export interface FrontierDrawing {
  readonly points: readonly { readonly budget: number; readonly outcome: number }[];
  readonly current: { readonly budget: number; readonly outcome: number };
  readonly chosen?: { readonly budget: number; readonly outcome: number } | null | undefined;
}

interface FrontierProps extends FrontierDrawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
}

/** The best outcome for every budget, with the plan of today below it and the chosen plan on it. */
export function Frontier({ points, current, chosen, width, height, title, xTitle, yTitle }: FrontierProps) {
  const frame = { width, height, left: 48, right: width - 14, top: 24, bottom: height - 36 };
  const budgets = [...points.map(({ budget }) => budget), current.budget];
  const outcomes = [...points.map(({ outcome }) => outcome), current.outcome];
  const x = scaleLinear([Math.min(...budgets), highest(budgets)], [frame.left, frame.right]);
  const y = scaleLinear(nice([Math.min(...outcomes) * 0.95, highest(outcomes)]), [frame.bottom, frame.top]);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <Axes
        frame={frame}
        x={{ scale: x, label: compact }}
        y={{ scale: y, label: compact }}
        xTitle={xTitle}
        yTitle={yTitle}
      />
      <path
        class="line curve"
        d={linePath(points.map(({ budget, outcome }) => [x(budget), y(outcome)] as const))}
      />
      <circle class="mark current" cx={x(current.budget)} cy={y(current.outcome)} r="6" />
      {chosen && <path class="mark proposed" d={diamond(x(chosen.budget), y(chosen.outcome), 8)} />}
    </svg>
  );
}
