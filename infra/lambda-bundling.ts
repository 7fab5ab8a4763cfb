/** How functions are bundled: one ESM file with everything inside. Shared with the tests and the benchmarks. */
export const LAMBDA_BUNDLING = {
  minify: true,
  // Without it esbuild takes the packages' CommonJS builds, which cannot be tree-shaken.
  mainFields: ['module', 'main'],
  /**
   * Ways to get credentials that a function never takes: Lambda hands them over in the environment. The SDK would load
   * these only where there are none.
   */
  external: [
    '@aws-sdk/nested-clients/*',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-login',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
  ],
  /** Some packages inside still call `require`, which an ES module does not have. */
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
};
