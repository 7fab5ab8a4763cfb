import { responseAt, slopeAt } from '../../../optimizer/curve/evaluate.ts';
import { fitMediaMix } from '../../../optimizer/fit/media-mix/fit-media-mix.ts';
import { type FitGoal, type Part, points, table } from '../part.ts';
import { mean, quantile } from '../quantile.ts';
import { type MixSettings, simulateMix } from './simulate-mix.ts';

const BASE: Omit<MixSettings, 'seed'> = {
  channels: 3,
  weeks: 156,
  noise: 0.06,
  spendVariation: 0.7,
  together: 0,
  kind: 'MONEY',
};
const CELLS: readonly { readonly title: string; readonly settings: Omit<MixSettings, 'seed'> }[] = [
  { title: '2 channels, 120 weeks', settings: { ...BASE, channels: 2, weeks: 120 } },
  { title: '3 channels, 156 weeks', settings: BASE },
  { title: '4 channels, 200 weeks', settings: { ...BASE, channels: 4, weeks: 200 } },
  { title: '3 channels, 156 weeks, 12 % noise', settings: { ...BASE, noise: 0.12 } },
  { title: '3 channels, 156 weeks, spend varies by 30 %', settings: { ...BASE, spendVariation: 0.3 } },
  { title: '3 channels, 156 weeks, spends correlated by 0.6', settings: { ...BASE, together: 0.6 } },
  { title: '3 channels, 156 weeks, counts', settings: { ...BASE, kind: 'COUNT' } },
];
const MIXES = 40;
const DRAWS = 200;
const QUANTITIES = ['contribution', 'carry-over', 'response', 'marginal return'] as const;
type Quantity = (typeof QUANTITIES)[number];

/** One truth and what the fit says of it. */
interface Judged {
  readonly quantity: Quantity;
  readonly isIn80: boolean;
  readonly isIn90: boolean;
  readonly error: number;
}

/** Mixes whose truth is known: how far off the fit is, and how often its intervals hold the truth. */
export const mixes: Part = async ({ only, accounts = MIXES }) => {
  const rows = CELLS.filter(({ title }) => title.includes(only)).map(({ title, settings }) => {
    const started = performance.now();
    const judged = Array.from({ length: accounts }, (_, seed) => judgeMix({ ...settings, seed: seed + 1 }));
    const seconds = (performance.now() - started) / 1000 / accounts;
    return { title, seconds, mixes: accounts, summary: QUANTITIES.map((q) => summaryOf(judged.flat(), q)) };
  });
  return {
    markdown: `## Several channels, one outcome

Simulated weekly mixes: two to four channels of all families, each bringing 4 to 20 % of the outcome, carry-over from 0 to
0.75, a baseline with trend, walk and season; ${accounts} mixes a row. Error: median of |estimate ÷ truth − 1|, of the carry-over the
median difference. Coverage: how often the 80 % and the 90 % interval hold the truth. Response and marginal return at the
mean of the weeks with spend.

${table(
  ['mix', ...QUANTITIES.flatMap((q) => [`${q}: error`, 'in 80 %, in 90 %']), 'seconds a fit'],
  rows.map(({ title, summary, seconds }) => [
    title,
    ...summary.flatMap(({ quantity, error, in80, in90 }) => [
      quantity === 'carry-over' ? error.toFixed(2) : `${points(error)} %`,
      `${points(in80, 0)}, ${points(in90, 0)}`,
    ]),
    seconds.toFixed(2),
  ]),
)}
`,
    goals: rows.flatMap(({ title, summary, mixes: count }) =>
      summary.flatMap(({ quantity, in80, in90, judgements }): FitGoal[] =>
        [
          { nominal: 0.8, seen: in80 },
          { nominal: 0.9, seen: in90 },
        ].map(({ nominal, seen }) => {
          const off = Math.abs(seen - nominal);
          // Channels of one mix are not independent: mixes count.
          const chance = 2 * Math.sqrt((nominal * (1 - nominal)) / Math.min(judgements, 2 * count));
          return {
            row: `mixes: ${title}`,
            wanted: `${points(nominal, 0)} % interval of the ${quantity} within 4 points`,
            seen: `${points(seen)} %`,
            isReached: off <= 0.04,
            mayBeChance: off - 0.04 < chance,
          };
        }),
      ),
    ),
    figures: rows,
  };
};

function judgeMix(settings: MixSettings): Judged[] {
  const { mix, channels } = simulateMix(settings);
  const fit = fitMediaMix(mix, { draws: DRAWS, backtest: false });
  return channels.flatMap((truth, c) => {
    const { contribution, posterior, curve, parameters } = fit.channels[c]!;
    const { spend } = mix.channels[c]!;
    const spendAt = mean(spend.filter((x) => x > 0));
    const weeks = spend.length;
    const contributions = posterior.draws.map((draw) => contributionOf(draw, spend) * weeks);
    return [
      judge('contribution', contribution.total, contributions, truth.contribution),
      judge(
        'carry-over',
        parameters.carryOver,
        posterior.draws.map(({ carryOver }) => carryOver),
        truth.carryOver,
      ),
      judge(
        'response',
        responseAt(curve, spendAt),
        posterior.draws.map((draw) => responseAt(draw.curve, spendAt)),
        responseAt(truth.curve, spendAt),
      ),
      judge(
        'marginal return',
        slopeAt(curve, spendAt),
        posterior.draws.map((draw) => slopeAt(draw.curve, spendAt)),
        slopeAt(truth.curve, spendAt),
      ),
    ];
  });
}

function contributionOf(
  { curve, carryOver }: { curve: Parameters<typeof responseAt>[0]; carryOver: number },
  spend: readonly number[],
): number {
  let carried = mean(spend.slice(0, 4));
  return mean(
    spend.map((x) => {
      carried = (1 - carryOver) * x + carryOver * carried;
      return responseAt(curve, carried);
    }),
  );
}

function judge(quantity: Quantity, value: number, drawn: readonly number[], truth: number): Judged {
  const holds = (tail: number) => quantile(drawn, tail) <= truth && truth <= quantile(drawn, 1 - tail);
  const error = quantity === 'carry-over' ? Math.abs(value - truth) : Math.abs(value / truth - 1);
  return { quantity, isIn80: holds(0.1), isIn90: holds(0.05), error };
}

function summaryOf(judged: readonly Judged[], quantity: Quantity) {
  const of = judged.filter((one) => one.quantity === quantity);
  return {
    quantity,
    judgements: of.length,
    error: quantile(
      of.map(({ error }) => error),
      0.5,
    ),
    in80: mean(of.map(({ isIn80 }) => Number(isIn80))),
    in90: mean(of.map(({ isIn90 }) => Number(isIn90))),
  };
}
