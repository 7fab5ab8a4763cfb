import { bundleFunction, type FunctionBundle } from '../infra/lambda-bundling.ts';

export interface Bundle extends Pick<FunctionBundle, 'startBytes' | 'totalBytes'> {
  /** The file that exports `handler`. */
  readonly file: string;
  /** Bytes of what is loaded at the start by package, the largest first; our own code by its top folder. */
  readonly bytesBySource: readonly (readonly [source: string, bytes: number])[];
}

/** Bundles the API's function as the deployment does, for the Node that measures. */
export async function bundleLambda(folder: string): Promise<Bundle> {
  const { startBytes, totalBytes, startBytesBySource } = await bundleFunction('api/lambda.ts', folder, {
    target: 'node20',
  });
  const bySource = new Map<string, number>();
  for (const [path, bytes] of Object.entries(startBytesBySource)) {
    const source = sourceOf(path);
    bySource.set(source, (bySource.get(source) ?? 0) + bytes);
  }
  return {
    file: `${folder}/index.mjs`,
    startBytes,
    totalBytes,
    bytesBySource: [...bySource].sort(([, a], [, b]) => b - a),
  };
}

/** `node_modules/@aws-sdk/client-dynamodb/…` → `@aws-sdk/client-dynamodb`; `store/keys.ts` → `store/`. */
function sourceOf(path: string): string {
  const inPackage = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1];
  return inPackage ?? `${path.split('/')[0]}/`;
}
