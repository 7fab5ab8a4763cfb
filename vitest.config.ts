import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's ES module and Node, for the libraries, its CommonJS one: two realms of one library.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
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
