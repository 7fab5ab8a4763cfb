import { refused, solved } from '../planning/diagnostics.ts';

/** Errors that say: somebody else was faster, or looked at something older. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'BUSY',
  'IDEMPOTENCY_CONFLICT',
  'PLAN_HASH_MISMATCH',
  'STALE',
  'VERSION_CONFLICT',
]);

type Unit = 'Count' | 'Milliseconds';
type Values = Readonly<Record<string, readonly [value: number, unit: Unit]>>;

export interface Metrics {
  /** A request was refused for its workspace's rate. */
  throttled(): void;
  close(): void;
}

/**
 * Counts what happens in this process: solves, how long they took, how many had no solution, conflicts between
 * writers, refused requests. Each is a line of CloudWatch's embedded metric format; its only dimension is the stage.
 */
export function createMetrics(stage: string, write: (line: object) => void): Metrics {
  const emit = (values: Values) => write(embeddedMetrics(stage, values));
  const stops = [
    solved.subscribe(({ status, milliseconds }) =>
      emit({
        Solves: [1, 'Count'],
        SolveTime: [milliseconds, 'Milliseconds'],
        Infeasible: [status === 'INFEASIBLE' ? 1 : 0, 'Count'],
        TimeLimits: [status === 'TIME_LIMIT' ? 1 : 0, 'Count'],
      }),
    ),
    refused.subscribe(({ code }) => {
      if (CONFLICTS.has(code)) emit({ Conflicts: [1, 'Count'] });
    }),
  ];
  return {
    throttled: () => emit({ Throttles: [1, 'Count'] }),
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embeddedMetrics(stage: string, values: Values): object {
  const metrics = Object.entries(values).map(([name, [, unit]]) => ({ Name: name, Unit: unit }));
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'Equimarginal', Dimensions: [['Stage']], Metrics: metrics }],
    },
    Stage: stage,
    ...Object.fromEntries(Object.entries(values).map(([name, [value]]) => [name, value])),
  };
}
