import * as z from 'zod/mini';
import type { CurveFamily } from '../curve/curve.ts';
import { checkConsistency } from './consistency.ts';
import { ProblemFormatError } from './format-error.ts';
import type { AllocationProblem } from './problem.ts';

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A number, or a decimal number in a string; always finite. */
const number = z.pipe(
  z.union([z.number(), z.string().check(z.regex(DECIMAL, 'wanted a decimal number such as "1250.50"'))]),
  z.transform((value, context) => {
    const parsed = Number(value);
    if (!Number.isFinite(parsed)) {
      context.issues.push({ code: 'custom', message: 'wanted a finite number', input: value });
    }
    return parsed;
  }),
);
const bounded = (wanted: string, holds: (value: number) => boolean) =>
  number.check(z.refine<number>(holds, { error: `wanted ${wanted}` }));

const amount = bounded('an amount of 0 or more', (value) => value >= 0);
const positive = bounded('a number above 0', (value) => value > 0);
const share = bounded('a share from 0 to 1', (value) => value >= 0 && value <= 1);
const relativeChange = bounded('a relative change of -1 or more, such as -0.3', (value) => value >= -1);
const id = z.string().check(z.minLength(1, 'wanted a name'));

const FAMILIES: readonly CurveFamily[] = [
  'POWER',
  'LOG',
  'NEGATIVE_EXPONENTIAL',
  'LOGISTIC',
  'HILL',
  'PIECEWISE_LINEAR',
];

const curveBase = {
  baseline: z.optional(amount),
  outcome: z.optional(z.enum(['CONVERSIONS', 'REVENUE'])),
};
const saturating = { ...curveBase, scale: amount, halfSaturation: positive };

const curve = z.discriminatedUnion('family', [
  z.strictObject({
    ...curveBase,
    family: z.literal('POWER'),
    scale: amount,
    exponent: bounded('an exponent above 0 and at most 1', (value) => value > 0 && value <= 1),
  }),
  z.strictObject({ ...saturating, family: z.literal('LOG') }),
  z.strictObject({ ...saturating, family: z.literal('NEGATIVE_EXPONENTIAL') }),
  z.strictObject({ ...saturating, family: z.literal('LOGISTIC') }),
  z.strictObject({
    ...saturating,
    family: z.literal('HILL'),
    slope: bounded('a slope above 0 and at most 50', (value) => value > 0 && value <= 50),
  }),
  z.strictObject({
    ...curveBase,
    family: z.literal('PIECEWISE_LINEAR'),
    scale: z.optional(amount),
    points: z.array(z.tuple([amount, amount])).check(z.minLength(2, 'wanted at least two points')),
  }),
]);

const unit = z.strictObject({
  id,
  current: amount,
  curve,
  min: z.optional(amount),
  max: z.optional(amount),
  minChange: z.optional(relativeChange),
  maxChange: z.optional(relativeChange),
  locked: z.optional(z.boolean()),
  minIfOn: z.optional(amount),
  step: z.optional(positive),
  valuePerConversion: z.optional(amount),
  margin: z.optional(number),
  draws: z.optional(z.array(curve).check(z.minLength(2, 'wanted at least two draws'))),
  carryOver: z.optional(bounded('a share of at least 0 and below 1', (value) => value >= 0 && value < 1)),
  carryIn: z.optional(amount),
  maxPeriodChange: z.optional(share),
  byPeriod: z.optional(
    z.array(
      z.strictObject({
        period: id,
        response: z.optional(amount),
        cost: z.optional(positive),
        min: z.optional(amount),
        max: z.optional(amount),
      }),
    ),
  ),
});

const budget = { equal: z.optional(amount), atMost: z.optional(amount), atLeast: z.optional(amount) };

const period = z.strictObject({
  id,
  budget: z.optional(z.strictObject(budget)),
  response: z.optional(amount),
  cost: z.optional(positive),
});

const questions = z.strictObject({
  frontier: z.optional(
    z.strictObject({
      from: amount,
      to: amount,
      points: bounded('a whole number from 2 to 1000', (n) => Number.isInteger(n) && n >= 2 && n <= 1000),
    }),
  ),
  constraintCosts: z.optional(z.boolean()),
  widerRoom: z.optional(bounded('a number of 1 or more', (value) => value >= 1)),
  fewestMoves: z.optional(share),
});

