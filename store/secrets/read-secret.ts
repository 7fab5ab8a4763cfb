import { amzTime, type Credentials, sha256, signatureOf } from '../aws-signature.ts';

export interface SecretOptions {
  readonly region: string;
  readonly credentials: Credentials;
  /** Another Secrets Manager than the region's own, such as an emulator. */
  readonly endpoint?: string | undefined;
  readonly now?: Date;
}

/** The secret cannot be read: it is not there, or the function has no right to it. */
export class SecretUnavailableError extends Error {
  override readonly name = 'SecretUnavailableError';
  readonly code = 'SECRET_UNAVAILABLE';
}

/**
 * The text of a secret of AWS Secrets Manager. One signed request
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html), written out here since the
 * service's client is hundreds of kilobytes. Throws `SecretUnavailableError`.
 */
export async function readSecret(
  arn: string,
  { region, credentials, endpoint, now = new Date() }: SecretOptions,
): Promise<string> {
  const url = endpoint ?? `https://secretsmanager.${region}.amazonaws.com`;
  const body = JSON.stringify({ SecretId: arn });
  const time = amzTime(now);
  const headers: Readonly<Record<string, string>> = {
    'content-type': 'application/x-amz-json-1.1',
    host: new URL(url).host,
    'x-amz-date': time,
    ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
    'x-amz-target': 'secretsmanager.GetSecretValue',
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const { scope, signature } = signatureOf(request, credentials, { time, region, service: 'secretsmanager' });
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const { host: _, ...sent } = headers;
  const answer = await fetch(url, { method: 'POST', headers: { ...sent, authorization }, body });
  const json: unknown = answer.ok ? await answer.json() : null;
  if (isSecret(json)) return json.SecretString;
  throw new SecretUnavailableError(
    `Secrets Manager answered ${answer.status} for ${arn}. Look whether it is there, and the function's rights.`,
  );
}

const isSecret = (json: unknown): json is { readonly SecretString: string } =>
  typeof json === 'object' &&
  json !== null &&
  'SecretString' in json &&
  typeof json.SecretString === 'string';
