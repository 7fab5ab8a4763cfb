import type { BaselineColumn } from './baseline-columns.ts';
import { channelColumn } from './channel-column.ts';
import type { MixLayout } from './layout.ts';
import type { MixDraw } from './sample.ts';

/** A draw's outcome period by period, taken apart; units of the mean outcome. */
export interface Decomposition {
  readonly baseline: Float64Array;
  readonly channels: readonly Float64Array[];
}

export function decompose(
  layout: MixLayout,
  baseline: readonly BaselineColumn[],
  draws: readonly MixDraw[],
): Decomposition[] {
  const day = Int32Array.from({ length: layout.periods }, (_, t) => t);
  const rows = { day, sinceStart: day, weekday: new Uint8Array(layout.periods) };
  return draws.map(({ channels, coefficients }) => {
    const organic = new Float64Array(layout.periods);
    baseline.forEach(({ values }, k) => {
      for (let t = 0; t < organic.length; t++) organic[t]! += coefficients[k]! * values[t]!;
    });
    return {
      baseline: organic,
      channels: channels.map(({ shape, effect }, c) => {
        const column = channelColumn(layout.channels[c]!, shape, rows);
        for (let t = 0; t < column.length; t++) column[t]! *= effect;
        return column;
      }),
    };
  });
}

export function totalOf(values: Float64Array): number {
  let total = 0;
  for (let t = 0; t < values.length; t++) total += values[t]!;
  return total;
}

/** Mean over draws, period by period. */
export function meanOf(parts: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(parts[0]?.length ?? 0);
  for (const part of parts) for (let t = 0; t < mean.length; t++) mean[t]! += part[t]! / parts.length;
  return mean;
}

/** All channels and the baseline together. */
export function outcomeOf({ baseline, channels }: Decomposition): Float64Array {
  const sum = baseline.slice();
  for (const part of channels) for (let t = 0; t < sum.length; t++) sum[t]! += part[t]!;
  return sum;
}