const group = z.strictObject({
  id,
  units: z.array(id).check(z.minLength(1, 'wanted at least one unit id')),
  min: z.optional(amount),
  max: z.optional(amount),
  minShare: z.optional(share),
  maxShare: z.optional(share),
});

const floors = z.strictObject({
  conversionsAtLeast: z.optional(amount),
  revenueAtLeast: z.optional(amount),
  profitAtLeast: z.optional(number),
});

const objective = z.union([
  z.strictObject({ maximize: z.enum(['CONVERSIONS', 'REVENUE', 'PROFIT', 'ROI']) }),
  z.strictObject({ minimize: z.literal('SPEND'), subjectTo: floors }),
]);

const problem = z.strictObject({
  name: z.optional(z.string()),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/, 'wanted an ISO 4217 code such as "EUR"'))),
  period: z.optional(z.enum(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'])),
  objective,
  budget: z.optional(z.strictObject(budget)),
  units: z.array(unit).check(z.minLength(1, 'wanted at least one unit')),
  groups: z.optional(z.array(group)),
  limits: z.optional(
    z.strictObject({
      totalMoved: z.optional(amount),
      unitsMoved: z.optional(bounded('a whole number of 0 or more', (n) => n >= 0 && Number.isInteger(n))),
    }),
  ),
  targets: z.optional(
    z.strictObject({
      cpaAtMost: z.optional(positive),
      roasAtLeast: z.optional(positive),
      marginalCpaAtMost: z.optional(positive),
      marginalRoasAtLeast: z.optional(positive),
    }),
  ),
  periods: z.optional(z.array(period).check(z.minLength(1, 'wanted at least one period'))),
  periodBudgets: z.optional(z.array(z.strictObject({ ...budget, id, periods: z.array(id) }))),
  risk: z.optional(z.strictObject({ aversion: share, tail: z.optional(share) })),
  questions: z.optional(questions),
  solve: z.optional(
    z.strictObject({
      relativeGap: z.optional(positive),
      timeLimitMs: z.optional(positive),
      route: z.optional(
        z.enum(['WATER_FILLING', 'DUAL_NEWTON', 'INTERIOR_POINT', 'LINEAR_PROGRAMMING', 'BRANCH_AND_BOUND']),
      ),
    }),
  ),
});

/**
 * Reads a problem of the public JSON format. Strings of decimal digits become numbers; unknown keys are refused.
 *
 * @throws ProblemFormatError naming the path, what was seen and what was wanted.
 */
export function parseProblem(json: unknown): AllocationProblem {
  const parsed = problem.safeParse(json);
  if (!parsed.success) throw formatError(parsed.error.issues, json);
  // zod types an absent key as `T | undefined`; the parsed object has no keys that were absent.
  const result = parsed.data as AllocationProblem;
  checkConsistency(result);
  return result;
}

type Issue = z.core.$ZodIssue;

function formatError(issues: readonly Issue[], json: unknown): ProblemFormatError {
  const issue = deepestIssue(issues[0]);
  if (issue.code === 'unrecognized_keys') {
    const path = pathText([...issue.path, issue.keys[0] ?? '']);
    return new ProblemFormatError(path, `Unknown key ${path}. Remove it or correct its spelling.`);
  }
  const path = pathText(issue.path);
  const seen = valueAt(json, issue.path);
  const saw = seen === undefined ? 'nothing' : JSON.stringify(seen)?.slice(0, 80);
  return new ProblemFormatError(path, `${path || 'The problem'}: saw ${saw}; ${wantedOf(issue)}.`);
}

/** What would have been right. Checks written above say it themselves; zod's own are put into words here. */
function wantedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `wanted ${issue.expected === 'record' ? 'an object' : issue.expected}`;
    case 'invalid_value':
      return `wanted one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_union':
      return `wanted one of ${FAMILIES.map((family) => JSON.stringify(family)).join(', ')}`;
    default:
      return issue.message;
  }
}

/** Of a union's alternatives, the one that got furthest says most. */
function deepestIssue(issue: Issue | undefined, base: readonly PropertyKey[] = []): Issue {
  if (!issue) throw new Error('a failed parse has an issue');
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors.map((alternative) => deepestIssue(alternative[0], path));
    const depth = (candidate: Issue) =>
      candidate.path.length + (candidate.code === 'unrecognized_keys' ? -0.5 : 0);
    return inner.reduce((best, candidate) => (depth(candidate) > depth(best) ? candidate : best));
  }
  return { ...issue, path };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  );
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined),
    json,
  );
}
