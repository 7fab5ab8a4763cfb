import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { StageConfig } from '../stages.ts';

export interface SchedulesProps {
  readonly stage: StageConfig;
  /** Takes `{ "task": … }`, finds what is due and queues it. */
  readonly finder: LambdaFunction;
  readonly refit: StateMachine;
  readonly deadLetters: Queue;
}

/** What happens by the clock. A task that comes late or twice finds what is due by then, and nothing else. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { stage, finder, refit, deadLetters }: SchedulesProps) {
    super(scope, id);
    const { applyDueMinutes, refitHour, pacingHour } = stage.schedule;
    const daily = (hour: number) =>
      ScheduleExpression.cron({ minute: '15', hour: String(hour), timeZone: TimeZone.ETC_UTC });
    const task = (name: string, description: string, schedule: ScheduleExpression, maxEventAge: Duration) =>
      new Schedule(this, name, {
        description,
        schedule,
        target: new LambdaInvoke(finder, {
          input: ScheduleTargetInput.fromObject({ task: name }),
          deadLetterQueue: deadLetters,
          maxEventAge,
          retryAttempts: 5,
        }),
      });

    const often = Duration.minutes(applyDueMinutes);
    task('APPLY_DUE', 'Applies approved changes whose time has come', ScheduleExpression.rate(often), often);
    task('PACING_CHECK', 'Compares goals with what is on course', daily(pacingHour), Duration.hours(6));
    task(
      'EXPIRE',
      'Ends what nobody decided in time',
      ScheduleExpression.rate(Duration.hours(1)),
      Duration.hours(1),
    );
    new Schedule(this, 'NIGHTLY_REFIT', {
      description: 'Fits every curve to the newest days',
      schedule: daily(refitHour),
      target: new StepFunctionsStartExecution(refit, {
        input: ScheduleTargetInput.fromObject({ task: 'NIGHTLY_REFIT' }),
        deadLetterQueue: deadLetters,
        maxEventAge: Duration.hours(6),
        retryAttempts: 5,
      }),
    });
    // The role that starts the function stands beside this construct, under a name made of its target.
    for (const sibling of Stack.of(this).node.children.filter(({ node }) => /^SchedulerRole/.test(node.id))) {
      acknowledgeWildcards(
        sibling,
        [`${finder.functionArn}:*`],
        'The clock may start the one function that finds what is due, in whichever version is live.',
      );
    }
  }
}
