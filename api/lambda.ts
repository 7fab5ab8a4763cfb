import { schema } from '../schema/schema.ts';
import { createDocumentClient } from '../store/dynamo/client.ts';
import { createDynamoStore } from '../store/dynamo/dynamo-store.ts';
import { createAuthenticator } from './auth.ts';
import { createDeps } from './deps.ts';
import { createLambdaHandler } from './lambda-event.ts';
import { createGraphQLServer } from './server.ts';

/** Everything here is made once an environment and shared by its requests, which may overlap. */
const authenticator = createAuthenticator({
  issuer: required('JWT_ISSUER'),
  audience: required('JWT_AUDIENCE'),
});
// Overlaps the rest of the start. A failure shows again, and is answered, at the first request.
authenticator.hydrate().catch(() => {});

const store = createDynamoStore({ client: createDocumentClient(), tableName: required('TABLE_NAME') });
const server = createGraphQLServer({
  schema,
  authenticate: authenticator.authenticate,
  deps: createDeps(store),
});

export const handler = createLambdaHandler(server.fetch);

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set. The function cannot start without it.`);
}
