import { schema } from '../schema/schema.ts';
import { createDocumentClient } from '../store/dynamo/client.ts';
import { createDynamoStore } from '../store/dynamo/dynamo-store.ts';
import type { Credentials } from '../store/s3/presign.ts';
import { createS3Uploads } from '../store/s3/s3-uploads.ts';
import { createAuthenticator } from './auth.ts';
import { originsIn } from './cors.ts';
import { createDeps } from './deps.ts';
import { jsonLinesTo } from './json-lines.ts';
import { createLambdaHandler } from './lambda-event.ts';
import { createMetrics } from './metrics.ts';
import { createGraphQLServer } from './server.ts';

/** Everything here is made once an environment and shared by its requests, which may overlap. */
const authenticator = createAuthenticator({
  issuer: required('JWT_ISSUER'),
  audience: required('JWT_AUDIENCE'),
});
// Overlaps the rest of the start. A failure shows again, and is answered, at the first request.
authenticator.hydrate().catch(() => {});

const store = createDynamoStore({ client: createDocumentClient(), tableName: required('TABLE_NAME') });
/** Without a bucket, files come inline and are imported at once. */
const bucket = process.env.UPLOAD_BUCKET;
const uploads = bucket ? createS3Uploads({ bucket, region: required('AWS_REGION'), credentials }) : undefined;
const writeLine = jsonLinesTo(process.stdout);
const metrics = createMetrics(process.env.STAGE ?? 'unknown', writeLine);
/** Each instance of the function counts for itself, so a workspace may send this much to every one of them. */
const rateLimit = {
  perSecond: Number(process.env.WORKSPACE_RATE ?? 20),
  burst: Number(process.env.WORKSPACE_BURST ?? 100),
};
const server = createGraphQLServer({
  schema,
  authenticate: authenticator.authenticate,
  deps: createDeps(store, uploads),
  rateLimit,
  onThrottled: metrics.throttled,
  corsOrigins: originsIn(process.env.CORS_ORIGINS),
  logRequest: writeLine,
});

export const handler = createLambdaHandler(server.fetch);

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set. The function cannot start without it.`);
}

/** Lambda puts the role's credentials into the environment and starts another one before they expire. */
function credentials(): Credentials {
  return {
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env.AWS_SESSION_TOKEN,
  };
}
