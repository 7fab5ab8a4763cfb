import type { FileView, PlanView, RefusalView, Verdict } from '../report/view.ts';
import { typedDocument } from './create-client.ts';

/** The operations that the command sends, each with the part of the schema's types that it selects. */

/** Units of currency as decimal text. */
interface Money {
  readonly amount: string;
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An expected failure, in the place of what was asked for. */
export interface Failure {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
}

export interface FileReport
  extends Pick<
    FileView,
    | 'file'
    | 'format'
    | 'created'
    | 'updated'
    | 'unchanged'
    | 'firstDay'
    | 'lastDay'
    | 'currencyCode'
    | 'warnings'
  > {
  readonly rowsRead: number;
  readonly spend: Money | null;
  readonly fileTotal: Money | null;
  readonly spendByChannel: readonly { readonly channelSlug: string; readonly spend: Money }[];
  readonly refusals: readonly RefusalView[];
}

export const IMPORT_EXPORTS = typedDocument<
  {
    readonly importExports:
      | { readonly __typename: 'ImportExportsSuccess'; readonly files: readonly FileReport[] }
      | Failure;
  },
  {
    readonly input: { readonly files: readonly { readonly name: string; readonly base64: string }[] };
  }
>(`mutation ImportExports($input: ImportExportsInput!) {
  importExports(input: $input) {
    __typename
    ... on ImportExportsSuccess {
      files {
        file format rowsRead created updated unchanged firstDay lastDay currencyCode
        spend { amount }
        fileTotal { amount }
        spendByChannel { channelSlug spend { amount } }
        warnings
        refusals { code line value hint }
      }
    }
    ... on Error { code message }
  }
}`);

export interface ResponseCurve {
  readonly campaign: { readonly name: string; readonly channel: { readonly slug: string } };
  readonly family: string;
  readonly identifiability: {
    readonly verdict: Verdict;
    readonly reason: string;
    readonly suggestion: string | null;
  };
  readonly observations: number;
  readonly observedSpend: { readonly min: Money; readonly max: Money };
  readonly currentSpend: Money;
  readonly marginalConversionsAtCurrent: number | null;
  readonly marginalIntervalAtCurrent: Interval | null;
  readonly forecastError: { readonly wape: number | null };
  readonly calibration: readonly (Readonly<Record<'observed' | 'before' | 'after', LiftFigure>> & {
    readonly experimentId: string;
  })[];
  readonly incrementality: { readonly multiplier: number; readonly source: string } | null;
}

export interface LiftFigure {
  readonly lift: number;
  readonly interval: Interval;
}

export interface ResponseCurvesPage {
  readonly nodes: readonly ResponseCurve[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export const RESPONSE_CURVES = typedDocument<
  { readonly responseCurves: ResponseCurvesPage },
  { readonly after: string | null }
>(`query ResponseCurves($after: String) {
  responseCurves(first: 100, after: $after) {
    nodes {
      campaign { name channel { slug } }
      family
      identifiability { verdict reason suggestion }
      observations
      observedSpend { min { amount } max { amount } }
      currentSpend { amount }
      marginalConversionsAtCurrent
      marginalIntervalAtCurrent { low high }
      forecastError { wape }
      calibration {
        experimentId
        observed { lift interval { low high } }
        before { lift interval { low high } }
        after { lift interval { low high } }
      }
      incrementality { multiplier source }
    }
    pageInfo { hasNextPage endCursor }
  }
}`);

interface Point {
  readonly expectedConversions: number;
  readonly marginalCpa: Money | null;
}

interface Totals {
  readonly spend: Money;
  readonly expectedConversions: number;
}

export interface Scenario
  extends Pick<
    PlanView,
    | 'id'
    | 'name'
    | 'currencyCode'
    | 'objective'
    | 'status'
    | 'dataCompleteThrough'
    | 'upperBound'
    | 'relativeGap'
    | 'bindingConstraints'
    | 'notes'
  > {
  readonly rows: readonly {
    readonly campaignName: string;
    readonly channelSlug: string;
    readonly current: Money;
    readonly proposed: Money | null;
    readonly before: Point;
    readonly after: Point | null;
    readonly reason: { readonly code: string; readonly sentence: string };
  }[];
  readonly before: Totals;
  readonly after: Totals | null;
  readonly gain: { readonly conversionsInterval: Interval | null } | null;
  readonly currentValue: number;
  readonly objectiveValue: number | null;
  readonly violations: Readonly<Record<'budget' | 'bounds' | 'groups' | 'targets', number>> | null;
  readonly infeasibility: { readonly message: string } | null;
  readonly notPlanned: readonly { readonly campaignName: string; readonly sentence: string }[];
  readonly timings: {
    readonly fitMs: number;
    readonly solveMs: number;
    readonly linearPrograms: number;
    readonly library: string;
  };
}

/** Of the input, what the command uses. */
export interface CreateScenarioInput {
  readonly name: string;
  readonly objective: PlanView['objective'];
  /** What counts as a conversion; those that platforms report by default. */
  readonly outcome?: 'CONVERSIONS' | 'LEADS' | 'ORDERS' | 'NEW_CUSTOMERS';
  /** How far a campaign may move from its current spend: −0.15 and 0.15 are 15 % either way. */
  readonly defaultLimits?: { readonly minChange: number; readonly maxChange: number };
}

export const CREATE_SCENARIO = typedDocument<
  {
    readonly createScenario:
      | { readonly __typename: 'CreateScenarioSuccess'; readonly scenario: Scenario }
      | Failure;
  },
  { readonly input: CreateScenarioInput }
>(`mutation CreateScenario($input: CreateScenarioInput!) {
  createScenario(input: $input) {
    __typename
    ... on CreateScenarioSuccess {
      scenario {
        id name currencyCode objective status dataCompleteThrough
        rows {
          campaignName channelSlug
          current { amount }
          proposed { amount }
          before { expectedConversions marginalCpa { amount } }
          after { expectedConversions marginalCpa { amount } }
          reason { code sentence }
        }
        before { spend { amount } expectedConversions }
        after { spend { amount } expectedConversions }
        gain { conversionsInterval { low high } }
        currentValue objectiveValue upperBound relativeGap
        bindingConstraints { kind shadowPrice sentence }
        violations { budget bounds groups targets }
        infeasibility { message }
        notPlanned { campaignName sentence }
        notes
        timings { fitMs solveMs linearPrograms library }
      }
    }
    ... on Error { code message }
  }
}`);
