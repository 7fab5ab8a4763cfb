import type { PredictionPoint } from '../../optimizer/fit/fitted-curve.ts';
import { UsageError } from '../exit-code.ts';

/** `x0.5`: every day's spend times a half. `250`: a steady daily spend. */
export function parsePoint(text: string): PredictionPoint {
  const [, isFactor, digits = ''] = /^(x?)(\d+\.?\d*|\.\d+)$/.exec(text.trim()) ?? [];
  if (digits === '') {
    throw new UsageError(
      `--at ${JSON.stringify(text)} is neither a factor nor a daily spend. Wanted something like --at x0.5 or --at 250.`,
    );
  }
  return isFactor ? { factor: Number(digits) } : { spend: Number(digits) };
}
