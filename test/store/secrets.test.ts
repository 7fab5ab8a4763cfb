import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhookTransport } from '../../api/webhook-transport.ts';
import { workspaceId } from '../../store/model/ids.ts';
import { readSecret } from '../../store/secrets/read-secret.ts';
import { type StandIn, startSecrets } from '../api/lambda-runtime/stand-ins.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:webhooks';
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI', sessionToken: 'session' };

describe('a secret of Secrets Manager', () => {
  let secrets: StandIn;
  beforeAll(async () => {
    secrets = await startSecrets(ARN, 'open sesame');
  });
  afterAll(() => secrets.close());

  const read = (arn: string) =>
    readSecret(arn, { region: 'eu-central-1', credentials: CREDENTIALS, endpoint: secrets.url });

  it('is read by a signed request', async () => {
    expect(await read(ARN)).toBe('open sesame');
  });

  it('that is not there is told with what to look at', async () => {
    await expect(read(`${ARN}-other`)).rejects.toMatchObject({
      code: 'SECRET_UNAVAILABLE',
      message: expect.stringContaining(`${ARN}-other`),
    });
  });

  it('makes a key of its own for each workspace that webhooks are signed for', async () => {
    const { secretOf } = createWebhookTransport(() => read(ARN));
    const [acme, zeta] = await Promise.all([secretOf(workspaceId('acme')), secretOf(workspaceId('zeta'))]);
    expect(acme).toMatch(/^[0-9a-f]{64}$/);
    expect(acme).not.toBe(zeta);
  });
});
