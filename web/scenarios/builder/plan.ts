/** What a planner asks for, as the builder holds it and as its address keeps it. Amounts are units of currency a day. */
export interface Plan extends Figures {
  readonly name?: string;
  readonly objective: Objective;
  /** What counts as a conversion; left out: what platforms report. */
  readonly outcome?: Outcome;
  /** Equal to this; 'free': the objective and the limits decide. Left out: what is spent now. */
  readonly budget?: number | 'free' | BudgetRange;
  /** The days planned for, to come; left out: any day. */
  readonly horizon?: Days;
  /** The planner's own spends by campaign: judged, not improved. Campaigns that are left out stay at current. */
  readonly split?: Readonly<Record<string, number>>;
  readonly groups?: readonly GroupLimit[];
  readonly campaigns?: Readonly<Record<string, CampaignLimit>>;
}

export const OBJECTIVES = ['MAX_CONVERSIONS', 'MAX_REVENUE', 'MAX_PROFIT', 'MAX_ROI', 'MIN_SPEND'] as const;
export type Objective = (typeof OBJECTIVES)[number];

export type Outcome = 'CONVERSIONS' | 'LEADS' | 'ORDERS' | 'NEW_CUSTOMERS';

/** What is asked for in one figure each. */
interface Figures {
  /** Gross margin as a share of revenue. */
  readonly margin?: number;
  readonly cpaAtMost?: number;
  readonly roasAtLeast?: number;
  /** Of each campaign above its lower limit. */
  readonly marginalCpaAtMost?: number;
  readonly marginalRoasAtLeast?: number;
  /** Of MIN_SPEND, incremental and a day. */
  readonly conversionsAtLeast?: number;
  readonly revenueAtLeast?: number;
  readonly profitAtLeast?: number;
  /** Of campaigns without limits of their own, relative to current. */
  readonly minChange?: number;
  readonly maxChange?: number;
  /** How many campaigns may move, and how much money in all. */
  readonly unitsMoved?: number;
  readonly totalMoved?: number;
  /** 0 plans for the mean of what the curves may be, 1 for the worst of it. */
  readonly aversion?: number;
}

export type FigureName = keyof Figures;
export const TARGETS = ['cpaAtMost', 'roasAtLeast', 'marginalCpaAtMost', 'marginalRoasAtLeast'] as const;
export const FLOORS = ['conversionsAtLeast', 'revenueAtLeast', 'profitAtLeast'] as const;

export const hasFloor = (plan: Plan): boolean => FLOORS.some((name) => plan[name]);

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
  /** Nothing, or at least this. */
  readonly minIfOn?: number;
  readonly step?: number;
  readonly valuePerConversion?: number;
}

/** What some campaigns may spend together: those of a channel, or those that are named. */
export interface GroupLimit {
  readonly channel?: string;
  readonly name?: string;
  readonly campaigns?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Of the total. */
  readonly minShare?: number;
  readonly maxShare?: number;
}

export const isMember = (
  { campaigns, channel }: GroupLimit,
  unit: { readonly id: string; readonly channelSlug: string },
): boolean => (campaigns ? campaigns.includes(unit.id) : channel === unit.channelSlug);

/** Names are keys to the API: a group without one is called by its place. */
export const groupName = ({ name, channel }: GroupLimit, index: number): string =>
  channel ?? (name?.trim() || `#${index + 1}`);

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

/** Aversion weighs outcomes: not ratios, nor what only has to be reached, nor a split that is judged as it is. */
export const mayAvertRisk = (plan: Plan): boolean =>
  plan.split === undefined &&
  !/ROI|MIN/.test(plan.objective) &&
  TARGETS.every((name) => plan[name] === undefined);

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
