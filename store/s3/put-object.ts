import type { Credentials } from '../aws-signature.ts';
import { DatabaseUnavailableError } from '../errors.ts';
import { presignedUrl } from './presign.ts';

export interface BucketOptions {
  readonly bucket: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Another S3 than the region's own, such as an emulator. */
  readonly endpoint?: string | undefined;
}

const GOOD_FOR_SECONDS = 300;

/** Writes one object. Throws `DatabaseUnavailableError`. */
export async function putObject(
  { bucket, region, credentials, endpoint }: BucketOptions,
  key: string,
  body: string,
): Promise<void> {
  const host = `${bucket}.s3.${region}.amazonaws.com`;
  const expiresInSeconds = GOOD_FOR_SECONDS;
  const signed = presignedUrl({
    method: 'PUT',
    host,
    key,
    region,
    credentials,
    expiresInSeconds,
    now: new Date(),
  });
  const url = endpoint === undefined ? signed : signed.replace(`https://${host}`, `${endpoint}/${bucket}`);
  const answer = await fetch(url, { method: 'PUT', body });
  if (answer.ok) return;
  throw new DatabaseUnavailableError(`The bucket ${bucket} answered PUT ${key} with ${answer.status}.`);
}
