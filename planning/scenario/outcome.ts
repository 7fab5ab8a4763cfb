import * as z from 'zod/mini';
import { statementSchema } from '../statements.ts';
import { answers, constraintKind, micros, range, status, uncertainty } from './answers.ts';
import { COUNTED_OUTCOMES } from './outcome-words.ts';

/**
 * What a scenario answers, as it is stored: plain JSON, amounts as micros in decimal text, spend and outcomes per
 * day. The schema is the type, so that what is read back is what was written.
 */
const interval = z.nullable(range);
const limitOrigin = z.enum([
  'LOCKED',
  'PLANNER',
  'DEFAULT_RANGE',
  'HELD_UNIDENTIFIED',
  'HELD_WEAK',
  'OBSERVED_RANGE',
]);
const limit = z.object({
  micros,
  origin: limitOrigin,
  sentence: z.string(),
});

/** One campaign at one spend. */
const point = z.object({
  /** Baseline included. The interval is 80 %, null where the fit does not say. */
  expectedConversions: z.number(),
  interval,
  /** What spend brings alone. */
  incrementalConversions: z.number(),
  /** Expected conversions × value per conversion; null where that is unknown. */
  revenueMicros: z.nullable(micros),
  /** What one more conversion costs; null where more spend brings none, or the first brings any number. */
  marginalCpaMicros: z.nullable(micros),
  /** Revenue of one more unit of money. */
  marginalRoas: z.nullable(z.number()),
});

const row = z.object({
  campaignId: z.string(),
  campaignName: z.string(),
  channel: z.string(),
  platform: z.string(),
  currentMicros: micros,
  proposedMicros: z.nullable(micros),
  lower: limit,
  upper: limit,
  before: point,
  after: z.nullable(point),
  reason: z.object({
    code: z.enum([
      'RAISED',
      'LOWERED',
      'ALREADY_BALANCED',
      'LOCKED',
      'HELD_UNIDENTIFIED',
      'HELD_WEAK',
      'AT_OBSERVED_RANGE',
      'AT_DEFAULT_LIMIT',
      'AT_PLANNER_LIMIT',
      'AT_GROUP_LIMIT',
      'SWITCHED_OFF',
      'AT_MIN_IF_ON',
      'AT_STEP',
      'AT_MARGINAL_TARGET',
      'LIMITED_BY_MOVES',
      'NO_PLAN',
      'OWN_SPLIT',
    ]),
    sentence: z.string(),
  }),
  identifiability: z.object({
    verdict: z.enum(['WELL_IDENTIFIED', 'WEAK', 'UNIDENTIFIED']),
    reason: z.string(),
    suggestion: z.nullable(z.string()),
  }),
  /** What its revenue is read off; null where that is unknown. Absent in older answers: conversions times value. */
  valueFrom: z.optional(z.nullable(z.enum(['REVENUE_CURVE', 'CONVERSIONS_TIMES_VALUE']))),
  /** What the fitted curve was multiplied by, and who says so. Absent in older answers. */
  incrementality: z.optional(
    z.nullable(
      z.object({
        multiplier: z.number(),
        standardError: z.optional(z.number()),
        source: z.string(),
        from: z.string(),
      }),
    ),
  ),
  /** What is expected to be reported at the proposed spend, where it is another figure than what is planned with. */
  forecast: z.optional(
    z.object({
      uncorrected: z.object({ conversions: z.number(), interval }),
      factor: z.number(),
      spread: z.number(),
    }),
  ),
});

const totals = z.object({
  spendMicros: micros,
  expectedConversions: z.number(),
  interval,
  incrementalConversions: z.number(),
  revenueMicros: z.nullable(micros),
  /** Spend ÷ expected conversions. */
  cpaMicros: z.nullable(micros),
  roas: z.nullable(z.number()),
  profitMicros: z.nullable(micros),
  /** Of what spend brings alone, as targets are held against it. Absent in older answers. */
  incrementalCpaMicros: z.optional(z.nullable(micros)),
  incrementalRoas: z.optional(z.nullable(z.number())),
});

