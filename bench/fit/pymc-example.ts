import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { responseAt } from '../../optimizer/curve/evaluate.ts';
import { fitCurves } from '../../optimizer/fit/fit-curves.ts';
import type {
  CalendarEvent,
  CampaignSeries,
  CurveDraw,
  FittedCurve,
} from '../../optimizer/fit/fitted-curve.ts';
import { fitMediaMix } from '../../optimizer/fit/media-mix/fit-media-mix.ts';
import type { FittedChannel, MediaMix } from '../../optimizer/fit/media-mix/media-mix.ts';
import type { Goal } from '../allocate/goals.ts';
import { type Part, type PartResult, points, table } from './part.ts';
import { askPymc } from './peers/pymc.ts';
import { quantile } from './quantile.ts';

/** Of the recipe: y = 1000·(2 + trend + season + events + Σ β·sat(λ·carry-over(spend)) + noise), sat(z) = tanh(z / 2). */
const CHANNELS = [
  { name: 'x1', carryOver: 0.4, lambda: 4, beta: 3000 },
  { name: 'x2', carryOver: 0.2, lambda: 3, beta: 2000 },
] as const;
/** Shares of a channel's highest weekly spend at which the response is asked for. */
const SHARES = [0.25, 0.5, 0.75, 1];
const DRAWS = 400;

/**
 * The public example of PyMC-Marketing, 179 weeks of one outcome and two channels, whose recipe is known: fitted as a
 * mix, and each channel by itself, which takes the other one's effect for baseline (weeks are then handed in as days).
 */
export const pymcExample: Part = async () => {
  const folder = process.env.PYMC_EXAMPLE;
  if (!folder || !existsSync(join(folder, 'pymc_mmm_example.csv'))) return absent();
  const weeks = readCsv(join(folder, 'pymc_mmm_example.csv'));
  const truth = readCsv(join(folder, 'pymc_mmm_example_truth.csv'));
  const alone = CHANNELS.map(({ name }) =>
    fitOne(
      weeks,
      name,
      weeks.map((week) => week.y!),
    ),
  );
  const started = performance.now();
  const together = fitMediaMix(mixOf(weeks), { draws: DRAWS });
  const seconds = (performance.now() - started) / 1000;
  const trueTotals = CHANNELS.map(({ name }) =>
    total(truth.map((week) => week[`true_${name}_contribution`]!)),
  );
  const ways = [
    {
      title: 'each channel by itself on all sales',
      checks: alone.map((fit, i) => checkOf(aloneOf(fit, weeks), weeks, CHANNELS[i]!, trueTotals[i]!)),
    },
    {
      title: 'together',
      checks: together.channels.map((fit, i) =>
        checkOf(togetherOf(fit), weeks, CHANNELS[i]!, trueTotals[i]!),
      ),
    },
  ];
  const peer = await askPymc(folder);
  const peerErrors =
    peer && CHANNELS.map(({ name }, i) => peer.contribution[name]!.mean / trueTotals[i]! - 1);
  return {
    markdown: `## PyMC-Marketing's example

179 weeks, sales and two channels with a known recipe. Intervals are 80 %, the truth in brackets. \`fitMediaMix\` fits the
two together (${seconds.toFixed(1)} s, forecast errors included), the family of each curve unknown to it; a fit of one channel by itself takes
the other one's effect for baseline. ${peer ? `PyMC-Marketing ${peer.version} was run on the same data with the model of its guide (geometric carry-over of 8 lags, logistic saturation, events, a linear trend, two yearly waves): ${peer.seconds.toFixed(0)} s.` : 'PyMC-Marketing was not run: `PYMC_PYTHON` names a Python that has it.'}

${table(
  [
    'way',
    'channel',
    'carry-over',
    'contribution, thousand',
    'error',
    'response at 25, 50, 75, 100 % of the highest spend',
  ],
  [
    ...ways.flatMap(({ title, checks }) =>
      checks.map((check) => [
        title,
        check.channel,
        spanText(check.carryOver, 2),
        spanText(inThousand(check.contribution), 1),
        `${points(check.contribution.value / check.contribution.truth - 1)} %`,
        check.response.map((span) => spanText(span, 0)).join('; '),
      ]),
    ),
    ...(peer
      ? CHANNELS.map(({ name, carryOver, lambda, beta }, i) => {
          const { mean, low, high } = peer.contribution[name]!;
          const alpha = peer.carryOver[name]!;
          const span = { value: mean, low, high, truth: trueTotals[i]! };
          const responses = peer.response[name]!.map(({ spend, mean: value, low: from, high: to }) => ({
            value,
            low: from,
            high: to,
            truth: beta * Math.tanh((lambda * spend) / 2),
          }));
          return [
            'PyMC-Marketing',
            name,
            spanText({ value: alpha.mean, low: alpha.low, high: alpha.high, truth: carryOver }, 2),
            spanText(inThousand(span), 1),
            `${points(peerErrors![i]!)} %`,
            responses.map((response) => spanText(response, 0)).join('; '),
          ];
        })
      : []),
  ],
)}
`,
    goals: ways[1]!.checks.flatMap(goalsOf),
    figures: { ways, peer },
  };
};

const absent = (): PartResult => ({
  markdown: `## PyMC-Marketing's example

Not run: \`PYMC_EXAMPLE\` names no folder with \`pymc_mmm_example.csv\` and \`pymc_mmm_example_truth.csv\`.
`,
  goals: [],
  figures: null,
});

type Week = Readonly<Record<string, number>>;

