import { stages } from '../stages.ts';
import { NotReadyError, readArguments, USAGE } from './arguments.ts';
import { checkReady, type Environment, type Machine } from './checks.ts';
import { hintFor } from './hints.ts';

/** What a deployment does to the world; a test hands in another one. */
export interface World extends Machine {
  /** Runs the CDK's command in front of the user and remembers what it said on standard error. */
  readonly cdk: (
    args: readonly string[],
    env: Environment,
  ) => Promise<{ readonly code: number; readonly said: string }>;
  /** Null where nobody can answer. */
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly readOutputs: (file: string) => Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly say: (line: string) => void;
  readonly sleep: (ms: number) => Promise<unknown>;
}

const OUTPUTS = (stage: string) => `dist/outputs-${stage}.json`;
const HEALTH_ATTEMPTS = 10;
const HEALTH_PAUSE_MS = 6_000;

/** Deploys a stage. The exit code: 0 done, 1 failed, 2 not ready or bad input. */
export async function deploy(
  argv: readonly string[],
  world: World,
  configs: typeof stages = stages,
): Promise<number> {
  try {
    return await deployReady(argv, world, configs);
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    world.say(error.message);
    return 2;
  }
}

async function deployReady(argv: readonly string[], world: World, configs: typeof stages): Promise<number> {
  const args = readArguments(argv);
  if (args === null) {
    world.say(USAGE);
    return 0;
  }
  const stage = configs[args.stage];
  const env = {
    ...world.env,
    ...(args.region && { AWS_REGION: args.region }),
    ...(args.profile && { AWS_PROFILE: args.profile }),
  };
  await checkReady(stage, { ...world, env });

  const stacks = `equimarginal-${stage.name}/*`;
  const mustAsk = stage.isProduction && !args.yes;
  if (mustAsk && !args.dryRun && world.ask === null) {
    throw new NotReadyError(
      'Production asks before it is changed, and nobody is here to answer. Say --yes where somebody has approved it.',
    );
  }
  if (args.dryRun || mustAsk) {
    const { code, said } = await world.cdk(['diff', stacks], env);
    if (code !== 0) return failed(world, said);
    if (args.dryRun) return 0;
    const answer = await world.ask?.(`Type ${stage.name} to deploy this: `);
    if (answer?.trim() !== stage.name) {
      world.say('Nothing was changed.');
      return 1;
    }
  }

  const outputs = OUTPUTS(stage.name);
  const { code, said } = await world.cdk(
    ['deploy', stacks, '--require-approval', 'never', '--outputs-file', outputs],
    env,
  );
  if (code !== 0) return failed(world, said);
  return report(world, outputs);
}

function failed({ say }: World, said: string): number {
  const hint = hintFor(said);
  if (hint) say(`\n${hint}`);
  return 1;
}

/** Says where the stage is, once it answers there. */
async function report({ readOutputs, fetch, say, sleep }: World, file: string): Promise<number> {
  const found = Object.assign({}, ...Object.values(readOutputs(file))) as Readonly<Record<string, string>>;
  const { GraphqlUrl: graphql = '', PageUrl: page = '', ApiAliasTarget, PageAliasTarget } = found;
  say(`\nGraphQL  ${graphql}\nPage     ${page}`);
  if (ApiAliasTarget) say(`The API's name is to be an alias of ${ApiAliasTarget}.`);
  if (PageAliasTarget && !page.includes(PageAliasTarget)) {
    say(`The page's name is to be an alias of ${PageAliasTarget}.`);
  }
  for (const line of firstUser(found)) say(line);
  const health = graphql.replace(/\/graphql$/, '/health');
  for (let attempt = 1; attempt <= HEALTH_ATTEMPTS; attempt++) {
    const answer = await fetch(health).catch(() => null);
    if (answer?.ok) {
      say(`Healthy  ${health} says ${(await answer.text()).trim()}`);
      return 0;
    }
    await sleep(HEALTH_PAUSE_MS);
  }
  say(
    `${health} does not answer. See the log of the function Graphql, or the name's alias if it has one of its own.`,
  );
  return 1;
}

/** Where the stage has users of its own, there is none yet. */
function firstUser({
  UserPoolId: pool,
  UserPoolClientId: client,
}: Readonly<Record<string, string>>): string[] {
  if (!pool || !client) return [];
  return [
    '\nThe first user, who then signs in on the page:',
    `aws cognito-idp admin-create-user --user-pool-id ${pool} --username EMAIL --message-action SUPPRESS --user-attributes Name=email,Value=EMAIL Name=email_verified,Value=true Name=custom:workspace,Value=WORKSPACE 'Name=custom:scope,Value=read plan approve apply admin'`,
    `aws cognito-idp admin-set-user-password --user-pool-id ${pool} --username EMAIL --permanent --password PASSWORD`,
    'For a script, a token for an hour:',
    `aws cognito-idp initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${client} --auth-parameters USERNAME=EMAIL,PASSWORD=PASSWORD --query AuthenticationResult.AccessToken --output text`,
  ];
}
