import type { Goal } from '../allocate/goals.ts';
import type { Scipy } from './peers/scipy.ts';

export interface PartOptions {
  /** Takes the rows alone whose name holds this text. */
  readonly only: string;
  /** Simulated accounts a row, where the part simulates some; the part's own number where none is given. */
  readonly accounts: number | undefined;
  readonly scipy: Scipy;
}

export interface FitGoal extends Goal {
  /** What is missed may be chance: it is less than two standard errors. */
  readonly mayBeChance?: boolean;
}

/** What a part of the benchmark found: a section of the page, the goals it holds, the figures. */
export interface PartResult {
  readonly markdown: string;
  readonly goals: readonly FitGoal[];
  readonly figures: unknown;
}

export type Part = (options: PartOptions) => Promise<PartResult>;

/** `12.3` for 0.1234. */
export const points = (share: number, digits = 1): string =>
  Number.isFinite(share) ? (100 * share).toFixed(digits) : '—';

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
