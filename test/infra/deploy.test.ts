import { describe, expect, it } from 'vitest';
import { deploy as deployStage, type World } from '../../infra/deploy/deploy.ts';
import { hintFor } from '../../infra/deploy/hints.ts';
import { type PageClient, stages } from '../../infra/stages.ts';

const jwt = { issuer: 'https://id.acme.test/', audience: 'api' };
const configured = { dev: { ...stages.dev, jwt }, prod: { ...stages.prod, jwt } };
const deploy = (argv: string[], world: World) => deployStage(argv, world, configured);

const json = (body: object) => new Response(JSON.stringify(body));

/** An account in which everything goes well, and what was done to it. */
function worldWith(changes: Partial<World> = {}) {
  const said: string[] = [];
  const runs: string[][] = [];
  const world: World = {
    env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-central-1' },
    home: '/nowhere',
    exists: () => false,
    fetch: async (address) =>
      String(address).endsWith('/health')
        ? json({ status: 'ok' })
        : json({ issuer: 'https://id.acme.test/' }),
    cdk: async (args) => {
      runs.push([...args]);
      return { code: 0, said: '' };
    },
    ask: async () => 'prod',
    readOutputs: () => ({
      'equimarginal-dev-Api': { GraphqlUrl: 'https://x.test/graphql' },
      'equimarginal-dev-Web': { PageUrl: 'https://d.test/', PageAliasTarget: 'd.test' },
    }),
    say: (line) => said.push(line),
    sleep: async () => {},
    ...changes,
  };
  return { world, said, runs };
}

describe('deploying', () => {
  it('deploys every stack of dev and says where they are, once they answer', async () => {
    const { world, said, runs } = worldWith();
    expect(await deploy(['--stage', 'dev'], world)).toBe(0);
    expect(runs).toEqual([
      [
        'deploy',
        'equimarginal-dev/*',
        '--require-approval',
        'never',
        '--outputs-file',
        'dist/outputs-dev.json',
      ],
    ]);
    expect(said.join('\n')).toContain('https://x.test/graphql');
    expect(said.join('\n')).toContain('https://d.test/');
    expect(said.join('\n')).toContain('https://x.test/health says {"status":"ok"}');
  });

  it('shows what would change in production, asks, and then deploys', async () => {
    const { world, runs } = worldWith();
    expect(await deploy(['--stage', 'prod'], world)).toBe(0);
    expect(runs.map(([command]) => command)).toEqual(['diff', 'deploy']);
  });

  it.each(['', 'yes', 'dev'])('changes nothing in production when the answer is %j', async (answer) => {
    const { world, said, runs } = worldWith({ ask: async () => answer });
    expect(await deploy(['--stage', 'prod'], world)).toBe(1);
    expect(runs.map(([command]) => command)).toEqual(['diff']);
    expect(said).toEqual(['Nothing was changed.']);
  });

  it('deploys production without asking where somebody has approved it', async () => {
    const { world, runs } = worldWith({ ask: null });
    expect(await deploy(['--stage', 'prod', '--yes'], world)).toBe(0);
    expect(runs.map(([command]) => command)).toEqual(['deploy']);
  });

  it('only looks in a dry run', async () => {
    const { world, runs } = worldWith({ ask: null });
    expect(await deploy(['--stage', 'prod', '--dry-run'], world)).toBe(0);
    expect(runs.map(([command]) => command)).toEqual(['diff']);
  });

  it('hands region and profile on', async () => {
    const seen: unknown[] = [];
    const cdk: World['cdk'] = async (_args, { AWS_REGION, AWS_PROFILE }) => {
      seen.push([AWS_REGION, AWS_PROFILE]);
      return { code: 0, said: '' };
    };
    const { world } = worldWith({ cdk });
    await deploy(['--stage', 'dev', '--region', 'eu-west-1', '--profile', 'acme'], world);
    expect(seen).toEqual([['eu-west-1', 'acme']]);
  });

  it('says so when what was deployed does not answer', async () => {
    const { world, said } = worldWith({
      fetch: async (address) =>
        String(address).endsWith('/health')
          ? new Response('', { status: 502 })
          : json({ issuer: 'https://id.acme.test/' }),
    });
    expect(await deploy(['--stage', 'dev'], world)).toBe(1);
    expect(said.at(-1)).toContain('https://x.test/health does not answer');
  });

  it('says what helps when the CDK fails', async () => {
    const said =
      'SSM parameter /cdk-bootstrap/hnb659fds/version not found. Has the environment been bootstrapped?';
    const { world, said: lines } = worldWith({ cdk: async () => ({ code: 1, said }) });
    expect(await deploy(['--stage', 'dev'], world)).toBe(1);
    expect(lines.join()).toContain('npx cdk bootstrap');
  });
});

