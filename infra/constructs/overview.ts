import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  PeriodOverride,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages.ts';

export interface OverviewProps {
  readonly stage: StageConfig;
  readonly alarms: readonly Alarm[];
  /** Each row is a row of graphs of equal width. */
  readonly rows: readonly (readonly Graph[])[];
}

export interface Graph {
  readonly title: string;
  readonly left: readonly IMetric[];
  /** On an axis of its own. */
  readonly right?: readonly IMetric[];
}

const FULL_WIDTH = 24;

/** The stage at a glance: what rings, then how requests, work, data and solving go. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { stage, alarms, rows }: OverviewProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: `equimarginal-${stage.name}`,
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.INHERIT,
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: FULL_WIDTH, height: 4 }),
    );
    for (const row of rows) {
      dashboard.addWidgets(
        ...row.map(
          ({ title, left, right = [] }) =>
            new GraphWidget({
              title,
              left: [...left],
              right: [...right],
              width: FULL_WIDTH / row.length,
              height: 6,
            }),
        ),
      );
    }
  }
}

export const MEDIAN = Stats.percentile(50);
export const TAIL = Stats.percentile(99);
