import { InvalidInputError } from '../planning/errors.ts';
import type { QuestionsRequest, ScenarioRequest } from '../planning/scenario/request.ts';
import { type Micros, parseDecimalToMicros } from '../store/model/money.ts';
import { campaignIdIn, channelIn } from './ids.ts';
import type { QuestionsInput } from './scenario-goals-input.ts';
import type { CreateScenarioInput, ReviseScenarioInput } from './scenario-input.ts';

type Asked = typeof CreateScenarioInput.$inferInput;
type Revised = typeof ReviseScenarioInput.$inferInput;

/** The input as the use case takes it. Throws `InvalidInputError` for ids and amounts that are none. */
export function requestOf(input: Asked): ScenarioRequest {
  const { name, objective } = input;
  return { ...partsOf(input), name, objective };
}

/** What of the old question is to be replaced. */
export function changesOf(input: Revised): Partial<ScenarioRequest> {
  return { ...partsOf(input), name: input.name, ...(input.objective && { objective: input.objective }) };
}

function partsOf(input: Asked | Revised): Partial<ScenarioRequest> {
  const { currencyCode, horizon, split, budget, margin, defaultLimits, campaigns, groups } = input;
  const { floors, targets, limits, uncertainty, risk, questions } = input;
  return {
    outcome: input.outcome ?? undefined,
    currencyCode: currencyCode ?? undefined,
    horizon: horizon ?? undefined,
    split: split?.map(({ campaignId, spend }, i) => ({
      campaignId: campaignIdIn(campaignId, ['split', String(i), 'campaignId']),
      spendMicros: requiredMicrosIn(spend, ['split', String(i), 'spend']),
    })),
    budget: budget
      ? {
          free: budget.free ?? undefined,
          equalMicros: microsIn(budget.equal, ['budget', 'equal']),
          atMostMicros: microsIn(budget.atMost, ['budget', 'atMost']),
          atLeastMicros: microsIn(budget.atLeast, ['budget', 'atLeast']),
        }
      : undefined,
    margin: margin ?? undefined,
    defaultLimits: defaultLimits
      ? {
          minChange: defaultLimits.minChange ?? undefined,
          maxChange: defaultLimits.maxChange ?? undefined,
        }
      : undefined,
    campaigns: campaigns?.map((campaign, i) => {
      const path = ['campaigns', String(i)];
      return {
        campaignId: campaignIdIn(campaign.campaignId, [...path, 'campaignId']),
        minMicros: microsIn(campaign.min, [...path, 'min']),
        maxMicros: microsIn(campaign.max, [...path, 'max']),
        minChange: campaign.minChange ?? undefined,
        maxChange: campaign.maxChange ?? undefined,
        locked: campaign.locked ?? undefined,
        minIfOnMicros: microsIn(campaign.minIfOn, [...path, 'minIfOn']),
        stepMicros: microsIn(campaign.step, [...path, 'step']),
        valuePerConversionMicros: microsIn(campaign.valuePerConversion, [...path, 'valuePerConversion']),
        margin: campaign.margin ?? undefined,
      };
    }),
    groups: groups?.map((group, i) => {
      const path = ['groups', String(i)];
      return {
        name: group.name,
        campaignIds: group.campaignIds?.map((id, j) => campaignIdIn(id, [...path, 'campaignIds', String(j)])),
        channels: group.channels?.map((slug, j) => channelIn(slug, [...path, 'channels', String(j)])),
        minMicros: microsIn(group.min, [...path, 'min']),
        maxMicros: microsIn(group.max, [...path, 'max']),
        minShare: group.minShare ?? undefined,
        maxShare: group.maxShare ?? undefined,
      };
    }),
    floors: floors
      ? {
          conversionsAtLeast: floors.conversionsAtLeast ?? undefined,
          revenueAtLeastMicros: microsIn(floors.revenueAtLeast, ['floors', 'revenueAtLeast']),
          profitAtLeastMicros: microsIn(floors.profitAtLeast, ['floors', 'profitAtLeast']),
        }
      : undefined,
    targets: targets
      ? {
          cpaAtMostMicros: microsIn(targets.cpaAtMost, ['targets', 'cpaAtMost']),
          roasAtLeast: targets.roasAtLeast ?? undefined,
          marginalCpaAtMostMicros: microsIn(targets.marginalCpaAtMost, ['targets', 'marginalCpaAtMost']),
          marginalRoasAtLeast: targets.marginalRoasAtLeast ?? undefined,
        }
      : undefined,
    limits: limits
      ? {
          totalMovedMicros: microsIn(limits.totalMoved, ['limits', 'totalMoved']),
          unitsMoved: limits.unitsMoved ?? undefined,
        }
      : undefined,
    uncertainty: uncertainty ?? undefined,
    risk: risk ? { aversion: risk.aversion, tail: risk.tail ?? undefined } : undefined,
    questions: questions ? questionsOf(questions) : undefined,
  };
}

function questionsOf({
  frontier,
  constraintCosts,
  widerRoom,
  fewestMoves,
}: typeof QuestionsInput.$inferInput): QuestionsRequest {
  const path = ['questions', 'frontier'];
  return {
    frontier: frontier
      ? {
          fromMicros: requiredMicrosIn(frontier.from, [...path, 'from']),
          toMicros: requiredMicrosIn(frontier.to, [...path, 'to']),
          points: frontier.points,
        }
      : undefined,
    constraintCosts: constraintCosts ?? undefined,
    widerRoom: widerRoom ?? undefined,
    fewestMoves: fewestMoves ?? undefined,
  };
}

function microsIn(decimal: string | null | undefined, path: readonly string[]): Micros | undefined {
  return decimal === null || decimal === undefined ? undefined : requiredMicrosIn(decimal, path);
}

function requiredMicrosIn(decimal: string, path: readonly string[]): Micros {
  const micros = parseDecimalToMicros(decimal);
  if (micros !== null) return micros;
  throw new InvalidInputError(
    path,
    `${JSON.stringify(decimal)} is not an amount; wanted a decimal such as "1234.50".`,
  );
}
