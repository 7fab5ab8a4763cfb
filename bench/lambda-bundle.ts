import { build } from 'esbuild';
import { LAMBDA_BUNDLING } from '../infra/lambda-bundling.ts';

export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** Bytes of output by package, the largest first; our own code by its top folder. */
  readonly bytesBySource: readonly (readonly [source: string, bytes: number])[];
}

/** Bundles the Lambda entry as the deployment does: one ESM file with everything inside. */
export async function bundleLambda(outfile: string): Promise<Bundle> {
  const { metafile } = await build({
    entryPoints: ['api/lambda.ts'],
    outfile,
    bundle: true,
    minify: LAMBDA_BUNDLING.minify,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: LAMBDA_BUNDLING.mainFields,
    external: LAMBDA_BUNDLING.external,
    banner: { js: LAMBDA_BUNDLING.banner },
    metafile: true,
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  if (!output) throw new Error('esbuild wrote nothing for api/lambda.ts.');
  const bySource = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const source = sourceOf(path);
    bySource.set(source, (bySource.get(source) ?? 0) + bytesInOutput);
  }
  return {
    file: outfile,
    bytes: output.bytes,
    bytesBySource: [...bySource].sort(([, a], [, b]) => b - a),
  };
}

/** `node_modules/@aws-sdk/client-dynamodb/…` → `@aws-sdk/client-dynamodb`; `store/keys.ts` → `store/`. */
function sourceOf(path: string): string {
  const inPackage = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1];
  return inPackage ?? `${path.split('/')[0]}/`;
}
