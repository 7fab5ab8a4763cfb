import { describe, expect, it } from 'vitest';
import { OUTBOX_FILTERS } from '../../../infra/constructs/table-outbox.ts';
import { secondsUntilRetry, WEBHOOK_DELIVERIES } from '../../../planning/jobs/retries.ts';
import { TASKS } from '../../../planning/jobs/tasks.ts';
import { auditSortKey, daySortKey, scenarioSortKey } from '../../../store/dynamo/keys.ts';
import type { IsoDate } from '../../../store/model/day.ts';
import type { ScenarioId } from '../../../store/model/ids.ts';
import type { StageTemplates } from './stage-templates.ts';

export function describeWork(stage: StageTemplates): void {
  const { config } = stage;
  const functionNamed = (name: string) => stage.named('work', 'AWS::Lambda::Function', `${name}Function`);
  const mappings = () => Object.values(stage.resources('work', 'AWS::Lambda::EventSourceMapping'));
  const queueNamed = (name: string) => stage.named('work', 'AWS::SQS::Queue', name);

  describe('the queue of jobs', () => {
    it('keeps a message from others for six times as long as a worker may run', () => {
      const { Timeout } = functionNamed('Worker').Properties;
      expect(queueNamed('JobsQueue').Properties.VisibilityTimeout).toBe(6 * Timeout);
    });

    it('sets aside what failed four times, for as long as a queue keeps anything', () => {
      const { RedrivePolicy } = queueNamed('JobsQueue').Properties;
      expect(RedrivePolicy).toMatchObject({ maxReceiveCount: 4 });
      const [target] = RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'];
      expect(target).toMatch(/^JobsDeadLetters/);
      expect(queueNamed('JobsDeadLetters').Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    });

    it('is worked off by few enough, whose failures come back one by one', () => {
      const worker = mappings().find(({ Properties }) => Properties.ScalingConfig);
      expect(worker?.Properties).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: config.concurrency.jobs },
      });
    });
  });

  describe('the queue of webhooks', () => {
    it('keeps a message from others for six times as long as its function may run', () => {
      const { Timeout } = functionNamed('Webhook').Properties;
      expect(queueNamed('WebhooksQueue').Properties.VisibilityTimeout).toBe(6 * Timeout);
    });

    it('sets aside what was not taken after the last wait', () => {
      const { RedrivePolicy } = queueNamed('WebhooksQueue').Properties;
      expect(RedrivePolicy.maxReceiveCount).toBe(WEBHOOK_DELIVERIES);
      const [target] = RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'];
      expect(target).toMatch(/^WebhooksDeadLetters/);
      expect(queueNamed('WebhooksDeadLetters').Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    });

    it('outlives all waits together, and no wait is longer than a queue can hide a message', () => {
      const waits = Array.from({ length: WEBHOOK_DELIVERIES - 1 }, (_, i) => secondsUntilRetry(i + 1));
      expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      expect(Math.max(...waits)).toBeLessThan(12 * 3_600);
      expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(4 * 86_400);
    });

    it('is worked off by a function of its own, whose failures come back one by one', () => {
      const mapping = mappings().find(({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn).includes('WebhooksQueue'),
      );
      expect(mapping?.Properties).toMatchObject({
        FunctionName: { Ref: expect.stringMatching(/^WebhookFunction/) },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    });
  });

  describe('the outbox', () => {
    const outbox = () => mappings().find(({ Properties }) => Properties.StartingPosition)!.Properties;

    it('reads from the oldest record on, again in halves, and names what it could not read', () => {
      expect(outbox()).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 12 * 3_600,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^OutboxDeadLetters/), 'Arn'] } },
        },
      });
    });

    it.each<[string, keyof typeof OUTBOX_FILTERS, string]>([
      ['a scenario', 'queuedScenario', scenarioSortKey('01J' as ScenarioId)],
      ['an audit event', 'auditEvent', auditSortKey(7)],
    ])('hears of %s by its key', (_what, name, sortKey) => {
      const filter = JSON.parse(OUTBOX_FILTERS[name].pattern);
      const [{ prefix }] = filter.dynamodb.Keys.sk.S;
      expect(sortKey.startsWith(prefix)).toBe(true);
      expect(outbox().FilterCriteria.Filters).toContainEqual({ Pattern: OUTBOX_FILTERS[name].pattern });
    });

    it('never hears of daily figures, which are most of what is written', () => {
      const prefixes = Object.values(OUTBOX_FILTERS).map(
        ({ pattern }) => JSON.parse(pattern).dynamodb.Keys.sk.S[0].prefix,
      );
      const day = daySortKey('2026-11-22' as IsoDate);
      expect(prefixes.filter((prefix) => day.startsWith(prefix))).toEqual([]);
    });
  });

  describe('the clock', () => {
    const schedules = () =>
      Object.values(stage.resources('work', 'AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);

    it('starts every task, each in its time', () => {
      const { applyDueMinutes, refitHour, pacingHour } = config.schedule;
      const expressions = Object.fromEntries(
        schedules().map(({ Target, ScheduleExpression }) => [
          JSON.parse(Target.Input).task,
          ScheduleExpression,
        ]),
      );
      expect(expressions).toEqual({
        APPLY_DUE: `rate(${applyDueMinutes} minute${applyDueMinutes === 1 ? '' : 's'})`,
        PACING_CHECK: `cron(15 ${pacingHour} * * ? *)`,
        EXPIRE: 'rate(1 hour)',
        NIGHTLY_REFIT: `cron(15 ${refitHour} * * ? *)`,
      });
      expect(Object.keys(expressions).toSorted()).toEqual([...TASKS].toSorted());
    });

    it('keeps what could not be started', () => {
      for (const { Target } of schedules()) {
        expect(Target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/^ScheduleDeadLetters/);
        expect(Target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0);
      }
    });

    it('keeps what started and failed', () => {
      const { Properties } = stage.theOnly('work', 'AWS::Lambda::EventInvokeConfig');
      expect(Properties.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]).toMatch(
        /^ScheduleDeadLetters/,
      );
    });
  });

  describe('the refit', () => {
    const definition = () => {
      const { Properties } = stage.theOnly('work', 'AWS::StepFunctions::StateMachine');
      const parts: unknown[] = Properties.DefinitionString['Fn::Join'][1];
      return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
    };

    it('reads its list from the bucket and writes its results there, for both outgrow a state', () => {
      expect(definition().States.RefitEach).toMatchObject({
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
        ItemReader: { ReaderConfig: { InputType: 'JSON' }, Parameters: { 'Key.$': '$.key' } },
        ResultWriter: { Parameters: { Prefix: 'refits/results' } },
        MaxConcurrency: config.concurrency.refits,
      });
    });

    it('ends well where there is nothing to fit', () => {
      const { States } = definition();
      expect(States.IsThereAny).toMatchObject({
        Choices: [{ Variable: '$.count', NumericGreaterThan: 0, Next: 'RefitEach' }],
        Default: 'NothingToRefit',
      });
      expect(States.NothingToRefit).toEqual({ Type: 'Succeed' });
    });

    it('tries each step again, lets one workspace fail alone, and ends some day', () => {
      const { States, TimeoutSeconds } = definition();
      expect(States.Plan.Retry.length).toBeGreaterThan(0);
      expect(States.RefitEach.ItemProcessor.States.RefitOne.Retry.length).toBeGreaterThan(0);
      expect(States.RefitEach.ToleratedFailurePercentage).toBe(50);
      expect(TimeoutSeconds).toBe(6 * 3_600);
    });

    it('is logged and traced', () => {
      expect(stage.theOnly('work', 'AWS::StepFunctions::StateMachine').Properties).toMatchObject({
        LoggingConfiguration: { Level: 'ALL' },
        TracingConfiguration: { Enabled: true },
      });
    });
  });

  it.each([
    ['Worker', ['JOB_QUEUE_URL', 'TABLE_NAME', 'WEBHOOK_SECRET_ARN']],
    ['Webhook', ['TABLE_NAME', 'WEBHOOK_QUEUE_URL', 'WEBHOOK_SECRET_ARN']],
    ['Stream', ['JOB_QUEUE_URL', 'TABLE_NAME', 'WEBHOOK_QUEUE_URL']],
    ['Schedule', ['JOB_QUEUE_URL', 'TABLE_NAME']],
    ['RefitPlan', ['REFIT_BUCKET', 'TABLE_NAME']],
    ['RefitItem', ['TABLE_NAME']],
  ])('tells %s what it needs to know, and nothing else', (name, variables) => {
    const { Variables } = functionNamed(name).Properties.Environment;
    expect(Object.keys(Variables).toSorted()).toEqual(['NODE_OPTIONS', 'STAGE', ...variables].toSorted());
  });

  it.each([
    ['Worker', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']],
    ['Webhook', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']],
    ['Stream', ['sqs:SendMessage']],
    ['Schedule', ['sqs:SendMessage']],
    ['RefitPlan', ['s3:PutObject']],
    ['RefitItem', []],
  ])('lets %s do nothing outside the table, its log and its queue but %j', (name, others) => {
    const common = /^(logs|xray|dynamodb):|^sqs:(Get|Receive|Change|Delete)/;
    const actions = stage.actionsOf('work', name).filter((action) => !common.test(action));
    expect([...new Set(actions)]).toEqual(others);
  });
}
