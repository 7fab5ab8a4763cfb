import * as z from 'zod/mini';

/** What a scenario answers beside its plan, as it is stored. Amounts as micros in decimal text, per day. */

export const micros = z.string().check(z.regex(/^-?\d+$/));
export const range = z.tuple([z.number(), z.number()]);

export const status = z.enum(['OPTIMAL', 'FEASIBLE', 'INFEASIBLE', 'UNBOUNDED', 'TIME_LIMIT']);

export const constraintKind = z.enum([
  'BUDGET',
  'UNIT_MIN',
  'UNIT_MAX',
  'GROUP_MIN',
  'GROUP_MAX',
  'GROUP_MIN_SHARE',
  'GROUP_MAX_SHARE',
  'TOTAL_MOVED',
  'UNITS_MOVED',
  'CPA',
  'ROAS',
  'OUTCOME_FLOOR',
  'LOCKED',
]);

/** The plan judged by every draw of the curves; intervals are 80 %. */
export const uncertainty = z.object({
  draws: z.number(),
  expectedValue: z.number(),
  currentExpectedValue: z.number(),
  /** Mean of the worst tail. */
  tailValue: z.number(),
  interval: range,
  gain: z.object({ mean: z.number(), interval: range }),
  probabilityBeatsCurrent: z.number(),
  /** Null where there are no targets. */
  probabilityTargetsMet: z.nullable(z.number()),
  /** Of each campaign, were every draw planned for by itself. */
  shares: z.array(
    z.object({
      campaignId: z.string(),
      campaignName: z.string(),
      share: z.number(),
      interval: range,
    }),
  ),
});

const frontierPoint = z.object({
  budgetMicros: micros,
  status,
  /** In the objective's own unit; what spend brings alone, as everything here. */
  objectiveValue: z.nullable(z.number()),
  upperBound: z.nullable(z.number()),
  conversions: z.nullable(z.number()),
  revenueMicros: z.nullable(micros),
  profitMicros: z.nullable(micros),
  cpaMicros: z.nullable(micros),
  roas: z.nullable(z.number()),
  /** Objective per further unit of currency. */
  marginal: z.nullable(z.number()),
});

export const answers = z.object({
  frontier: z.nullable(
    z.object({
      points: z.array(frontierPoint),
      mostProfitable: z.nullable(frontierPoint),
      targets: z.array(z.object({ target: z.string(), point: z.nullable(frontierPoint) })),
    }),
  ),
  constraintCosts: z.nullable(
    z.array(
      z.object({
        kind: constraintKind,
        /** The campaign or group that it belongs to. */
        name: z.nullable(z.string()),
        campaignId: z.nullable(z.string()),
        /** Objective gained if it were lifted; null where the rest has no end then. */
        cost: z.nullable(z.number()),
      }),
    ),
  ),
  widerRoom: z.nullable(
    z.object({
      times: z.number(),
      objectiveValue: z.nullable(z.number()),
      gain: z.nullable(z.number()),
    }),
  ),
  fewestMoves: z.nullable(
    z.object({
      campaignsMoved: z.number(),
      objectiveValue: z.number(),
      shareOfGain: z.number(),
      /** Of every planned campaign, in whole coins. */
      spends: z.array(
        z.object({
          campaignId: z.string(),
          campaignName: z.string(),
          currentMicros: micros,
          spendMicros: micros,
        }),
      ),
    }),
  ),
});

export type ScenarioUncertainty = z.infer<typeof uncertainty>;
export type ScenarioAnswers = z.infer<typeof answers>;
export type ScenarioFrontierPoint = z.infer<typeof frontierPoint>;
