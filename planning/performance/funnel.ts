import { addDays } from '../../store/model/day.ts';
import type { RevenueBasis } from '../../store/model/goal.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import { type CurrencyCode, type Micros, microsToUnits, unitsToMicros } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import type { RatesUsed } from '../currency/rate-book.ts';
import type { PlanningDeps } from '../deps.ts';
import {
  type MetricInputs,
  marginOf,
  NO_PERFORMANCE,
  type PerformanceSums,
  quotient,
  revenueMicrosOf,
  sumPerformance,
} from '../metrics.ts';
import { addMonths, monthRange } from '../period.ts';
import { type AccountFigures, openAccount, readAccountFigures } from './account.ts';
import { checkMargin, checkRange, type FiguresRequest } from './request.ts';
import { splitRange } from './split-range.ts';
import { Tally } from './tally.ts';

export type FunnelStage =
  | 'IMPRESSIONS'
  | 'CLICKS'
  | 'CONVERSIONS'
  | 'LEADS'
  | 'ORDERS'
  | 'NEW_CUSTOMERS'
  | 'REVENUE'
  | 'MARGIN';

export interface FunnelStep {
  readonly from: FunnelStage;
  readonly to: FunnelStage;
  /** `to` ÷ `from`; null where `from` is zero. Of REVENUE: units of currency an order. */
  readonly rate: number | null;
  /** Each channel's own rate of the norm's days, at the size that the channel has now. */
  readonly norm: number | null;
  /** That norm ÷ the rate of all channels together in the norm's days − 1: what a shift between channels does to it. */
  readonly mixChange: number | null;
  /** rate ÷ norm − 1: below zero where the funnel is narrower than usual. */
  readonly change: number | null;
  /** What chance alone often brings (80 %) at these counts. Null where the counts say nothing of it. */
  readonly noise: number | null;
  /**
   * What more would have come at the end of the funnel, had this step been as usual and the others as they were;
   * below zero where the step is wider than usual. Null where nothing is known of it.
   */
  readonly lossMicros: Micros | null;
}

export interface Funnel extends DayRange {
  readonly currencyCode: CurrencyCode | null;
  readonly revenueBasis: RevenueBasis;
  readonly ratesUsed: readonly RatesUsed[];
  readonly norm: DayRange;
  /** The stages that anything is known of. REVENUE and MARGIN in units of currency. */
  readonly stages: readonly {
    readonly stage: FunnelStage;
    readonly value: number;
    readonly norm: number | null;
  }[];
  readonly steps: readonly FunnelStep[];
  /** What losses are counted in. */
  readonly lossOf: 'MARGIN' | 'REVENUE' | null;
  /** The step with the largest loss beyond what chance often brings; null where every step is as wide as usual. */
  readonly bottleneck: FunnelStep | null;
}

export interface FunnelRequest extends FiguresRequest {
  /** Default: the three months before whole months, else the 91 days before. */
  readonly norm?: DayRange | undefined;
}

const NORM_DAYS = 91;

/** Throws as `performanceBetween`. */
export async function funnelBetween(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: FunnelRequest,
): Promise<Funnel> {
  checkRange(request);
  checkMargin(request.margin);
  const range = { from: request.from, to: request.to };
  const norm = request.norm ?? defaultNorm(range);
  checkRange(norm);
  const span = { from: norm.from < range.from ? norm.from : range.from, to: range.to };
  const account = await openAccount(deps, workspace, request, span);
  const read = (days: DayRange) => readAccountFigures(deps, workspace, account, days, 'MONTH', request);
  const [now, usual] = await Promise.all([read(range), read(norm)]);
  return {
    ...range,
    currencyCode: account.money?.currencyCode ?? null,
    revenueBasis: request.revenueBasis ?? 'PLATFORM',
    ratesUsed: account.money?.book?.used() ?? [],
    norm,
    ...funnelOf(channelSums(now), channelSums(usual), now.inputs, usual.inputs),
  };
}

function defaultNorm(range: DayRange): DayRange {
  const { months, edges } = splitRange(range);
  const [first] = months;
  const to = addDays(range.from, -1);
  return first !== undefined && edges.length === 0
    ? { from: monthRange(addMonths(first, -3)).from, to }
    : { from: addDays(range.from, -NORM_DAYS), to };
}

type ChannelSums = ReadonlyMap<Channel, PerformanceSums>;

function channelSums({ facts }: AccountFigures): ChannelSums {
  const tallies = new Map<Channel, Tally>();
  for (const fact of facts) {
    const tally = tallies.get(fact.campaign.channel) ?? new Tally();
    tally.add(fact);
    tallies.set(fact.campaign.channel, tally);
  }
  return new Map([...tallies].map(([channel, { sums }]) => [channel, sums]));
}

type FunnelShape = Pick<Funnel, 'stages' | 'steps' | 'lossOf' | 'bottleneck'>;

/**
 * The funnel of channels beside that of the norm's days. Stages that are not known are left out. A channel with a low
 * rate that grew lowers the rate of all without being any narrower, so the norm is taken at the channels of now.
 */
