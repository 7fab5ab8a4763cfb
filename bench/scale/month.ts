import { LIMITS, PRICES } from './prices.ts';
import type { Step } from './scale.ts';

export interface Line {
  readonly what: string;
  readonly dollars: number;
}

export interface Month {
  readonly pricesOf: string;
  readonly region: string;
  readonly lines: readonly Line[];
  readonly dollars: number;
  readonly dollarsOfOneRefit: number;
  /** What came near to a limit that nobody raises, as a share of it. */
  readonly limits: Readonly<Record<string, number>>;
}

const NIGHTS = 30;
const SCENARIOS = 100;
/** One a week, and what it takes back. */
const CHANGE_SETS = 5;
/** Every five minutes, two tasks. */
const TICKS = (30 * 24 * 60) / 5;
/** People at the page and scripts, a day: each reads a few months and curves. */
const API_REQUESTS = 30 * 2_000;
const API_MS = 60;
const API_MB = 1_024;
/** As `infra/stacks/work-stack.ts` gives the worker and the refit. */
const WORKER_MB = 3_538;
/** Of a stored day, its index entry included. */
const BYTES_A_DAY = 900;
const LOG_BYTES_A_REQUEST = 600;

/** Dollars of a month: a refit and the restated days each night, a hundred scenarios, a plan applied each week, people at the page. */
export function monthOf(steps: readonly Step[], dailyRows: number): Month {
  const of = (name: string): Step => {
    const found = steps.find((step) => step.name === name);
    if (!found) throw new Error(`The step ${name} was not taken.`);
    return found;
  };
  const refit = of('night refit');
  const refitDollars = runDollars(refit) + transitions(refit);
  const gb = (dailyRows * BYTES_A_DAY) / 1e9;
  const lines: readonly Line[] = [
    { what: 'restated days, each night', dollars: NIGHTS * runDollars(of('night import')) },
    { what: 'refit, each night', dollars: NIGHTS * refitDollars },
    { what: `${SCENARIOS} scenarios of all campaigns`, dollars: SCENARIOS * runDollars(of('scenario')) },
    {
      what: `${CHANGE_SETS} change sets of all campaigns, approved and applied`,
      dollars: CHANGE_SETS * (runDollars(of('change set'), API_MB) + runDollars(of('apply'))),
    },
    { what: 'the clock, every 5 minutes', dollars: TICKS * runDollars(of('tick'), 512) },
    {
      what: `${API_REQUESTS.toLocaleString('en')} requests`,
      dollars:
        API_REQUESTS *
        (PRICES.httpApiRequests +
          PRICES.lambdaRequests +
          lambdaDollars(API_MS, API_MB) +
          20 * PRICES.dynamoReadUnits +
          (LOG_BYTES_A_REQUEST / 1e9) * PRICES.logGb),
    },
    {
      what: 'storage and continuous backup',
      dollars: gb * (PRICES.dynamoGbMonths + PRICES.dynamoBackupGbMonths),
    },
  ];
  return {
    pricesOf: PRICES.takenDown,
    region: PRICES.region,
    lines: lines.map(({ what, dollars }) => ({ what, dollars: cents(dollars) })),
    dollars: cents(lines.reduce((sum, { dollars }) => sum + dollars, 0)),
    dollarsOfOneRefit: cents(refitDollars),
    limits: {
      message: share(of('scenario').largestPayloadBytes, LIMITS.sqsMessageBytes),
      payload: share(
        Math.max(...steps.map(({ largestPayloadBytes }) => largestPayloadBytes)),
        LIMITS.lambdaPayloadBytes,
      ),
      refitTime: share(
        Math.max(
          ...steps.filter(({ name }) => name.includes('refit')).map(({ longestRunMs }) => longestRunMs),
        ),
        LIMITS.lambdaMs,
      ),
      memory: share(Math.max(...steps.map(({ peakMb }) => peakMb)), WORKER_MB),
    },
  };
}

const runDollars = ({ database, milliseconds, payloads }: Step, memoryMb = WORKER_MB): number =>
  database.readUnits * PRICES.dynamoReadUnits +
  database.writeUnits * PRICES.dynamoWriteUnits +
  lambdaDollars(milliseconds, memoryMb) +
  payloads * (PRICES.lambdaRequests + PRICES.sqsRequests);

/** A state for the list, one for the map, and an express child each item. */
const transitions = ({ payloads, milliseconds }: Step): number =>
  4 * PRICES.stepTransitions +
  payloads * PRICES.stepExpressRequests +
  (milliseconds / 1_000) * (64 / 1_024) * PRICES.stepExpressGbSeconds +
  PRICES.s3Puts +
  PRICES.s3Gets;

const lambdaDollars = (milliseconds: number, memoryMb: number): number =>
  (milliseconds / 1_000) * (memoryMb / 1_024) * PRICES.lambdaGbSeconds;

const cents = (dollars: number): number => Number(dollars.toFixed(4));
const share = (seen: number, limit: number): number => Number((seen / limit).toFixed(4));
