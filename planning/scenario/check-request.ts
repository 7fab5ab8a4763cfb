import type { Micros } from '../../store/model/money.ts';
import { InvalidInputError } from '../errors.ts';
import type {
  BudgetRequest,
  ChangeLimits,
  QuestionsRequest,
  ScenarioRequest,
  TargetsRequest,
} from './request.ts';

const LONGEST_NAME = 200;
const MOST_GROUPS = 100;
const MOST_FRONTIER_POINTS = 200;

/** Throws `InvalidInputError` for what can be told without looking at the data. */
export function checkRequest(request: ScenarioRequest): void {
  const { name, budget, margin, defaultLimits, campaigns = [], groups = [] } = request;
  checkName(name, ['name']);
  checkBudget(budget);
  checkShare(margin, ['margin']);
  checkChanges(defaultLimits, ['defaultLimits']);

  campaigns.forEach((campaign, i) => {
    const path = ['campaigns', String(i)];
    checkChanges(campaign, path);
    checkAmount(campaign.minMicros, [...path, 'min']);
    checkAmount(campaign.maxMicros, [...path, 'max']);
    checkAmount(campaign.minIfOnMicros, [...path, 'minIfOn']);
    checkPositive(campaign.stepMicros, [...path, 'step']);
    checkAmount(campaign.valuePerConversionMicros, [...path, 'valuePerConversion']);
    checkShare(campaign.margin, [...path, 'margin']);
  });
  refuseTwice(campaigns, ({ campaignId }) => campaignId, 'campaigns', 'campaignId');

  if (groups.length > MOST_GROUPS) {
    throw new InvalidInputError(
      ['groups'],
      `${groups.length} groups were given; at most ${MOST_GROUPS} are read.`,
    );
  }
  groups.forEach((group, i) => {
    const path = ['groups', String(i)];
    checkName(group.name, [...path, 'name']);
    checkAmount(group.minMicros, [...path, 'min']);
    checkAmount(group.maxMicros, [...path, 'max']);
    checkShare(group.minShare, [...path, 'minShare']);
    checkShare(group.maxShare, [...path, 'maxShare']);
  });
  refuseTwice(groups, ({ name }) => name, 'groups', 'name');
  checkSplit(request);
  checkFloors(request);
  checkTargets(request.targets);
  checkAmount(request.limits?.totalMovedMicros, ['limits', 'totalMoved']);
  checkNumber(request.limits?.unitsMoved, 'a whole number of 0 or more', isCount, ['limits', 'unitsMoved']);
  checkShare(request.risk?.aversion, ['risk', 'aversion']);
  checkNumber(request.risk?.tail, 'a share above 0 and at most 1', (share) => share > 0 && share <= 1, [
    'risk',
    'tail',
  ]);
  checkQuestions(request.questions);
}

type Path = readonly string[];

function checkBudget({ free, equalMicros, atMostMicros, atLeastMicros }: BudgetRequest = {}): void {
  checkAmount(equalMicros, ['budget', 'equal']);
  checkAmount(atMostMicros, ['budget', 'atMost']);
  checkAmount(atLeastMicros, ['budget', 'atLeast']);
  if (free && [equalMicros, atMostMicros, atLeastMicros].some((micros) => micros !== undefined)) {
    throw new InvalidInputError(
      ['budget', 'free'],
      'The budget is free and has limits; wanted one or the other. Leave out `free` or the limits.',
    );
  }
}

function checkSplit({ split, objective, questions, risk }: ScenarioRequest): void {
  if (!split) return;
  split.forEach(({ spendMicros }, i) => {
    checkAmount(spendMicros, ['split', String(i), 'spend']);
  });
  refuseTwice(split, ({ campaignId }) => campaignId, 'split', 'campaignId');
  const unused = objective === 'MIN_SPEND' ? 'MIN_SPEND' : questions ? 'questions' : risk ? 'risk' : null;
  if (unused) {
    throw new InvalidInputError(
      ['split'],
      `Your own split was given together with ${unused}, which seeks another plan; wanted one or the other.`,
    );
  }
}

