import { schema } from '../schema/schema.ts';
import { createAuthenticator } from './auth.ts';
import { originsIn } from './cors.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaDeps, required } from './lambda-environment.ts';
import { createLambdaHandler } from './lambda-event.ts';
import { createMetrics } from './metrics.ts';
import { createGraphQLServer } from './server.ts';

/** Everything here is made once an environment and shared by its requests, which may overlap. */
const authenticator = createAuthenticator({
  issuer: required('JWT_ISSUER'),
  audience: required('JWT_AUDIENCE').split(' '),
});
// Overlaps the rest of the start. A failure shows again, and is answered, at the first request.
authenticator.hydrate().catch(() => {});

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
  deps: lambdaDeps(),
  rateLimit,
  onThrottled: metrics.throttled,
  // For stages whose read-only tokens are given to pages: those ask what we wrote, and nothing else.
  persisted: { isOnly: process.env.PERSISTED_ONLY === 'true' },
  corsOrigins: originsIn(process.env.CORS_ORIGINS),
  logRequest: writeLine,
});

export const handler = createLambdaHandler(server.fetch);
