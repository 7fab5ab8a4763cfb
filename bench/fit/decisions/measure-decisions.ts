import { responseAt } from '../../../optimizer/curve/evaluate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import { termsOf } from '../cells/measure-cell.ts';
import type { Scipy } from '../peers/scipy.ts';
import { type AccountSettings, simulateAccount } from '../simulate.ts';
import { currentSpend } from '../truth.ts';
import { HOLDS, heldPlan } from './holds.ts';
import {
  bestOn,
  bestOnTruth,
  type ProductPlan,
  productPlan,
  proportionalToReturn,
  type Spends,
  trueTotal,
} from './planners.ts';

export type Method = 'curves' | 'product' | 'productByDraws' | 'scipy' | 'byReturn';

export const METHODS: readonly { readonly method: Method; readonly title: string }[] = [
  { method: 'curves', title: 'curves' },
  { method: 'product', title: 'product' },
  { method: 'productByDraws', title: 'product, by draws' },
  { method: 'scipy', title: 'SciPy' },
  { method: 'byReturn', title: 'by return' },
];

type PerMethod<T> = Readonly<Record<Method, readonly T[]>>;

/** Of each account. */
export interface DecisionFigures {
  /** (true outcome of the plan − today's) ÷ (the best possible − today's). */
  readonly captured: PerMethod<number>;
  /** (true outcome of the plan − today's) ÷ today's. */
  readonly gains: PerMethod<number>;
  /** Of `HOLDS`, by account: share captured and gain ÷ today's outcome. */
  readonly holds: readonly (readonly { readonly captured: number; readonly gain: number }[])[];
  /** Whether the 80 % interval that was stated of the gain holds the true one. */
  readonly gainHeld: readonly boolean[];
  /** Gain promised by the product ÷ today's outcome. */
  readonly promised: readonly number[];
  /** Whether the product doubted its plan beforehand; false where nothing was said. */
  readonly doubted: PerMethod<boolean>;
  /** Best possible gain ÷ today's outcome. */
  readonly possible: readonly number[];
  /** Share of the campaigns that the product holds near their current spend, on either side. */
  readonly held: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly fitMilliseconds: number;
  readonly scipyFailures: number | null;
}

const LEAST_PROBABILITY = 0.9;

export async function measureDecisions(
  settings: Omit<AccountSettings, 'seed'>,
  accounts: number,
  scipy: Scipy,
): Promise<DecisionFigures> {
  const empty = <T>() =>
    ({ curves: [], product: [], productByDraws: [], scipy: [], byReturn: [] }) as Record<Method, T[]>;
  const captured = empty<number>();
  const gains = empty<number>();
  const doubted = empty<boolean>();
  const holds: DecisionFigures['holds'][number][] = [];
  const gainHeld: boolean[] = [];
  const promised: number[] = [];
  const possible: number[] = [];
  const verdicts: Record<string, number> = {};
  let held = 0;
  let limits = 0;
  let fitMilliseconds = 0;
  const known = Array.from({ length: accounts }, (_, k) => simulateAccount({ ...settings, seed: 101 + k }));
  const peer = scipy.fit(known.flat(), termsOf(settings));
  const plans = [];
  for (const account of known) {
    const started = performance.now();
    const fits = fitCurves(account.map(({ series }) => series));
    fitMilliseconds += performance.now() - started;
    plans.push({
      account,
      fits,
      product: productPlan(account, fits),
      byDraws: productPlan(account, fits, { uncertainty: true }),
    });
    // Lets the peer's answer in, which is long.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const answer = await peer;
  plans.forEach(({ account, fits, product, byDraws }, k) => {
    const current = account.map(currentSpend);
    const today = trueTotal(account, current);
    const room = trueTotal(account, bestOnTruth(account, current)) - today;
    possible.push(room / today);
    const add = (method: Method, spends: Spends, isDoubted = false) => {
      const gain = trueTotal(account, spends) - today;
      captured[method].push(gain / room);
      gains[method].push(gain / today);
      doubted[method].push(isDoubted);
    };
    const at = k * settings.campaigns;
    const onCurves = bestOn(
      fits.map(({ curve }) => curve),
      current,
    );
    add('curves', onCurves, probabilityOfGain(fits, onCurves, current) < LEAST_PROBABILITY);
    add('product', product.spends, isDoubtful(product));
    holds.push(
      HOLDS.map((hold) => {
        const gain = trueTotal(account, heldPlan(fits, current, hold)) - today;
        return { captured: gain / room, gain: gain / today };
      }),
    );
    const [low, high] = product.gainInterval;
    const gain = trueTotal(account, product.spends) - today;
    gainHeld.push(low <= gain && gain <= high);
    promised.push(product.gain / today);
    add('productByDraws', byDraws.spends, isDoubtful(byDraws));
    add('byReturn', proportionalToReturn(account, current));
    if (answer) {
      const curves = answer.fits.slice(at, at + settings.campaigns).map((fit) => fit?.curve ?? null);
      add('scipy', bestOn(curves, current));
    }
    for (const verdict of product.verdicts) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    held += product.limits.filter((origin) => origin.startsWith('HELD')).length;
    limits += product.limits.length;
  });
  return {
    captured,
    gains,
    doubted,
    holds,
    gainHeld,
    promised,
    possible,
    held: held / limits,
    verdicts,
    fitMilliseconds: fitMilliseconds / accounts,
    scipyFailures: answer?.fits.filter((fit) => fit === null).length ?? null,
  };
}

/** Share of the draws in which the plan brings more than today's spends. */
function probabilityOfGain(fits: readonly FittedCurve[], spends: Spends, current: Spends): number {
  const count = Math.min(...fits.map(({ posterior }) => posterior.draws.length));
  const gains = Array.from({ length: count }, (_, k) =>
    fits.reduce((sum, { posterior }, i) => {
      const { curve } = posterior.draws[k]!;
      return sum + responseAt(curve, spends[i]!) - responseAt(curve, current[i]!);
    }, 0),
  );
  return gains.filter((gain) => gain > 0).length / count;
}

const isDoubtful = ({ probabilityBeatsCurrent, gainInterval }: ProductPlan) =>
  probabilityBeatsCurrent === null ? gainInterval[0] < 0 : probabilityBeatsCurrent < LEAST_PROBABILITY;