function readCsv(path: string): Week[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head.trim().split(',');
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((value, i) => [names[i] ?? '', Number(value)]),
    ),
  );
}

const FIRST = Date.UTC(2024, 0, 1);
/** Weeks stand for days. */
const dateOf = (week: number) => new Date(FIRST + week * 86_400_000).toISOString().slice(0, 10);

function seriesOf(weeks: readonly Week[], channel: string, outcome: readonly number[]): CampaignSeries {
  return {
    campaign: channel,
    channel,
    outcome: 'MONEY',
    days: weeks.map((week, t) => ({ date: dateOf(t), spend: week[channel]!, outcome: outcome[t]! })),
  };
}

function fitOne(weeks: readonly Week[], channel: string, outcome: readonly number[]): FittedCurve {
  const events: CalendarEvent[] = EVENTS.flatMap((name) =>
    weeks.flatMap((week, t) => (week[name] ? [{ name, from: dateOf(t), to: dateOf(t) }] : [])),
  );
  return fitCurves([seriesOf(weeks, channel, outcome)], { draws: DRAWS, events })[0]!;
}

const EVENTS = ['event_1', 'event_2'];

/** Of `date_week` the Mondays are left, which start in the recipe on 2 April 2018. */
const FIRST_MONDAY = Date.UTC(2018, 3, 2);

const mixOf = (weeks: readonly Week[]): MediaMix => ({
  dates: weeks.map((_, t) => new Date(FIRST_MONDAY + 7 * t * 86_400_000).toISOString().slice(0, 10)),
  outcome: weeks.map((week) => week.y!),
  channels: CHANNELS.map(({ name }) => ({ channel: name, spend: weeks.map((week) => week[name]!) })),
  controls: EVENTS.map((name) => ({ name, values: weeks.map((week) => week[name]!) })),
});

/** What both ways of fitting say of a channel. */
interface Answer {
  readonly channel: string;
  readonly family: string;
  readonly verdict: string;
  readonly curve: FittedCurve['curve'];
  readonly carryOver: number;
  readonly contribution: number;
  readonly draws: readonly CurveDraw[];
}

const aloneOf = (
  { campaign, family, identifiability, curve, parameters, posterior }: FittedCurve,
  weeks: readonly Week[],
): Answer => ({
  channel: campaign,
  family,
  verdict: identifiability.verdict,
  curve,
  carryOver: parameters.carryOver,
  contribution: total(contributionOf(curve, parameters.carryOver, weeks, campaign)),
  draws: posterior.draws,
});

const togetherOf = ({
  channel,
  family,
  identifiability,
  curve,
  parameters,
  posterior,
  contribution,
}: FittedChannel): Answer => ({
  channel,
  family,
  verdict: identifiability.verdict,
  curve,
  carryOver: parameters.carryOver,
  contribution: contribution.total,
  draws: posterior.draws,
});

/** Week by week, without the season's multiplier: on average that is 1. */
function contributionOf(
  curve: FittedCurve['curve'],
  carryOver: number,
  weeks: readonly Week[],
  channel: string,
): number[] {
  let carried = 0;
  return weeks.map((week) => {
    carried = (1 - carryOver) * week[channel]! + carryOver * carried;
    return responseAt(curve, carried);
  });
}

interface Span {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly truth: number;
}

function checkOf(
  answer: Answer,
  weeks: readonly Week[],
  channel: (typeof CHANNELS)[number],
  trueTotal: number,
) {
  const { draws } = answer;
  const span = (value: number, drawn: readonly number[], truth: number): Span => ({
    value,
    low: quantile(drawn, 0.1),
    high: quantile(drawn, 0.9),
    truth,
  });
  const highest = Math.max(...weeks.map((week) => week[channel.name]!));
  const sumOf = (curve: FittedCurve['curve'], carryOver: number) =>
    total(contributionOf(curve, carryOver, weeks, channel.name));
  return {
    channel: channel.name,
    family: answer.family,
    verdict: answer.verdict,
    carryOver: span(
      answer.carryOver,
      draws.map(({ carryOver }) => carryOver),
      channel.carryOver,
    ),
    contribution: span(
      answer.contribution,
      draws.map(({ curve, carryOver }) => sumOf(curve, carryOver)),
      trueTotal,
    ),
    response: SHARES.map((share) => {
      const spend = share * highest;
      const truth = channel.beta * Math.tanh((channel.lambda * spend) / 2);
      return span(
        responseAt(answer.curve, spend),
        draws.map(({ curve }) => responseAt(curve, spend)),
        truth,
      );
    }),
  };
}

function goalsOf({ channel, carryOver, contribution, response }: ReturnType<typeof checkOf>): Goal[] {
  const row = `PyMC example: ${channel}`;
  const goal = (what: string, spans: readonly Span[], digits: number): Goal => ({
    row,
    wanted: `${what} inside the 80 % interval`,
    seen: spans.map((span) => spanText(span, digits)).join('; '),
    isReached: spans.every(({ low, high, truth }) => low <= truth && truth <= high),
  });
  return [
    goal('carry-over', [carryOver], 2),
    goal('contribution', [inThousand(contribution)], 1),
    goal('response at four spends', response, 0),
  ];
}

const inThousand = ({ value, low, high, truth }: Span): Span => ({
  value: value / 1000,
  low: low / 1000,
  high: high / 1000,
  truth: truth / 1000,
});

const spanText = ({ value, low, high, truth }: Span, digits: number) =>
  `${value.toFixed(digits)}, ${low.toFixed(digits)} to ${high.toFixed(digits)} (${truth.toFixed(digits)})`;

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
