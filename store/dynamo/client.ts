import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface ConnectionOptions {
  /** Another DynamoDB than the region's own, such as an emulator. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  /** Left out: the SDK's own chain (role, profile, environment). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/**
 * A client for the store; make one a process. Numbers beyond 2⁵³ come back as `bigint`, which is the document
 * client's default as long as `wrapNumbers` is not set.
 */
export function createDocumentClient(options: ConnectionOptions = {}): DynamoDBDocumentClient {
  // On Node 20 the SDK runs, and warns at every start; who runs the program cannot do anything about it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { endpoint, region, credentials } = options;
  const client = new DynamoDBClient({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 3,
    requestHandler: {
      // Several fits at once hold this process for seconds, and their time counts as the connection's: an emulator on
      // the same machine is given it.
      connectionTimeout: endpoint === undefined ? 1_000 : 30_000,
      requestTimeout: endpoint === undefined ? 5_000 : 30_000,
      throwOnRequestTimeout: true,
    },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
