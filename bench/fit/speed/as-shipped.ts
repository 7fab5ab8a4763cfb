import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** A module of this folder in one minified file, as code is shipped, rather than translated while it is loaded. */
export async function asShipped(module: string): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'equimarginal-bench-')), 'index.mjs');
  await build({
    entryPoints: [new URL(module, import.meta.url).pathname],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return pathToFileURL(outfile).href;
}