export function funnelOf(
  now: ChannelSums,
  usual: ChannelSums,
  inputs: MetricInputs,
  usualInputs: MetricInputs,
): FunnelShape {
  const values = stageValues(sumPerformance(now.values()), inputs);
  const norms = stageValues(sumPerformance(usual.values()), usualInputs);
  const channels = [...now].map(([channel, sums]) => ({
    values: stageValues(sums, inputs),
    norms: stageValues(usual.get(channel) ?? NO_PERFORMANCE, usualInputs),
  }));
  const known = STAGES.filter((stage) => values[stage] !== null);
  const lossOf = values.MARGIN !== null ? 'MARGIN' : values.REVENUE !== null ? 'REVENUE' : null;
  const worth = lossOf && values[lossOf];
  const steps = known.flatMap((to): FunnelStep[] => {
    const previous = known[known.indexOf(to) - 1];
    if (previous === undefined) return [];
    const from = before(to, known) ?? previous;
    const norm = normAtPresentMix(from, to, channels, quotient(norms[to], norms[from]));
    return [stepOf(from, to, values, norms, norm, worth, inputs)];
  });
  const losses = steps.filter(({ change, noise, lossMicros }) => {
    const isBeyondChance = change !== null && noise !== null && -change > noise;
    return isBeyondChance && lossMicros !== null && lossMicros > 0n;
  });
  const largest = losses.reduce<FunnelStep | null>(
    (worst, step) => ((step.lossMicros ?? 0n) > (worst?.lossMicros ?? 0n) ? step : worst),
    null,
  );
  return {
    stages: known.map((stage) => ({ stage, value: values[stage] ?? 0, norm: norms[stage] })),
    steps,
    lossOf,
    bottleneck: largest,
  };
}

/** Σ from·norm ÷ Σ from over the channels; the norm of all where a channel has none of its own. */
function normAtPresentMix(
  from: FunnelStage,
  to: FunnelStage,
  channels: readonly { readonly values: StageValues; readonly norms: StageValues }[],
  ofAll: number | null,
): number | null {
  if (ofAll === null) return null;
  let expected = 0;
  let size = 0;
  for (const { values, norms } of channels) {
    const own = values[from] ?? 0;
    expected += own * (quotient(norms[to], norms[from]) ?? ofAll);
    size += own;
  }
  return quotient(expected, size) ?? ofAll;
}

/** The platforms' conversions stand in the funnel where the CRM tells neither leads nor orders. */
const STAGES: readonly FunnelStage[] = [
  'IMPRESSIONS',
  'CLICKS',
  'CONVERSIONS',
  'LEADS',
  'ORDERS',
  'NEW_CUSTOMERS',
  'REVENUE',
  'MARGIN',
];

type StageValues = Readonly<Record<FunnelStage, number | null>>;

function stageValues(sums: PerformanceSums, inputs: MetricInputs): StageValues {
  const hasSales = sums.leads !== null || sums.orders !== null;
  const revenueMicros = revenueMicrosOf(sums, inputs.revenueBasis);
  return {
    IMPRESSIONS: sums.impressions,
    CLICKS: sums.clicks,
    CONVERSIONS: hasSales ? null : sums.conversions,
    LEADS: sums.leads,
    ORDERS: sums.orders,
    NEW_CUSTOMERS: sums.newCustomers,
    REVENUE: revenueMicros === null ? null : microsToUnits(revenueMicros),
    MARGIN: marginOf(sums, inputs),
  };
}

/** All orders bring revenue, those of new customers and of old ones, so revenue follows from orders. */
const before = (stage: FunnelStage, known: readonly FunnelStage[]): FunnelStage | null =>
  stage === 'REVENUE' && known.includes('ORDERS') ? 'ORDERS' : null;

function stepOf(
  from: FunnelStage,
  to: FunnelStage,
  values: StageValues,
  norms: StageValues,
  norm: number | null,
  worth: number | null,
  { ltvMicros = null }: MetricInputs,
): FunnelStep {
  const rate = quotient(values[to], values[from]);
  const ofAll = quotient(norms[to], norms[from]);
  const relative = (a: number | null, b: number | null) =>
    a === null || b === null ? null : quotient(a - b, b);
  return {
    from,
    to,
    rate,
    norm,
    mixChange: relative(norm, ofAll),
    change: relative(rate, norm),
    noise: noiseOf(to, values, norms),
    lossMicros: loss(),
  };

  function loss(): Micros | null {
    if (rate === null || norm === null) return null;
    if (to === 'NEW_CUSTOMERS') {
      // The orders came all the same; what is lost is the customers' future.
      const missing = (norm - rate) * (values[from] ?? 0);
      return ltvMicros === null ? null : unitsToMicros(missing * microsToUnits(ltvMicros));
    }
    return worth === null || rate === 0 ? null : unitsToMicros(worth * (norm / rate - 1));
  }
}

/** Standard normal quantile of 0.9: the middle 80 %. */
const Z90 = 1.2815515655446004;

/** Of a rate of counts n against one of N, as Poisson counts: z·√(1/n + 1/N). Of revenue: the orders it came from. */
function noiseOf(to: FunnelStage, values: StageValues, norms: StageValues): number | null {
  const counted = to === 'REVENUE' || to === 'MARGIN' ? (['ORDERS', 'CONVERSIONS'] as const) : [to];
  const stage = counted.find((one) => values[one] !== null && norms[one] !== null);
  const [n, m] = stage ? [values[stage] ?? 0, norms[stage] ?? 0] : [0, 0];
  return n > 0 && m > 0 ? Z90 * Math.sqrt(1 / n + 1 / m) : null;
}
