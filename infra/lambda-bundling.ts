import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const projectRoot = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

/** The files that export a function's `handler`, from the project's root. */
export const FUNCTION_ENTRIES = [
  'api/lambda.ts',
  'api/worker.ts',
  'api/webhooks.ts',
  'api/stream.ts',
  'api/schedule.ts',
  'api/refit-plan.ts',
  'api/refit-item.ts',
] as const;

export type FunctionEntry = (typeof FUNCTION_ENTRIES)[number];

export interface FunctionBundle {
  /** The folder to upload; `index.mjs` in it exports `handler`. */
  readonly folder: string;
  /** Minified code that is loaded when the function starts, in bytes. The rest is loaded when it is first called. */
  readonly startBytes: number;
  /** Minified code in all, in bytes. */
  readonly totalBytes: number;
  /** Bytes of the code loaded at the start, by source file from the project's root. */
  readonly startBytesBySource: Readonly<Record<string, number>>;
  /** Every source file inside, from the project's root. */
  readonly sources: readonly string[];
}

export interface BundlingOptions {
  /** Of the Node that will run it. Default: the one of the Lambda runtime. */
  readonly target?: string;
}

/**
 * Ways to get credentials that a function never takes: Lambda hands them over in the environment. The SDK would load
 * these only where there are none.
 */
const NEVER_LOADED = [
  '@aws-sdk/nested-clients/*',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
];

/** Some packages inside still call `require`, which an ES module does not have. */
const WITH_REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";
/** In the one file through which esbuild leads them. */
const CALLS_REQUIRE = /typeof require\b/;

const WITHOUT_UWEBSOCKETS = `
  export { fakePromise } from '@whatwg-node/promise-helpers';
  export const isUWSResponse = () => false;
  export const getRequestFromUWSRequest = undefined;
  export const createWritableFromUWS = undefined;
  export const sendResponseToUwsOpts = undefined;
`;

const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad }) {
    // Pages that the server is told never to show.
    onLoad({ filter: /[\\/]graphql-yoga[\\/]esm[\\/](landing-page|graphiql)-html\.js$/ }, () => ({
      contents: "export default '';",
    }));
    // A server of its own kind, which Lambda is not.
    onLoad({ filter: /[\\/]@whatwg-node[\\/]server[\\/]esm[\\/]uwebsockets\.js$/ }, ({ path }) => ({
      contents: WITHOUT_UWEBSOCKETS,
      resolveDir: dirname(path),
    }));
    // Endpoints that DynamoDB would have to be asked for: it has none.
    onLoad({ filter: /[\\/]@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]index\.js$/ }, () => ({
      contents: 'export class EndpointCache {}',
    }));
    // Packages that read their own manifest want to know what they are called.
    onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
      const { name, version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/**
 * Bundles a function into `folder` as ES modules with everything inside, the AWS SDK included. What the code imports
 * only when it needs it becomes a file of its own, so that a cold start does not pay for it.
 */
export async function bundleFunction(
  entry: FunctionEntry,
  folder: string,
  { target = 'node24' }: BundlingOptions = {},
): Promise<FunctionBundle> {
  // Files of an earlier build have other names, and would be uploaded with these.
  await rm(folder, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: { index: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target,
    minify: true,
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    // Without it esbuild takes the packages' CommonJS builds, which cannot be tree-shaken.
    mainFields: ['module', 'main'],
    // Node has fetch itself; the ponyfill for those that do not is a tenth of the bundle.
    alias: {
      '@whatwg-node/fetch': join(dirname(require.resolve('@whatwg-node/fetch')), 'global-ponyfill.js'),
    },
    external: NEVER_LOADED,
    plugins: [leftOut],
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  await mkdir(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    // That file is esbuild's own: no source map points into it.
    await writeFile(
      path,
      CALLS_REQUIRE.test(text) && path.endsWith('.mjs') ? `${WITH_REQUIRE}${text}` : text,
    );
  }
  return { folder, ...measured(metafile) };
}

function measured({ inputs, outputs }: Metafile): Omit<FunctionBundle, 'folder'> {
  const code = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'));
  const start = new Set(code.filter(([path]) => path.endsWith('/index.mjs')).map(([path]) => path));
  for (const path of start) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) start.add(imported);
    }
  }
  const startBytesBySource: Record<string, number> = {};
  for (const path of start) {
    for (const [source, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      startBytesBySource[source] = (startBytesBySource[source] ?? 0) + bytesInOutput;
    }
  }
  const bytesOf = (files: typeof code) => files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return {
    startBytes: bytesOf(code.filter(([path]) => start.has(path))),
    totalBytes: bytesOf(code),
    startBytesBySource,
    sources: Object.keys(inputs),
  };
}
