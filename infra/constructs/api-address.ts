import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages.ts';

/**
 * An HTTP API that answers nothing yet. The page is served beside it, and the API takes tokens that were made for the
 * page: so the address comes before the page, and the routes after it.
 */
export const apiAddress = (scope: Construct, id: string, { corsOrigins }: StageConfig): HttpApi =>
  new HttpApi(scope, id, {
    createDefaultStage: false,
    // With origins the API answers every preflight by itself and says the headers, whatever the function says.
    ...(corsOrigins.length > 0 && {
      corsPreflight: {
        allowOrigins: [...corsOrigins],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
        allowHeaders: ['authorization', 'content-type', 'x-request-id'],
        exposeHeaders: ['x-request-id', 'retry-after'],
        maxAge: Duration.days(1),
      },
    }),
  });
