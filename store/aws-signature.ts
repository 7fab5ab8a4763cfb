import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A moment as Signature Version 4 writes it: `20130524T000000Z`. */
export const amzTime = (now: Date): string => now.toISOString().replace(/[-:]|\.\d{3}/g, '');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The last steps of Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
export function signatureOf(
  canonicalRequest: string,
  { secretAccessKey }: Credentials,
  { time, region, service }: { readonly time: string; readonly region: string; readonly service: string },
): { readonly scope: string; readonly signature: string } {
  const parts = [time.slice(0, 8), region, service, 'aws4_request'];
  const scope = parts.join('/');
  const key = parts.reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest)].join('\n');
  return { scope, signature: hmac(key, toSign).toString('hex') };
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
