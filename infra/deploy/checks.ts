import { join } from 'node:path';
import type { StageConfig } from '../stages.ts';
import { NotReadyError } from './arguments.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The part of the machine that a deployment depends on. */
export interface Machine {
  readonly env: Environment;
  readonly home: string;
  readonly exists: (file: string) => boolean;
  readonly fetch: typeof fetch;
}

/** What can be known before anything is asked of AWS. Throws `NotReadyError`. */
export async function checkReady(stage: StageConfig, machine: Machine): Promise<void> {
  checkCredentials(machine);
  checkRegion(machine);
  await checkIssuer(stage, machine);
}

/** Where the AWS SDK looks for credentials; whether they are good is said by AWS. */
function checkCredentials({ env, home, exists }: Machine): void {
  const sources = [
    env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY,
    env.AWS_PROFILE,
    env.AWS_WEB_IDENTITY_TOKEN_FILE,
    env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
    exists(env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials')),
    exists(env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config')),
  ];
  if (sources.some(Boolean)) return;
  throw new NotReadyError(
    'There are no AWS credentials: neither AWS_ACCESS_KEY_ID nor AWS_PROFILE is set, and ~/.aws is empty. Run "aws configure sso", or set the two variables of an access key.',
  );
}

function checkRegion({ env, home, exists }: Machine): void {
  const hasProfiles = exists(env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'));
  if (env.AWS_REGION || env.AWS_DEFAULT_REGION || hasProfiles) return;
  throw new NotReadyError('No AWS region is set. Say --region eu-central-1, or set AWS_REGION.');
}

/** API Gateway reads it too, when most of the stage has been made already. */
async function checkIssuer({ name, jwt }: StageConfig, { fetch }: Machine): Promise<void> {
  if (jwt === undefined) return;
  const { hostname } = new URL(jwt.issuer);
  if (hostname.endsWith('.example')) {
    throw new NotReadyError(
      `The issuer of ${name} is ${jwt.issuer}, an example. Set jwt.issuer and jwt.audience in infra/stages.ts to those of your identity provider, or leave jwt out for a user pool of the stage's own.`,
    );
  }
  const address = `${jwt.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch(
    (error: unknown) => error,
  );
  if (!(answer instanceof Response) || !answer.ok) {
    const said = answer instanceof Response ? `answered ${answer.status}` : 'does not answer';
    throw new NotReadyError(
      `${address} ${said}. The API needs it to check tokens: look at jwt.issuer of ${name}.`,
    );
  }
  const { issuer, token_endpoint } = await answer.json();
  if (issuer !== jwt.issuer) {
    throw new NotReadyError(
      `${address} says that its issuer is ${issuer}; infra/stages.ts says ${jwt.issuer}. Tokens carry the first, to the last slash.`,
    );
  }
  // The page asks the issuer for its endpoints, and may ask no other origin.
  const isDiscovered = jwt.signIn !== undefined && jwt.signIn.provider === undefined;
  if (isDiscovered && new URL(token_endpoint, issuer).origin !== new URL(issuer).origin) {
    throw new NotReadyError(
      `${address} has its token_endpoint at ${token_endpoint}, which the page may not ask: it is of another origin than the issuer. Name the endpoints in jwt.signIn.provider of ${name} in infra/stages.ts.`,
    );
  }
}
