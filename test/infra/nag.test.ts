import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { GithubAccessStack } from '../../infra/stacks/github-access-stack.ts';
import { EquimarginalStage } from '../../infra/stage.ts';
import { type StageConfig, stages } from '../../infra/stages.ts';
import { appWithoutBundles } from './stacks/stage-templates.ts';

const arn = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/0-1`;
/** Every setting that may be left out. */
const everySetting = {
  corsOrigins: ['https://intranet.example'],
  domains: {
    api: { name: 'api.planner.example', certificateArn: arn('eu-central-1') },
    page: { name: 'planner.example', certificateArn: arn('us-east-1') },
  },
  webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/planner/0-1',
  alerts: { email: 'on-call@planner.example', monthlyBudgetUsd: 500 },
  github: { repository: 'acme/equimarginal', environment: 'prod' },
} satisfies Partial<StageConfig>;

const { jwt, ...productionWithUsers } = stages.prod;
const signingIn: StageConfig = {
  ...stages.prod,
  ...(jwt && { jwt: { ...jwt, signIn: { clientId: 'page' } } }),
};

it.each<[string, StageConfig]>([
  ['dev', stages.dev],
  ['prod', stages.prod],
  ['a stage with every setting', { ...stages.prod, ...everySetting }],
  ['production with users of its own', productionWithUsers],
  ['a stage that signs people in at its provider', signingIn],
])('cdk-nag finds nothing in %s that nobody has given a reason for', (_which, config) => {
  const app = appWithoutBundles();
  new EquimarginalStage(app, config);
  if (config.github) new GithubAccessStack(app, 'Github', { stageName: config.name, github: config.github });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  expect(() => app.synth()).not.toThrow();
});

it('cdk-nag would find these, and no others, if nobody had given reasons', () => {
  const app = appWithoutBundles();
  const stage = new EquimarginalStage(app, stages.prod);
  const findings = [new AwsSolutionsChecks(), new ServerlessChecks()]
    .flatMap((pack) => pack.validateScope(stage).violations)
    .map(({ ruleName }) => ruleName.replace(/\[.*/, ''));
  expect([...new Set(findings)].toSorted()).toEqual([
    'AwsSolutions-APIG4',
    'AwsSolutions-CFR1',
    'AwsSolutions-CFR2',
    'AwsSolutions-CFR4',
    'AwsSolutions-IAM5',
    'AwsSolutions-L1',
    'AwsSolutions-S1',
    'AwsSolutions-SMG4',
    'AwsSolutions-SQS3',
    'Serverless-LambdaDLQ',
    'Serverless-LambdaEventSourceMappingDestination',
    'Serverless-LambdaLatestVersion',
    'Serverless-LambdaTracing',
    'Serverless-SQSRedrivePolicy',
  ]);
});
