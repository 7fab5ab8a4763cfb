import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../api/metrics.ts';
import { OWN_METRICS } from '../../../infra/constructs/metrics.ts';
import { refused, solved } from '../../../planning/diagnostics.ts';
import type { StageTemplates } from './stage-templates.ts';

const operations = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

export function describeObservability(stage: StageTemplates): void {
  const { config } = stage;
  const alarms = () =>
    Object.values(stage.resources('observability', 'AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties,
    );
  const prefix = `equimarginal-${config.name}-`;
  const budget = () => stage.theOnly('observability', 'AWS::Budgets::Budget').Properties;

  describe('alarms', () => {
    it.each([
      ['api-server-errors', '5xx'],
      ['api-latency', 'Latency'],
      ['function-errors', 'Errors'],
      ['function-throttles', 'Throttles'],
      ['jobs-waiting', 'ApproximateAgeOfOldestMessage'],
      ['job-dead-letters', 'ApproximateNumberOfMessagesVisible'],
      ['webhook-dead-letters', 'ApproximateNumberOfMessagesVisible'],
      ['stream-dead-letters', 'ApproximateNumberOfMessagesVisible'],
      ['schedule-dead-letters', 'ApproximateNumberOfMessagesVisible'],
      ['stream-behind', 'IteratorAge'],
      ['refit-failed', 'ExecutionsFailed'],
      ['table-throttles', 'WriteThrottleEvents'],
      ['solves-out-of-time', 'TimeLimits'],
    ])('%s watches %s', (name, metric) => {
      const alarm = alarms().find(({ AlarmName }) => AlarmName === `${prefix}${name}`);
      expect(JSON.stringify(alarm)).toContain(`"MetricName":"${metric}"`);
    });

    it('tell the topic when they begin and when they are over, and stay calm where nothing happens', () => {
      const topic = [{ Ref: expect.stringMatching(/^Alerts/) }];
      for (const alarm of alarms()) {
        expect(alarm).toMatchObject({
          AlarmActions: topic,
          OKActions: topic,
          TreatMissingData: 'notBreaching',
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        });
      }
    });

    it('add up so that a function that was not called hides nothing', () => {
      const expressions = alarms()
        .flatMap(({ Metrics = [] }) => Metrics)
        .flatMap(({ Expression }: { Expression?: string }) => Expression ?? []);
      expect(expressions.length).toBeGreaterThan(0);
      for (const expression of expressions) expect(expression).toMatch(/^SUM\(\[\w+(, \w+)*\]\)$/);
    });

    it('watch every function', () => {
      const errors = alarms().find(({ AlarmName }) => AlarmName === `${prefix}function-errors`);
      const watched = errors?.Metrics.filter(({ MetricStat }: { MetricStat?: object }) => MetricStat);
      const ours = stage
        .everywhere('AWS::Lambda::Function')
        .filter(([, { Properties }]) => Properties.Runtime.startsWith('nodejs'));
      expect(watched).toHaveLength(ours.length);
    });

    it('each have their place in docs/operations.md, and nothing else has one there', () => {
      const chapter = /^## Alarms$([\s\S]*?)^## /m.exec(operations)?.[1] ?? '';
      const headings = [...chapter.matchAll(/^### `?([a-z-]+)`?$/gm)].map(([, name]) => name);
      const anomaly = stage.theOnly('observability', 'AWS::CE::AnomalyMonitor').Properties;
      const names = [
        ...alarms().map(({ AlarmName }) => AlarmName),
        budget().Budget.BudgetName,
        anomaly.MonitorName,
      ].map((name: string) => name.slice(prefix.length));
      expect(headings.toSorted()).toEqual(names.toSorted());
    });
  });

  it('looks for its own metrics where they are counted', () => {
    const lines: ReturnType<typeof JSON.parse>[] = [];
    const metrics = createMetrics(config.name, (line) => lines.push(line));
    solved.publish({ status: 'INFEASIBLE', milliseconds: 1 });
    refused.publish({ code: 'STALE' });
    metrics.throttled();
    metrics.close();
    const directives = lines.flatMap(({ _aws }) => _aws.CloudWatchMetrics);
    for (const { Namespace, Dimensions } of directives) {
      expect([Namespace, Dimensions]).toEqual(['Equimarginal', [['Stage']]]);
    }
    const counted = directives.flatMap(({ Metrics }) => Metrics.map(({ Name }: { Name: string }) => Name));
    expect(counted).toEqual(expect.arrayContaining(Object.values(OWN_METRICS)));
    const { DashboardBody } = stage.theOnly('observability', 'AWS::CloudWatch::Dashboard').Properties;
    for (const name of Object.values(OWN_METRICS)) {
      expect(JSON.stringify(DashboardBody)).toContain(`\\"Equimarginal\\",\\"${name}\\"`);
    }
  });

  it('says when a month will cost more than it may, and when a day costs more than it used to', () => {
    expect(budget().Budget).toMatchObject({
      BudgetLimit: { Amount: config.alerts.monthlyBudgetUsd, Unit: 'USD' },
      CostFilters: { TagKeyValue: [`user:stage$${config.name}`] },
    });
    expect(
      budget().NotificationsWithSubscribers.map(
        ({ Notification }: { Notification: { NotificationType: string } }) => Notification.NotificationType,
      ),
    ).toEqual(['ACTUAL', 'FORECASTED']);
    stage.theOnly('observability', 'AWS::CE::AnomalySubscription');
  });

  it('lets those who ring publish to the topic, and nobody in clear', () => {
    const statements = stage.theOnly('observability', 'AWS::SNS::TopicPolicy').Properties.PolicyDocument
      .Statement;
    const [allowed] = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject({
      Action: 'sns:Publish',
      Principal: {
        Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com', 'costalerts.amazonaws.com'],
      },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });
}