describe('before anything is done, it refuses', () => {
  const noIssuer: World['fetch'] = async () => {
    throw new TypeError('fetch failed');
  };
  it.each<[string, string[], Partial<World>, RegExp]>([
    ['no stage', [], {}, /Say --stage/],
    ['a stage that is not there', ['--stage', 'test'], {}, /no stage "test".*dev, prod/],
    ['an option that is not there', ['--stage', 'dev', '--force'], {}, /--force/],
    ['no credentials', ['--stage', 'dev'], { env: { AWS_REGION: 'x' } }, /no AWS credentials/],
    [
      'no region',
      ['--stage', 'dev'],
      { env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' } },
      /No AWS region/,
    ],
    [
      'an issuer that does not answer',
      ['--stage', 'dev'],
      { fetch: noIssuer },
      /does not answer.*jwt\.issuer/,
    ],
    [
      'an issuer of another name',
      ['--stage', 'dev'],
      { fetch: async () => json({ issuer: 'https://id.acme.test' }) },
      /says that its issuer is https:\/\/id\.acme\.test;/,
    ],
    [
      'production where nobody can answer',
      ['--stage', 'prod'],
      { ask: null },
      /nobody is here to answer. Say --yes/,
    ],
  ])('%s', async (_what, argv, changes, message) => {
    const { world, said, runs } = worldWith(changes);
    expect(await deploy(argv, world)).toBe(2);
    expect(said.join('\n')).toMatch(message);
    expect(runs).toEqual([]);
  });

  describe('a page that signs in at an issuer', () => {
    const elsewhere = 'https://tokens.acme.test/token';
    const provider = { authorization_endpoint: 'https://id.acme.test/authorize', token_endpoint: elsewhere };
    const deployWith = async (signIn: PageClient, token_endpoint: string) => {
      const { world, said } = worldWith({
        fetch: async (address) =>
          json(String(address).endsWith('/health') ? {} : { issuer: jwt.issuer, token_endpoint }),
      });
      const dev = { ...stages.dev, jwt: { ...jwt, signIn } };
      return { code: await deployStage(['--stage', 'dev'], world, { ...configured, dev }), said };
    };

    it('which has its tokens elsewhere, where the page may not ask', async () => {
      const { code, said } = await deployWith({ clientId: 'page' }, elsewhere);
      expect(code).toBe(2);
      expect(said.join()).toMatch(/tokens\.acme\.test.*jwt\.signIn\.provider of dev/);
    });

    it.each<[string, PageClient, string]>([
      ['has them under its own origin', { clientId: 'page' }, 'https://id.acme.test/oauth/token'],
      ['is named with its endpoints', { clientId: 'page', provider }, elsewhere],
    ])('but not one which %s', async (_what, signIn, tokenEndpoint) => {
      expect((await deployWith(signIn, tokenEndpoint)).code).toBe(0);
    });
  });

  it('an issuer that is an example, as production has it at first', async () => {
    const { world, said, runs } = worldWith();
    expect(await deployStage(['--stage', 'prod'], world)).toBe(2);
    expect(said.join()).toContain(`${stages.prod.jwt?.issuer}, an example. Set jwt.issuer`);
    expect(runs).toEqual([]);
  });
});

describe('a stage with users of its own, as dev is at first', () => {
  it('asks nothing of an issuer that is not there yet, and says how the first user is made', async () => {
    const { world, said } = worldWith({
      fetch: async (address) =>
        String(address).endsWith('/health') ? json({ status: 'ok' }) : new Response('', { status: 404 }),
      readOutputs: () => ({
        'equimarginal-dev-Api': { GraphqlUrl: 'https://x.test/graphql' },
        'equimarginal-dev-Stateful': { UserPoolId: 'eu_1', UserPoolClientId: 'c1' },
      }),
    });
    expect(await deployStage(['--stage', 'dev'], world)).toBe(0);
    expect(said.join('\n')).toMatch(/admin-create-user --user-pool-id eu_1.*custom:workspace/);
    expect(said.join('\n')).toMatch(/initiate-auth .*--client-id c1/);
  });
});

describe('a hint', () => {
  it.each([
    ['Unable to resolve AWS account to use. It must be either configured…', 'aws sts get-caller-identity'],
    ['ExpiredToken: The security token included in the request is expired', 'aws sso login'],
    ['User … is not authorized to perform: cloudformation:CreateChangeSet', 'may not deploy'],
    ['BadRequestException: Invalid issuer: https://x', 'jwt.issuer'],
    ['The stack named equimarginal-dev-Api failed creation … ROLLBACK_COMPLETE', 'deleted before'],
  ])('for %s', (said, hint) => {
    expect(hintFor(said)).toContain(hint);
  });

  it('is not given where there is none', () => {
    expect(hintFor('something else')).toBeNull();
  });
});
