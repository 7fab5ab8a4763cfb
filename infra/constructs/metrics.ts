import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { StageConfig } from '../stages.ts';
import { FIVE_MINUTES } from './alarms.ts';

/** What `api/metrics.ts` counts, under the same names; a test compares the two. */
export const OWN_METRICS = {
  solves: 'Solves',
  solveTime: 'SolveTime',
  infeasible: 'Infeasible',
  timeLimits: 'TimeLimits',
  conflicts: 'Conflicts',
  throttles: 'Throttles',
} as const;

const sum = { period: FIVE_MINUTES, statistic: Stats.SUM };
const maximum = { period: FIVE_MINUTES, statistic: Stats.MAXIMUM };

export const own = (
  stage: StageConfig,
  name: keyof typeof OWN_METRICS,
  statistic: string = Stats.SUM,
): Metric =>
  new Metric({
    namespace: 'Equimarginal',
    metricName: OWN_METRICS[name],
    dimensionsMap: { Stage: stage.name },
    period: FIVE_MINUTES,
    statistic,
  });

export const ofApi = (api: HttpApi) => ({
  requests: api.metricCount(sum),
  serverErrors: api.metricServerError(sum),
  clientErrors: api.metricClientError(sum),
  latency: (percentile: number) =>
    api.metricLatency({ period: FIVE_MINUTES, statistic: Stats.percentile(percentile) }),
});

type Named = Readonly<Record<string, LambdaFunction>>;

export const ofFunctions = (functions: Named) => {
  const each = (metric: (of: LambdaFunction) => Metric) =>
    Object.fromEntries(
      Object.entries(functions).map(([name, of]) => [name, metric(of).with({ label: name })]),
    );
  const added = (label: string, usingMetrics: Readonly<Record<string, Metric>>) =>
    new MathExpression({
      label,
      expression: sumOf(usingMetrics),
      usingMetrics: { ...usingMetrics },
      period: FIVE_MINUTES,
    });
  const errors = each((of) => of.metricErrors(sum));
  const throttles = each((of) => of.metricThrottles(sum));
  return {
    errors: Object.values(errors),
    throttles: Object.values(throttles),
    longest: Object.values(each((of) => of.metricDuration(maximum))),
    allErrors: added('errors', errors),
    allThrottles: added('throttles', throttles),
  };
};

/** Throttled requests, whichever call they were of, and errors of DynamoDB itself. */
export const ofTable = (table: TableV2) => {
  const metric = (metricName: string) =>
    table.metric(metricName, { ...sum, dimensionsMap: { TableName: table.tableName } });
  const throttles = { reads: metric('ReadThrottleEvents'), writes: metric('WriteThrottleEvents') };
  return {
    readThrottles: throttles.reads,
    writeThrottles: throttles.writes,
    reads: metric('ConsumedReadCapacityUnits'),
    writes: metric('ConsumedWriteCapacityUnits'),
    throttles: new MathExpression({
      label: 'throttles',
      expression: sumOf(throttles),
      usingMetrics: throttles,
      period: FIVE_MINUTES,
    }),
  };
};

export function ofMachine(machine: StateMachine): MathExpression {
  const usingMetrics = {
    failed: machine.metricFailed(sum),
    timedOut: machine.metricTimedOut(sum),
    aborted: machine.metricAborted(sum),
  };
  return new MathExpression({
    label: 'runs that did not end well',
    expression: sumOf(usingMetrics),
    usingMetrics,
    period: FIVE_MINUTES,
  });
}

/** `a + b` has no value where `a` or `b` has none, and a function that was not called has none. This sum leaves it out. */
const sumOf = (metrics: Readonly<Record<string, Metric>>): string =>
  `SUM([${Object.keys(metrics).join(', ')}])`;
