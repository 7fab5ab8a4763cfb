import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const readJson = (file: string | URL) => JSON.parse(readFileSync(file, 'utf8'));

it('sets every feature flag that the library recommends', () => {
  const recommended = createRequire(import.meta.url).resolve('aws-cdk-lib/recommended-feature-flags.json');
  const { context } = readJson(new URL('../../cdk.json', import.meta.url));
  expect(context).toMatchObject(readJson(recommended));
});