function checkFloors({ objective, floors }: ScenarioRequest): void {
  const given = Object.values(floors ?? {}).filter((floor) => floor !== undefined);
  if (objective === 'MIN_SPEND' && given.length === 0) {
    throw new InvalidInputError(
      ['floors'],
      'MIN_SPEND was asked for without floors; wanted conversionsAtLeast, revenueAtLeast or profitAtLeast.',
    );
  }
  if (objective !== 'MIN_SPEND' && given.length > 0) {
    throw new InvalidInputError(
      ['floors'],
      `Floors belong to MIN_SPEND; the objective is ${objective}. Leave them out, or give targets.`,
    );
  }
  checkNumber(floors?.conversionsAtLeast, 'a number of 0 or more', (n) => n >= 0, [
    'floors',
    'conversionsAtLeast',
  ]);
  checkAmount(floors?.revenueAtLeastMicros, ['floors', 'revenueAtLeast']);
}

function checkTargets(targets: TargetsRequest = {}): void {
  checkPositive(targets.cpaAtMostMicros, ['targets', 'cpaAtMost']);
  checkPositive(targets.roasAtLeast, ['targets', 'roasAtLeast']);
  checkPositive(targets.marginalCpaAtMostMicros, ['targets', 'marginalCpaAtMost']);
  checkPositive(targets.marginalRoasAtLeast, ['targets', 'marginalRoasAtLeast']);
}

function checkQuestions({ frontier, widerRoom, fewestMoves }: QuestionsRequest = {}): void {
  const path = ['questions', 'frontier'];
  checkAmount(frontier?.fromMicros, [...path, 'from']);
  checkAmount(frontier?.toMicros, [...path, 'to']);
  if (frontier && frontier.fromMicros >= frontier.toMicros) {
    throw new InvalidInputError([...path, 'from'], 'from is not below to; wanted a range of budgets.');
  }
  const isPoints = (n: number) => isCount(n) && n >= 2 && n <= MOST_FRONTIER_POINTS;
  checkNumber(frontier?.points, `a whole number from 2 to ${MOST_FRONTIER_POINTS}`, isPoints, [
    ...path,
    'points',
  ]);
  checkNumber(widerRoom, 'a number of 1 or more', (times) => times >= 1, ['questions', 'widerRoom']);
  checkShare(fewestMoves, ['questions', 'fewestMoves']);
}

function checkName(name: string, path: Path): void {
  if (name.trim() === '' || name.length > LONGEST_NAME) {
    throw new InvalidInputError(path, `The name has ${name.length} characters; wanted 1 to ${LONGEST_NAME}.`);
  }
}

function checkAmount(micros: Micros | undefined, path: Path): void {
  if (micros !== undefined && micros < 0n) {
    throw new InvalidInputError(path, `${path.at(-1)} is negative; wanted an amount of 0 or more.`);
  }
}

function checkPositive(amount: Micros | number | undefined, path: Path): void {
  if (amount !== undefined && !(amount > 0)) {
    throw new InvalidInputError(path, `${path.at(-1)} is not above 0; wanted a positive amount or ratio.`);
  }
}

const isCount = (value: number) => Number.isInteger(value) && value >= 0;

function checkNumber(
  value: number | undefined,
  wanted: string,
  holds: (value: number) => boolean,
  path: Path,
): void {
  if (value !== undefined && !(Number.isFinite(value) && holds(value))) {
    throw new InvalidInputError(path, `${path.at(-1)} is ${value}; wanted ${wanted}.`);
  }
}

function checkShare(share: number | undefined, path: Path): void {
  if (share !== undefined && !(share >= 0 && share <= 1)) {
    throw new InvalidInputError(
      path,
      `${path.at(-1)} is ${share}; wanted a share from 0 to 1 (0.4 is 40 %).`,
    );
  }
}

function checkChanges({ minChange, maxChange }: ChangeLimits = {}, path: Path): void {
  for (const [field, change] of Object.entries({ minChange, maxChange })) {
    if (change !== undefined && !(change >= -1 && change <= 1000)) {
      throw new InvalidInputError(
        [...path, field],
        `${field} is ${change}; wanted -1 or more, relative to current (-0.3 is thirty per cent less).`,
      );
    }
  }
  if (minChange !== undefined && maxChange !== undefined && minChange > maxChange) {
    throw new InvalidInputError(
      [...path, 'minChange'],
      `minChange (${minChange}) is above maxChange (${maxChange}).`,
    );
  }
}

function refuseTwice<T>(items: readonly T[], keyOf: (item: T) => string, list: string, field: string): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    const key = keyOf(item);
    if (seen.has(key)) {
      throw new InvalidInputError(
        [list, String(i), field],
        `${JSON.stringify(key)} was already given in ${list}.`,
      );
    }
    seen.add(key);
  });
}
