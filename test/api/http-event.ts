import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An event as an HTTP API sends it (payload format 2.0), with what a test changes. */
export function httpEvent(
  changes: Partial<APIGatewayProxyEventV2> = {},
  http: Partial<APIGatewayProxyEventV2['requestContext']['http']> = {},
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/graphql',
    rawQueryString: '',
    headers: {},
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: {
        method: 'POST',
        path: '/graphql',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
        ...http,
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238000,
    },
    isBase64Encoded: false,
    ...changes,
  };
}
