import type { Scale } from './scale.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface AxesProps {
  readonly frame: Frame;
  readonly x?: {
    readonly scale: Scale;
    readonly label: (value: number) => string;
    readonly ticks?: readonly number[];
  };
  readonly y?: { readonly scale: Scale; readonly label: (value: number) => string };
  readonly xTitle?: string | undefined;
  readonly yTitle?: string | undefined;
}

/** Quiet lines behind the figures, with their values. The table behind the drawing is what is read out. */
export function Axes({ frame, x, y, xTitle, yTitle }: AxesProps) {
  const { left, right, top, bottom } = frame;
  const xTicks = x ? (x.ticks ?? x.scale.ticks(Math.max(2, Math.floor((right - left) / 90)))) : [];
  const yTicks = y ? y.scale.ticks(Math.max(2, Math.floor((bottom - top) / 45))) : [];
  return (
    <g class="axes">
      {y &&
        yTicks.map((tick) => (
          <g key={tick}>
            <path d={`M${left} ${y.scale(tick)}H${right}`} />
            <text x={left - 6} y={y.scale(tick)} dy="0.32em" text-anchor="end">
              {y.label(tick)}
            </text>
          </g>
        ))}
      {x && <path d={`M${left} ${bottom}H${right}`} />}
      {x &&
        xTicks.map((tick) => (
          <text key={tick} x={x.scale(tick)} y={bottom + 15} text-anchor="middle">
            {x.label(tick)}
          </text>
        ))}
      {xTitle && (
        <text class="axis-title" x={right} y={bottom + 29} text-anchor="end">
          {xTitle}
        </text>
      )}
      {yTitle && (
        <text class="axis-title" x={left - 6} y={top - 8} text-anchor="start">
          {yTitle}
        </text>
      )}
    </g>
  );
}

export const highest = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
