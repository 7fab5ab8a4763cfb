import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // aws-cdk-lib validates every synthesised template in WASM, 15 s a process; `npm run synth` does it once instead.
    env: { CDK_VALIDATION: 'false' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['api/**', 'schema/**', 'planning/**', 'optimizer/**', 'store/**', 'infra/**', 'cli/**'],
      thresholds: { 'optimizer/**': { lines: 95, branches: 85 } },
    },
  },
});
