import * as z from 'zod/mini';
import type { AbTestInput } from './ab-test.ts';
import type { DesignInput } from './experiment-design.ts';
import type { GeoTestInput } from './geo-test.ts';
import { ExperimentInputError } from './input-error.ts';
import type { OnOffTestInput } from './on-off-test.ts';

/** Each reads plain JSON. Throws `ExperimentInputError` with what was seen, what was wanted, and where. */
export const parseAbTest = (json: unknown): AbTestInput => parsed(abTestInput, json);
export const parseGeoTest = (json: unknown): GeoTestInput => parsed(geoTestInput, json);
export const parseOnOffTest = (json: unknown): OnOffTestInput => parsed(onOffTestInput, json);
export const parseDesign = (json: unknown): DesignInput => parsed(designInput, json);

const number = (wanted: string, holds: (value: number) => boolean) =>
  z.number(`wanted ${wanted}`).check(z.refine<number>(holds, { error: `wanted ${wanted}` }));

const amount = number('a number of 0 or more', (value) => value >= 0);
const positive = number('a number above 0', (value) => value > 0);
const finite = number('a number', Number.isFinite);
const betweenZeroAndOne = number('a number between 0 and 1', (value) => value > 0 && value < 1);
const several = number('a whole number of 2 or more', (value) => Number.isInteger(value) && value >= 2);
const subjects = number('2 subjects or more', (value) => value >= 2);

const rateArm = z.strictObject({ subjects, conversions: amount }).check(
  z.refine(({ subjects, conversions }) => conversions <= subjects, {
    error:
      'wanted no more conversions than subjects: each converts once at the most; else give mean and standardDeviation',
  }),
);
const meanArm = z.strictObject({ subjects, mean: finite, standardDeviation: amount });
const ARM = 'wanted subjects and conversions, or subjects, mean and standardDeviation';
const arm = z.union([rateArm, meanArm], ARM);

const abTestInput = z
  .strictObject({
    control: arm,
    test: arm,
    confidence: z.optional(betweenZeroAndOne),
    expectedTestShare: z.optional(betweenZeroAndOne),
    market: z.optional(z.strictObject({ subjects: positive, days: positive })),
  })
  .check(
    z.refine(({ control, test }) => 'conversions' in control === 'conversions' in test, {
      error: 'wanted both arms as conversions, or both as mean and standardDeviation',
    }),
  );

const region = z.strictObject({
  name: z.string('wanted a name').check(z.minLength(1, 'wanted a name')),
  group: z.enum(['TEST', 'CONTROL'], 'wanted TEST or CONTROL'),
  outcomeBefore: amount,
  outcomeDuring: amount,
  spendBefore: amount,
  spendDuring: amount,
});
type Region = z.infer<typeof region>;

const ofGroup = (regions: readonly Region[], group: Region['group']) =>
  regions.filter((candidate) => candidate.group === group);
const geoTestInput = z.strictObject({
  regions: z.array(region).check(
    z.refine((regions) => ofGroup(regions, 'TEST').length >= 2 && ofGroup(regions, 'CONTROL').length >= 2, {
      error: 'wanted at least 2 TEST and 2 CONTROL regions: a single one has no spread to tell the error by',
    }),
    z.refine(
      (regions) =>
        (['TEST', 'CONTROL'] as const).every(
          (group) => ofGroup(regions, group).filter(({ outcomeBefore }) => outcomeBefore > 0).length >= 2,
        ) && ofGroup(regions, 'CONTROL').some(({ outcomeDuring }) => outcomeDuring > 0),
      { error: 'wanted outcome before the test in 2 regions of each group, and during it in the control' },
    ),
  ),
  daysDuring: positive,
  marketOutcomeBefore: z.optional(positive),
  confidence: z.optional(betweenZeroAndOne),
});

const onOffTestInput = z.strictObject({
  periods: z
    .array(
      z.strictObject({
        isOn: z.boolean('wanted true or false'),
        days: positive,
        outcome: amount,
        spend: amount,
      }),
    )
    .check(
      z.refine(
        (periods) => [true, false].every((state) => periods.filter(({ isOn }) => isOn === state).length >= 2),
        { error: 'wanted at least 2 periods on and 2 off: a single one has no spread to tell the error by' },
      ),
    ),
  confidence: z.optional(betweenZeroAndOne),
});

const division = { subjectsPerDay: positive, testShare: z.optional(betweenZeroAndOne) };
const setting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('AB_RATE'), baseline: betweenZeroAndOne, ...division }),
  z.strictObject({
    kind: z.literal('AB_MEAN'),
    baseline: positive,
    standardDeviation: positive,
    ...division,
  }),
  z.strictObject({
    kind: z.literal('GEO'),
    baseline: positive,
    testRegions: several,
    controlRegions: several,
    regionNoise: positive,
  }),
  z.strictObject({
    kind: z.literal('ON_OFF'),
    baseline: positive,
    standardDeviation: positive,
    autocorrelation: z.optional(number('a number from 0 to below 1', (rho) => rho >= 0 && rho < 1)),
  }),
]);

const designInput = z
  .strictObject({
    setting,
    relativeEffect: z.optional(
      number('a relative effect of -1 or more, and not 0', (e) => e >= -1 && e !== 0),
    ),
    power: z.optional(betweenZeroAndOne),
    days: z.optional(positive),
    confidence: z.optional(betweenZeroAndOne),
  })
  .check(
    z.refine(
      ({ relativeEffect, power, days }) =>
        [relativeEffect, power, days].filter((given) => given === undefined).length === 1,
      { error: 'wanted exactly two of relativeEffect, power and days: the third is what is found' },
    ),
  );

function parsed<T>(schema: z.ZodMiniType<T>, json: unknown): T {
  const answer = schema.safeParse(json);
  if (answer.success) return answer.data;
  const issue = answer.error.issues[0];
  const path = (issue?.path ?? []).reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  );
  const seen = (issue?.path ?? []).reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    json,
  );
  throw new ExperimentInputError(path, `${path || 'The input'}: saw ${textOf(seen)}; ${wantedOf(issue)}.`);
}

function wantedOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys')
    return `wanted no key ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
  if (issue?.code === 'invalid_union' && issue.discriminator !== undefined) {
    return `wanted a ${issue.discriminator} of AB_RATE, AB_MEAN, GEO or ON_OFF`;
  }
  return issue?.message ?? 'wanted something else';
}

const LONGEST = 80;

function textOf(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
