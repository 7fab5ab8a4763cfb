import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages.ts';

export interface AlarmRule {
  /** A heading of `docs/operations.md`, where it says what to do; a test compares the two. */
  readonly name: string;
  readonly description: string;
  readonly metric: IMetric;
  /** Rings at this value and above… */
  readonly threshold: number;
  /** …in so many periods running. Default: one. */
  readonly periods?: number;
}

/** How far apart an alarm's values lie where nothing else is said. */
export const FIVE_MINUTES = Duration.minutes(5);

/** Alarms that all tell one topic, also when they are over. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  private readonly stage: StageConfig;
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    { stage, topic }: { readonly stage: StageConfig; readonly topic: Topic },
  ) {
    super(scope, id);
    this.stage = stage;
    this.topic = topic;
  }

  add({ name, description, metric, threshold, periods = 1 }: AlarmRule): void {
    const alarm = new Alarm(this, name, {
      alarmName: `equimarginal-${this.stage.name}-${name}`,
      alarmDescription: `${description} See docs/operations.md, "${name}".`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    this.all.push(alarm);
  }
}
