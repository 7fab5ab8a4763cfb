import { createScenario } from '../client/calls.ts';
import { CONNECTION_OPTIONS, connect } from '../client/connect.ts';
import { ApiError, type Client } from '../client/create-client.ts';
import type { CreateScenarioInput } from '../client/documents.ts';
import {
  APPLY_CHANGE_SET,
  APPROVE_CHANGE_SET,
  type ApplyOutcome,
  type ChangeSet,
  type ChangeSetAnswer,
  type PlanFailure,
  PROPOSE_CHANGE_SET,
  READ_CHANGE_SET,
  ROLL_BACK_CHANGE_SET,
  SCHEDULE_CHANGE_SET,
} from '../client/plan-documents.ts';
import { type Command, parseArguments } from '../command.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { firstLines, renderDiff, renderDryRun, renderStatus } from '../report/change-set.ts';
import { styleFor } from '../terminal/style.ts';

const OPTIONS = {
  ...CONNECTION_OPTIONS,
  json: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  scenario: { type: 'string' },
  name: { type: 'string' },
  objective: { type: 'string', default: 'MAX_CONVERSIONS' },
  outcome: { type: 'string' },
  'max-change': { type: 'string' },
  ramp: { type: 'string' },
  'plan-hash': { type: 'string' },
  'idempotency-key': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  executor: { type: 'string' },
  'best-effort': { type: 'boolean', default: false },
  reason: { type: 'string' },
  at: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArguments<typeof OPTIONS>>['values'];

export const plan: Command = {
  help: `Usage: equimarginal plan create|show|diff|approve|schedule|apply|status|rollback [ID] [options]

Takes a plan from a scenario to changed budgets, through the API.

  create                 solves a scenario and proposes its plan, or proposes that of --scenario ID
  show ID                the plan with its state and hash
  diff ID                the budgets that it changes
  approve ID             approves the revision of --plan-hash
  schedule ID            says by --at when the first step is due; with --executor each applies itself then
  apply ID               applies the next step of the approved revision of --plan-hash
  status ID              where it is, and what became of each budget
  rollback ID            proposes the way back, with --reason

Options
  --url URL              the GraphQL endpoint; EQUIMARGINAL_URL, else http://localhost:4000/graphql
  --token TOKEN          better in EQUIMARGINAL_TOKEN, where no process list shows it
  --json                 the change set as JSON, with every budget
  --all                  every budget; left out: the thirty that change most
  --scenario ID          create: a scenario that is there
  --objective NAME       create: of a new scenario; MAX_CONVERSIONS
  --outcome NAME         create: what counts as a conversion: LEADS, ORDERS or NEW_CUSTOMERS of a CRM
  --max-change RATIO     create: how far a new scenario may move a campaign, such as 0.15
  --ramp STEPS/DAYS      create: in so many steps, so many days apart, such as 3/7
  --name TEXT            create: what it is called
  --plan-hash HASH       approve, schedule, apply: of the revision that you looked at
  --dry-run              apply: only say what would happen
  --idempotency-key KEY  apply: the same for every repetition; made of hash and step by default
  --executor NAME        apply: STORE (default), SCRIPT, WEBHOOK, GOOGLE_ADS_EDITOR_FILE, …; schedule: STORE or WEBHOOK
  --at TIME              schedule: in the future, such as 2026-12-01T06:00:00Z
  --best-effort          schedule, apply: leave drifted budgets alone and change the others
  --reason TEXT          rollback: for people, and for the log

Exit codes: 0 done, 1 error, 2 usage or bad input, 3 stale or conflict, 4 refused by a guard rail, 5 infeasible.
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, OPTIONS);
    const [verb, id, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`One plan at a time; saw also ${rest.join(', ')}.`);
    const client = connect(values, io);
    if (verb === 'create') return create(client, values, io);
    const known = verb === undefined ? undefined : VERBS[verb];
    if (known === undefined) {
      throw new UsageError(
        `${verb === undefined ? 'Nothing' : JSON.stringify(verb)} is asked of plan. Wanted create, ${Object.keys(VERBS).join(', ')}.`,
      );
    }
    if (id === undefined) throw new UsageError(`No plan was named. Wanted: equimarginal plan ${verb} ID`);
    return known(client, id, values, io);
  },
};

type Verb = (client: Client, id: string, values: Values, io: Io) => Promise<ExitCode>;

const VERBS: Readonly<Record<string, Verb>> = {
  show: async (client, id, values, io) => {
    const changeSet = await read(client, id, values);
    return print(
      changeSet,
      values,
      io,
      (options) => `${renderStatus(changeSet, options)}\n${renderDiff(changeSet, options)}`,
    );
  },
  diff: async (client, id, values, io) => {
    const changeSet = await read(client, id, values);
    return print(changeSet, values, io, (options) => renderDiff(changeSet, options));
  },
  status: async (client, id, values, io) => {
    const changeSet = await read(client, id, values);
    return print(changeSet, values, io, (options) => renderStatus(changeSet, options));
  },
  approve: async (client, id, values, io) => {
    const { answer } = await client.request(APPROVE_CHANGE_SET, {
      id,
      planHash: hashIn(values),
      all: isAll(values),
    });
    const changeSet = await changeSetIn(answer, io);
    return print(changeSet, values, io, (options) => renderStatus(changeSet, options));
  },
  schedule: async (client, id, values, io) => {
    const { answer } = await client.request(SCHEDULE_CHANGE_SET, {
      id,
      planHash: hashIn(values),
      startsAt: momentIn(values),
      allOrNothing: !values['best-effort'],
      all: isAll(values),
      ...(values.executor === undefined ? {} : { executor: values.executor }),
    });
    const changeSet = await changeSetIn(answer, io);
    return print(changeSet, values, io, (options) => renderStatus(changeSet, options));
  },
  rollback: async (client, id, values, io) => {
    if (!values.reason) throw new UsageError('Say why with --reason.');
    const { answer } = await client.request(ROLL_BACK_CHANGE_SET, {
      id,
      reason: values.reason,
      all: isAll(values),
    });
    return printProposal(await changeSetIn(answer, io), values, io);
  },
  apply: async (client, id, values, io) => {
    const planHash = hashIn(values);
    const { answer } = await client.request(APPLY_CHANGE_SET, {
      all: isAll(values),
      input: {
        id,
        planHash,
        idempotencyKey: values['idempotency-key'] ?? (await defaultKey(client, id, planHash)),
        dryRun: values['dry-run'],
        allOrNothing: !values['best-effort'],
        ...(values.executor === undefined ? {} : { executor: values.executor }),
      },
    });
    if (!('outcome' in answer)) throw await failed(answer, io);
    return printOutcome(answer.outcome, values, io);
  },
};

async function create(client: Client, values: Values, io: Io): Promise<ExitCode> {
  const scenarioId = values.scenario ?? (await newScenario(client, values));
  if (scenarioId === null) {
    await io.stderr.write('No plan keeps every limit. See the scenario for what clashes.\n');
    return EXIT.infeasible;
  }
  const { answer } = await client.request(PROPOSE_CHANGE_SET, {
    all: isAll(values),
    input: {
      scenarioId,
      ...(values.name === undefined ? {} : { name: values.name }),
      ...(values.ramp === undefined ? {} : { ramp: rampIn(values.ramp) }),
    },
  });
  return printProposal(await changeSetIn(answer, io), values, io);
}

/** Null where no plan meets the request. */
async function newScenario(client: Client, values: Values): Promise<string | null> {
  const maxChange = values['max-change'] === undefined ? undefined : Number(values['max-change']);
  if (maxChange !== undefined && !(maxChange > 0)) {
    throw new UsageError(`--max-change ${values['max-change']} is not a ratio such as 0.15.`);
  }
  const input: CreateScenarioInput = {
    name: values.name ?? 'Plan of the command line',
    // The API knows its objectives and outcomes, and says so where these are none.
    objective: values.objective as CreateScenarioInput['objective'],
    ...(values.outcome === undefined
      ? {}
      : { outcome: values.outcome as NonNullable<CreateScenarioInput['outcome']> }),
    ...(maxChange === undefined ? {} : { defaultLimits: { minChange: -maxChange, maxChange } }),
  };
  const scenario = await createScenario(client, input);
  return scenario.infeasibility === null ? scenario.id : null;
}

function rampIn(text: string) {
  const [, steps, days] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (steps === undefined || days === undefined) {
    throw new UsageError(`--ramp ${JSON.stringify(text)} is not STEPS/DAYS, such as 3/7.`);
  }
  return { steps: Number(steps), daysBetween: Number(days) };
}

function hashIn(values: Values): string {
  const hash = values['plan-hash'];
  if (hash) return hash;
  throw new UsageError(
    'Name the revision that you looked at with --plan-hash. "equimarginal plan show ID" has it.',
  );
}

function momentIn({ at }: Values): string {
  const moment = new Date(at ?? Number.NaN);
  if (!Number.isNaN(moment.getTime())) return moment.toISOString();
  throw new UsageError(
    `--at is ${at === undefined ? 'missing' : JSON.stringify(at)}; wanted a time such as 2026-12-01T06:00:00Z.`,
  );
}

/** The same for every repetition of one step of one revision, and another for any other. */
async function defaultKey(client: Client, id: string, planHash: string): Promise<string> {
  const { applications, state, nextStage } = await read(client, id, { json: false, all: false });
  const isNew = state === 'APPROVED' || state === 'SCHEDULED';
  const latest = isNew ? undefined : applications.at(-1);
  return latest?.idempotencyKey ?? `plan-${planHash}-${nextStage}`;
}

/** Programs get everything. */
const isAll = ({ json, all }: Pick<Values, 'json' | 'all'>) => json || all;

async function read(client: Client, id: string, values: Pick<Values, 'json' | 'all'>): Promise<ChangeSet> {
  const { changeSet } = await client.request(READ_CHANGE_SET, { id, all: isAll(values) });
  if (changeSet !== null) return changeSet;
  throw new ApiError('INVALID_INPUT', `There is no plan ${JSON.stringify(id)} in this workspace.`);
}

async function changeSetIn(answer: ChangeSetAnswer, io: Io): Promise<ChangeSet> {
  if ('changeSet' in answer) return answer.changeSet;
  throw await failed(answer, io);
}

/** The message is told by whoever catches it; what it says of single budgets is told here. */
async function failed({ code, message, drifted = [] }: PlanFailure, io: Io): Promise<ApiError> {
  const lines = drifted.map(
    ({ campaignId, plannedFromMicros, foundMicros }) =>
      `~ ${campaignId}: planned from ${plannedFromMicros} micros, found ${foundMicros}\n`,
  );
  await io.stderr.write(firstLines(lines, 'more that have drifted').join(''));
  return new ApiError(code, message);
}

const optionsOf = (io: Io) => ({ style: styleFor(io.stdout, io.env), width: io.stdout.columns });

async function print(
  data: object,
  { json }: Values,
  io: Io,
  render: (options: ReturnType<typeof optionsOf>) => string,
): Promise<ExitCode> {
  await io.stdout.write(json ? `${JSON.stringify(data)}\n` : render(optionsOf(io)));
  return EXIT.done;
}

async function printProposal(changeSet: ChangeSet, values: Values, io: Io): Promise<ExitCode> {
  await print(
    changeSet,
    values,
    io,
    (options) => `${renderStatus(changeSet, options)}\n${renderDiff(changeSet, options)}`,
  );
  if (changeSet.state !== 'DRAFT') return EXIT.done;
  await io.stderr.write('It breaks guard rails, so it is kept as a draft.\n');
  return EXIT.refused;
}

async function printOutcome(outcome: ApplyOutcome, values: Values, io: Io): Promise<ExitCode> {
  const { changeSet, dryRun } = outcome;
  if (dryRun) {
    await print(
      outcome,
      values,
      io,
      (options) => `${renderDiff(changeSet, options)}\n${renderDryRun(dryRun, options)}`,
    );
    if (dryRun.violations.length > 0) return EXIT.refused;
    return dryRun.drifted.length > 0 ? EXIT.conflict : EXIT.done;
  }
  await print(outcome, values, io, (options) => renderStatus(changeSet, options));
  const settled = outcome.application?.counts ?? [];
  const isDrifted = settled.some(({ status }) => status === 'DRIFTED');
  const isRefused = settled.some(({ status }) => status === 'CAP_REACHED');
  const isFailed = settled.some(({ status }) => ['FAILED', 'UNSUPPORTED', 'NOT_WRITTEN'].includes(status));
  if (isFailed) return EXIT.error;
  return isDrifted ? EXIT.conflict : isRefused ? EXIT.refused : EXIT.done;
}
