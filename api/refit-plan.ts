import { refitItems } from '../planning/jobs/refit-items.ts';
import { putObject } from '../store/s3/put-object.ts';
import { credentials, lambdaStore, required } from './lambda-environment.ts';
import { createUlidFactory } from './ulid.ts';

export interface RefitPlan {
  readonly bucket: string;
  readonly key: string;
  readonly count: number;
}

const store = lambdaStore();
const newId = createUlidFactory();
const options = {
  bucket: required('REFIT_BUCKET'),
  region: required('AWS_REGION'),
  credentials: credentials(),
  endpoint: process.env.AWS_ENDPOINT_URL_S3,
};

/** The first state of the refit: a list of what is to be fitted, in the bucket, since it may be longer than a state. */
export async function handler(): Promise<RefitPlan> {
  const items = await refitItems({ store });
  const key = `refits/${newId()}.json`;
  await putObject(options, key, JSON.stringify(items));
  return { bucket: options.bucket, key, count: items.length };
}