export const outcomeSchema = z.object({
  version: z.literal(1),
  status,
  objective: z.enum(['MAX_CONVERSIONS', 'MAX_REVENUE', 'MAX_PROFIT', 'MAX_ROI', 'MIN_SPEND']),
  /** What "conversions" are throughout. Absent: those that platforms report. */
  outcome: z.optional(z.enum(COUNTED_OUTCOMES)),
  currencyCode: z.string(),
  budget: z.object({
    equalMicros: z.nullable(micros),
    atMostMicros: z.nullable(micros),
    atLeastMicros: z.nullable(micros),
  }),
  /** Ordered by campaign id. */
  rows: z.array(row),
  before: totals,
  after: z.nullable(totals),
  /** After minus before. */
  gain: z.nullable(
    z.object({
      /** In the objective's own unit: conversions, units of currency, or ROI; of MIN_SPEND the money saved. */
      objective: z.number(),
      /** Of what the current spend brings by the objective; null where that is zero. */
      objectiveRatio: z.nullable(z.number()),
      conversions: z.number(),
      conversionsInterval: interval,
      /** Of the conversions expected at current, baseline included. */
      conversionsRatio: z.nullable(z.number()),
    }),
  ),
  /** The objective counts what spend brings alone. */
  currentValue: z.number(),
  objectiveValue: z.nullable(z.number()),
  upperBound: z.nullable(z.number()),
  /** Of MIN_SPEND, in place of the upper bound. Absent in older answers. */
  lowerBound: z.optional(z.nullable(z.number())),
  relativeGap: z.nullable(z.number()),
  bindingConstraints: z.array(
    z.object({
      kind: constraintKind,
      /** The campaign or group it belongs to; null for the budget. */
      name: z.nullable(z.string()),
      campaignId: z.nullable(z.string()),
      shadowPrice: z.number(),
      sentence: z.string(),
    }),
  ),
  /** Measured on the proposed spends, in units of currency. */
  violations: z.nullable(
    z.object({ budget: z.number(), bounds: z.number(), groups: z.number(), targets: z.number() }),
  ),
  infeasibility: z.nullable(
    z.object({
      message: z.string(),
      amount: z.number(),
      /** Absent in older answers, as below. */
      statement: z.optional(z.nullable(statementSchema)),
      constraints: z.array(
        z.object({
          kind: z.string(),
          description: z.string(),
          origin: z.optional(z.nullable(limitOrigin)),
          statement: z.optional(z.nullable(statementSchema)),
        }),
      ),
    }),
  ),
  uncertainty: z.optional(z.nullable(uncertainty)),
  answers: z.optional(z.nullable(answers)),
  /** Of the days planned for; absent or null where none were named. */
  horizon: z.optional(z.nullable(z.object({ from: z.string(), to: z.string(), days: z.number() }))),
  notPlanned: z.array(z.object({ campaignId: z.string(), campaignName: z.string(), sentence: z.string() })),
  notes: z.array(z.string()),
  /** The same with their codes. Absent in older answers. */
  noteStatements: z.optional(z.array(statementSchema)),
  timings: z.object({
    curvesReused: z.boolean(),
    fitMs: z.number(),
    solveMs: z.number(),
    linearPrograms: z.number(),
    nodes: z.number(),
    library: z.string(),
    route: z.string(),
  }),
});

export type ScenarioOutcome = z.infer<typeof outcomeSchema>;
export type ScenarioRow = z.infer<typeof row>;
export type ScenarioPoint = z.infer<typeof point>;
export type ScenarioTotals = z.infer<typeof totals>;
export type ScenarioGain = NonNullable<ScenarioOutcome['gain']>;
export type ScenarioConstraint = ScenarioOutcome['bindingConstraints'][number];
