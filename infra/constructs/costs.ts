import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages.ts';

/** An anomaly of less than this a day is not worth a message. */
const SMALLEST_ANOMALY_USD = 10;

/**
 * Says when the stage is about to cost more than it may, and when it costs more than it used to. Both know the stage by
 * its tag, which counts from the day it is activated as a cost allocation tag.
 */
export class Costs extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, topic }: { readonly stage: StageConfig; readonly topic: Topic },
  ) {
    super(scope, id);
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const notification = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    });
    new CfnBudget(this, 'Monthly', {
      budget: {
        budgetName: `equimarginal-${stage.name}-monthly-cost`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: stage.alerts.monthlyBudgetUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:stage$${stage.name}`] },
      },
      notificationsWithSubscribers: [notification('ACTUAL', 80), notification('FORECASTED', 100)],
    });

    const monitor = new CfnAnomalyMonitor(this, 'Anomalies', {
      monitorName: `equimarginal-${stage.name}-cost-anomaly`,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({
        Tags: { Key: 'user:stage', Values: [stage.name], MatchOptions: ['EQUALS'] },
      }),
    });
    new CfnAnomalySubscription(this, 'AnomalyMessages', {
      subscriptionName: `equimarginal-${stage.name}-cost-anomaly`,
      // Only messages at once go to a topic.
      frequency: 'IMMEDIATE',
      monitorArnList: [monitor.attrMonitorArn],
      subscribers: [{ type: 'SNS', address: topic.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [String(SMALLEST_ANOMALY_USD)],
        },
      }),
    });
  }
}
