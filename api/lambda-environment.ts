import type { PlanningDeps } from '../planning/deps.ts';
import type { Credentials } from '../store/aws-signature.ts';
import { createDocumentClient } from '../store/dynamo/client.ts';
import { createDynamoStore } from '../store/dynamo/dynamo-store.ts';
import type { Store } from '../store/ports.ts';
import { createS3Uploads } from '../store/s3/s3-uploads.ts';
import { createDeps } from './deps.ts';

/** What a function is told by its environment. */

export function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set. The function cannot start without it.`);
}

/** Lambda puts the role's credentials into the environment and starts another one before they expire. */
export function credentials(): Credentials {
  return {
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env.AWS_SESSION_TOKEN,
  };
}

/** The table `TABLE_NAME`. */
export const lambdaStore = (): Store =>
  createDynamoStore({ client: createDocumentClient(), tableName: required('TABLE_NAME') });

/**
 * The use cases' world on Lambda. Without `UPLOAD_BUCKET`, files come inline and are imported at once; without
 * `WEBHOOK_SECRET_ARN` no webhooks are sent.
 */
export function lambdaDeps(): PlanningDeps {
  const { UPLOAD_BUCKET: bucket, WEBHOOK_SECRET_ARN: secretArn } = process.env;
  const uploads = bucket
    ? createS3Uploads({ bucket, region: required('AWS_REGION'), credentials })
    : undefined;
  return createDeps(lambdaStore(), {
    uploads,
    jobs: STARTED_BY_THE_STREAM,
    webhookSecret: secretArn ? rememberedSecret(secretArn) : undefined,
  });
}

/** What is queued lies in the table: `api/stream.ts` sees it there and sends the message, so the two cannot disagree. */
const STARTED_BY_THE_STREAM = { enqueue: async () => {} };

/** Read when it is first needed, once an environment: a rotated secret is in use when the environments are new. */
function rememberedSecret(arn: string): () => Promise<string> {
  let secret: Promise<string> | null = null;
  return () => {
    secret ??= readNow(arn);
    secret.catch(() => {
      secret = null;
    });
    return secret;
  };
}

async function readNow(arn: string): Promise<string> {
  const { readSecret } = await import('../store/secrets/read-secret.ts');
  const endpoint = process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
  return readSecret(arn, { region: required('AWS_REGION'), credentials: credentials(), endpoint });
}
