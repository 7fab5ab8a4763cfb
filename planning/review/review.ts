import * as z from 'zod/mini';
import { COUNTED_OUTCOMES } from '../scenario/outcome-words.ts';

/** How a change set turned out, as it is stored: plain JSON. Outcomes of the whole window, not a day. */
const band = z.object({
  predicted: z.number(),
  /** 80 %: the curve's own doubt, and the chance that any count has. Null where the fit did not say. */
  interval: z.nullable(z.tuple([z.number(), z.number()])),
  actual: z.number(),
  /** Null without an interval. */
  isInside: z.nullable(z.boolean()),
});

const campaign = z.object({
  ...band.shape,
  campaignId: z.string(),
  campaignName: z.string(),
  channel: z.string(),
  /** Spend ÷ (daily budget × days). Platforms often spend less than they may. */
  deliveredRatio: z.number(),
});

const channel = z.object({
  ...band.shape,
  channel: z.string(),
  /** Of its campaigns, each weighing by what it was to bring; absent in older reviews. Null where none was to. */
  deliveredRatio: z.optional(z.nullable(z.number())),
  /** Of the bare fits, as if no review had corrected them; absent where none had, and in older reviews. */
  uncorrected: z.optional(z.object({ predicted: z.number(), interval: band.shape.interval })),
});

export const reviewSchema = z.object({
  /** MEASURING: more days are to come. */
  state: z.enum(['MEASURING', 'COMPLETE']),
  /** What is counted; absent: conversions. */
  outcome: z.optional(z.enum(COUNTED_OUTCOMES)),
  from: z.string(),
  /** Included; null while there is no complete day. */
  to: z.nullable(z.string()),
  days: z.int(),
  daysWanted: z.int(),
  campaigns: z.array(campaign),
  channels: z.array(channel),
  total: z.nullable(band),
  /** Σ|actual − predicted| ÷ Σ actual over campaigns; null where nothing came. */
  wape: z.nullable(z.number()),
  /** Σ(predicted − actual) ÷ Σ actual: above zero it promised too much. */
  bias: z.nullable(z.number()),
  /** Share of the campaigns inside their band. */
  coverage: z.nullable(z.number()),
  /** The total came out below its band. Nothing is ever rolled back by itself. */
  isRollbackSuggested: z.boolean(),
  sentence: z.string(),
});

/** Spend ÷ what was planned for, each campaign weighing by what it was to bring; null where none was to. */
export function deliveredRatioOf(campaigns: readonly CampaignReview[]): number | null {
  const weight = campaigns.reduce((sum, { predicted }) => sum + predicted, 0);
  if (weight <= 0) return null;
  return (
    campaigns.reduce((sum, { deliveredRatio, predicted }) => sum + deliveredRatio * predicted, 0) / weight
  );
}

export type Review = z.infer<typeof reviewSchema>;
export type Band = z.infer<typeof band>;
export type CampaignReview = z.infer<typeof campaign>;
export type ChannelReview = z.infer<typeof channel>;
