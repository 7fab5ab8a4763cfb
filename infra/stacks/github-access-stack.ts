import { Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { OidcProviderNative, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { GithubAccess, StageName } from '../stages.ts';

const ISSUER = 'token.actions.githubusercontent.com';

export interface GithubAccessStackProps extends StackProps {
  readonly stageName: StageName;
  readonly github: GithubAccess;
}

/**
 * Lets one environment of one repository deploy, and its pull requests look, with tokens that GitHub signs and no key that
 * could be lost. Stands beside its stage: deployed once, by hand, by whoever may make roles.
 */
export class GithubAccessStack extends Stack {
  constructor(scope: Construct, id: string, props: GithubAccessStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { stageName, github } = props;
    const provider =
      github.providerArn ??
      new OidcProviderNative(this, 'Provider', { url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com'] })
        .oidcProviderArn;

    const roleFor = (name: string, subject: string, bootstrapRoles: readonly string[]) => {
      const role = new Role(this, name, {
        assumedBy: new WebIdentityPrincipal(provider, {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: `repo:${github.repository}:${subject}`,
          },
        }),
        maxSessionDuration: Duration.hours(1),
      });
      // It may become the roles of `cdk bootstrap`, which do the work, and nothing by itself.
      role.addToPolicy(
        new PolicyStatement({ actions: ['sts:AssumeRole'], resources: bootstrapRoles.map(bootstrapRoleArn) }),
      );
      new CfnOutput(this, `${name}Arn`, { value: role.roleArn, description: `For ${stageName}` });
    };
    roleFor('Deploy', `environment:${github.environment}`, ['deploy', 'file-publishing', 'lookup']);
    roleFor('Diff', 'pull_request', ['lookup']);
  }
}

const bootstrapRoleArn = (purpose: string): string =>
  `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/cdk-hnb659fds-${purpose}-role-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
