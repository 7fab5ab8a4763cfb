/** What a planner asks for, as the builder holds it and as its address keeps it. Amounts are units of currency a day. */
export interface Plan {
  readonly name?: string;
  readonly objective: Objective;
  /** Equal to this; 'free': the objective and the limits decide. Left out: what is spent now. */
  readonly budget?: number | 'free' | BudgetRange;
  /** The days planned for, to come; left out: any day. */
  readonly horizon?: Days;
  /** The planner's own spends by campaign: judged, not improved. Campaigns that are left out stay at current. */
  readonly split?: Readonly<Record<string, number>>;
  /** Gross margin as a share of revenue. */
  readonly margin?: number;
  readonly cpaAtMost?: number;
  readonly roasAtLeast?: number;
  /** Of MIN_SPEND: incremental conversions a day. */
  readonly conversionsAtLeast?: number;
  /** Of campaigns without limits of their own, relative to current. */
  readonly minChange?: number;
  readonly maxChange?: number;
  /** How many campaigns may move. */
  readonly unitsMoved?: number;
  readonly groups?: readonly GroupLimit[];
  readonly campaigns?: Readonly<Record<string, CampaignLimit>>;
}

export type Objective = 'MAX_CONVERSIONS' | 'MAX_REVENUE' | 'MAX_PROFIT' | 'MIN_SPEND';
export const OBJECTIVES: readonly Objective[] = ['MAX_CONVERSIONS', 'MAX_REVENUE', 'MAX_PROFIT', 'MIN_SPEND'];

export interface BudgetRange {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Both ends included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export interface CampaignLimit {
  readonly locked?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** What a channel's campaigns may spend together. */
export interface GroupLimit {
  readonly channel: string;
  readonly min?: number;
  readonly max?: number;
}

export const DEFAULT_PLAN: Plan = { objective: 'MAX_CONVERSIONS' };

export function planOf(text: string | null): Plan {
  if (text === null) return DEFAULT_PLAN;
  try {
    const read = JSON.parse(text) as Partial<Plan> | null;
    const objective = OBJECTIVES.find((known) => known === read?.objective);
    return { ...DEFAULT_PLAN, ...read, ...(objective ? { objective } : { objective: 'MAX_CONVERSIONS' }) };
  } catch {
    return DEFAULT_PLAN;
  }
}

export const planText = (plan: Plan): string => JSON.stringify(plan);

/** The total may be chosen, by the planner or by what is sought. */
export const hasBudget = ({ objective, split }: Plan): boolean =>
  objective !== 'MIN_SPEND' && split === undefined;

/** The plan with one part changed; undefined takes it away. */
export function withPart<Name extends keyof Plan>(
  plan: Plan,
  name: Name,
  value: Plan[Name] | undefined,
): Plan {
  const { [name]: _, ...rest } = plan;
  return (value === undefined ? rest : { ...rest, [name]: value }) as Plan;
}

export function withLimit(plan: Plan, campaignId: string, change: CampaignLimit): Plan {
  const merged = Object.entries({ ...plan.campaigns?.[campaignId], ...change }).filter(
    ([, value]) => value !== undefined && value !== false,
  );
  const { [campaignId]: _, ...others } = plan.campaigns ?? {};
  const campaigns = merged.length === 0 ? others : { ...others, [campaignId]: Object.fromEntries(merged) };
  return withPart(plan, 'campaigns', Object.keys(campaigns).length === 0 ? undefined : campaigns);
}

/** The plan with the campaign at the planner's own spend; undefined: at current. */
export function withOwnSpend(plan: Plan, campaignId: string, spend: number | undefined): Plan {
  const { [campaignId]: _, ...others } = plan.split ?? {};
  return withPart(plan, 'split', spend === undefined ? others : { ...others, [campaignId]: spend });
}
