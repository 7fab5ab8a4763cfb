import * as z from 'zod/mini';
import type {
  CalendarEvent,
  CampaignSeries,
  LevelBreak,
  LiftExperiment,
} from '../../optimizer/fit/fitted-curve.ts';
import { BadInputError } from '../exit-code.ts';

/** An experiment as a file gives it: `LiftExperiment` and whose it is. */
export interface ExperimentInFile extends LiftExperiment {
  readonly campaign: string;
  /** Needed only where several channels have a campaign of this name. */
  readonly channel?: string | undefined;
  readonly kind: 'AB_TEST' | 'GEO_TEST' | 'ON_OFF_TEST' | 'PLATFORM_LIFT';
  readonly outcome: 'CONVERSIONS' | 'REVENUE';
  readonly source: string;
}

export interface BreakInFile extends LevelBreak {
  readonly campaign: string;
  readonly channel?: string | undefined;
}

/** Each reads a JSON array. Throws `BadInputError` with the file, the place in it and what was wanted. */
export const readExperiments = (text: string, file: string): readonly ExperimentInFile[] =>
  readList(experiment, text, file);
export const readEvents = (text: string, file: string): readonly CalendarEvent[] =>
  // Absent and undefined are the same in what a file gives.
  readList(event, text, file) as readonly CalendarEvent[];
export const readBreaks = (text: string, file: string): readonly BreakInFile[] =>
  readList(levelBreak, text, file);

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

const name = z.string('wanted a name').check(z.minLength(1, 'wanted a name'));
const day = z.string('wanted a day as YYYY-MM-DD').check(z.refine(isDay, 'wanted a day as YYYY-MM-DD'));
const amount = z.number('wanted an amount of 0 or more').check(z.gte(0, 'wanted an amount of 0 or more'));
const inOrder = z.refine<{ from: string; to: string }>(
  ({ from, to }) => from <= to,
  'from is after to: swap them',
);

const experiment = z
  .strictObject({
    id: name,
    campaign: name,
    channel: z.optional(name),
    kind: z._default(
      z.enum(
        ['AB_TEST', 'GEO_TEST', 'ON_OFF_TEST', 'PLATFORM_LIFT'],
        'wanted AB_TEST, GEO_TEST, ON_OFF_TEST or PLATFORM_LIFT',
      ),
      'GEO_TEST',
    ),
    outcome: z._default(z.enum(['CONVERSIONS', 'REVENUE'], 'wanted CONVERSIONS or REVENUE'), 'CONVERSIONS'),
    from: day,
    to: day,
    spendControl: amount,
    spendTest: amount,
    lift: z.number('wanted a number: outcome a day, test minus control'),
    standardError: z.number('wanted a number above 0').check(z.gt(0, 'wanted a number above 0')),
    source: z._default(z.string('wanted text'), ''),
  })
  .check(
    inOrder,
    z.refine(
      ({ spendControl, spendTest }) => spendControl !== spendTest,
      'test and control spend the same, so it says nothing of spend',
    ),
  );

const event = z
  .strictObject({
    name,
    from: day,
    to: day,
    channels: z.optional(z.array(name, 'wanted a list of channels')),
  })
  .check(inOrder);

const levelBreak = z.strictObject({
  campaign: name,
  channel: z.optional(name),
  date: day,
  reason: z._default(z.string('wanted text'), ''),
});

function readList<T>(schema: z.ZodMiniType<T>, text: string, file: string): readonly T[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInputError(
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const parsed = z.array(schema, 'wanted a JSON array').safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = (issue?.path ?? []).map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
  );
  const wanted =
    issue?.code === 'unrecognized_keys'
      ? `unknown key ${issue.keys.join(', ')}`
      : (issue?.message ?? 'invalid');
  throw new BadInputError(
    `${file}${place.length > 0 ? `, ${place.join('').replace(/^\./, '')}` : ''}: ${wanted}.`,
  );
}

/** The series with what is known of each campaign beside its days. Throws `BadInputError` for a campaign that is not there. */
export function withEvidence(
  series: readonly CampaignSeries[],
  experiments: readonly ExperimentInFile[],
  breaks: readonly BreakInFile[],
): readonly CampaignSeries[] {
  const owner = ({ campaign, channel }: { campaign: string; channel?: string | undefined }) => {
    const named = series.filter(
      (one) => one.campaign === campaign && (channel === undefined || one.channel === channel),
    );
    const [only] = named;
    if (only !== undefined && named.length === 1) return only;
    const what = `${JSON.stringify(campaign)}${channel === undefined ? '' : ` in ${channel}`}`;
    throw new BadInputError(
      only === undefined
        ? `The CSV has no campaign ${what}, which an experiment or a break is about.`
        : `Several channels have a campaign ${what}: say which with "channel".`,
    );
  };
  const owners = { experiments: experiments.map(owner), breaks: breaks.map(owner) };
  return series.map((one) => {
    const own = experiments.filter((_, i) => owners.experiments[i] === one).map(liftOf);
    const parted = breaks
      .filter((_, i) => owners.breaks[i] === one)
      .map(({ date, reason }) => ({ date, reason }));
    return {
      ...one,
      ...(own.length > 0 && { experiments: own }),
      ...(parted.length > 0 && { breaks: parted }),
    };
  });
}

const liftOf = ({
  id,
  from,
  to,
  spendControl,
  spendTest,
  lift,
  standardError,
}: ExperimentInFile): LiftExperiment => ({
  id,
  from,
  to,
  spendControl,
  spendTest,
  lift,
  standardError,
});
