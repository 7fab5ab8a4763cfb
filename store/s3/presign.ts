import { amzTime, type Credentials, signatureOf } from '../aws-signature.ts';

export interface PresignOptions {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Such as `bucket.s3.eu-central-1.amazonaws.com`. */
  readonly host: string;
  /** Of the object, unencoded. */
  readonly key: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly expiresInSeconds: number;
  readonly now: Date;
}

/**
 * An address that lets its holder send one request to S3, without a header but the host. Signature Version 4 with
 * query parameters: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html. Written out here
 * since the S3 client would add half as much again to the function that answers every request.
 */
export function presignedUrl(options: PresignOptions): string {
  const { method, host, key, region, credentials, expiresInSeconds, now } = options;
  const time = amzTime(now);
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const path = `/${key.split('/').map(encoded).join('/')}`;
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(expiresInSeconds),
    ...(credentials.sessionToken ? { 'X-Amz-Security-Token': credentials.sessionToken } : {}),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  const request = [method, path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const { signature } = signatureOf(request, credentials, { time, region, service: 's3' });
  return `https://${host}${path}?${query}&X-Amz-Signature=${signature}`;
}

/** RFC 3986: all but the unreserved characters, of which `encodeURIComponent` leaves five too many. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
