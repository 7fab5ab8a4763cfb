import { slopeAt } from '../../../optimizer/curve/evaluate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import { CELL_ACCOUNT } from '../cells/cell-list.ts';
import { quantile } from '../quantile.ts';
import { simulateAccount } from '../simulate.ts';
import { currentSpend, type SimulatedCampaign, trueSlope } from '../truth.ts';

const ACCOUNTS = 4;

export interface SplitFigures {
  readonly campaigns: number;
  /** Median of |marginal ÷ true − 1| at current spend, all channels fitted together. */
  readonly together: number;
  /** The same, each channel fitted by itself. */
  readonly byChannel: number;
}

/** What is lost when channels are fitted apart, as a pool of workers does: six channels of eight, 120 days. */
export function measureSplit(): SplitFigures {
  const together: number[] = [];
  const byChannel: number[] = [];
  for (let seed = 1; seed <= ACCOUNTS; seed++) {
    const account = simulateAccount({ ...CELL_ACCOUNT, seed, campaigns: 48, channels: 6, days: 120 });
    together.push(...errorsOf(account, fitCurves(account.map(({ series }) => series))));
    for (const channel of new Set(account.map(({ series }) => series.channel))) {
      const members = account.filter(({ series }) => series.channel === channel);
      byChannel.push(...errorsOf(members, fitCurves(members.map(({ series }) => series))));
    }
  }
  return {
    campaigns: together.length,
    together: quantile(together, 0.5),
    byChannel: quantile(byChannel, 0.5),
  };
}

const errorsOf = (account: readonly SimulatedCampaign[], fits: readonly FittedCurve[]) =>
  account.map((truth, i) => {
    const spend = currentSpend(truth);
    return Math.abs(slopeAt(fits[i]!.curve, spend) / trueSlope(truth, spend) - 1);
  });
