import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { GithubAccessStack } from '../../infra/stacks/github-access-stack.ts';
import { stages } from '../../infra/stages.ts';
import { appWithoutBundles } from './stacks/stage-templates.ts';

const github = { repository: 'acme/equimarginal', environment: 'prod' };
const stackWith = (access: typeof github & { readonly providerArn?: string }) =>
  new GithubAccessStack(appWithoutBundles(), 'Github', { stageName: 'prod', github: access });

describe('the roles of a repository', () => {
  const template = Template.fromStack(stackWith(github));
  const trustOf = (name: string) => {
    const [, role] = Object.entries(template.findResources('AWS::IAM::Role')).find(([id]) =>
      id.startsWith(name),
    )!;
    return role.Properties.AssumeRolePolicyDocument.Statement[0];
  };
  const mayBecome = (name: string) => {
    const [, policy] = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) =>
      id.startsWith(name),
    )!;
    const [statement, ...others] = policy.Properties.PolicyDocument.Statement;
    expect(others).toEqual([]);
    expect(statement.Action).toBe('sts:AssumeRole');
    return [statement.Resource]
      .flat()
      .map((arn) => /role\/cdk-hnb659fds-([a-z-]+)-role-/.exec(JSON.stringify(arn))?.[1]);
  };

  it.each([
    ['Deploy', 'repo:acme/equimarginal:environment:prod'],
    ['Diff', 'repo:acme/equimarginal:pull_request'],
  ])('%s is for tokens of %s alone', (name, subject) => {
    expect(trustOf(name)).toMatchObject({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': subject,
        },
      },
    });
  });

  it('deploys by the roles of the bootstrap, and looks by one that can only look', () => {
    expect(mayBecome('Deploy')).toEqual(['deploy', 'file-publishing', 'lookup']);
    expect(mayBecome('Diff')).toEqual(['lookup']);
  });

  it('uses the provider that the account has, for there can be only one', () => {
    const providerArn = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    const other = Template.fromStack(stackWith({ ...github, providerArn }));
    expect(other.findResources('AWS::IAM::OIDCProvider')).toEqual({});
    expect(JSON.stringify(other.findResources('AWS::IAM::Role'))).toContain(providerArn);
  });
});

describe('the example workflow', () => {
  const workflow = readFileSync(new URL('../../examples/deploy/github-actions.yml', import.meta.url), 'utf8');
  /** A job's own lines, by its name. */
  const jobs = Object.fromEntries(
    [...workflow.slice(workflow.indexOf('\njobs:\n')).matchAll(/^ {2}([\w-]+):\n((?: {4}.*\n|\n)+)/gm)].map(
      ([, name, lines]) => [name ?? '', lines ?? ''],
    ),
  );

  it('is indented by spaces, two at a time, as YAML wants it', () => {
    expect(workflow).not.toContain('\t');
    const indents = workflow.split('\n').map((line) => /^ */.exec(line)![0].length);
    expect(indents.filter((indent) => indent % 2 !== 0)).toEqual([]);
  });

  it('checks, shows the differences, deploys dev, and then prod', () => {
    expect(Object.keys(jobs)).toEqual(['check', 'diff', 'dev', 'prod']);
    expect(jobs.diff).toContain('needs: check');
    expect(jobs.dev).toContain('needs: check');
    expect(jobs.prod).toContain('needs: dev');
  });

  it.each(Object.keys(stages))('deploys %s from the environment that its role trusts', (stage) => {
    expect(jobs[stage]).toContain(`environment: ${stage}\n`);
    expect(jobs[stage]).toContain(`npm run deploy -- --stage ${stage}`);
    expect(jobs[stage]).toMatch(/role-to-assume: \$\{\{ vars\.DEPLOY_ROLE \}\}/);
  });

  it('keeps no key, and lets no job ask for a token that does not need one', () => {
    expect(workflow).not.toMatch(/secrets\.|AWS_ACCESS_KEY|AWS_SECRET/);
    expect(jobs.check).not.toContain('id-token');
    for (const name of ['diff', 'dev', 'prod']) expect(jobs[name]).toContain('id-token: write');
  });

  it('runs scripts that the project has', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const scripts = [...workflow.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });
});
