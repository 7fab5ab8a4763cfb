import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleLambda } from './lambda-bundle.ts';

const SHOWN_SOURCES = 15;

/** How large the function is that Lambda has to load, and what makes it so. */
export async function bundle() {
  const folder = await mkdtemp(join(tmpdir(), 'equimarginal-bench-'));
  try {
    const { file, bytes, bytesBySource } = await bundleLambda(join(folder, 'lambda.mjs'));
    return {
      minifiedBytes: bytes,
      gzipBytes: gzipSync(await readFile(file)).length,
      largest: Object.fromEntries(bytesBySource.slice(0, SHOWN_SOURCES)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
