import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleLambda } from './lambda-bundle.ts';

const SHOWN_SOURCES = 15;

/** How large the function is that Lambda has to load, and what makes it so. */
export async function bundle() {
  const folder = await mkdtemp(join(tmpdir(), 'equimarginal-bench-'));
  try {
    const { startBytes, totalBytes, bytesBySource } = await bundleLambda(join(folder, 'function'));
    return {
      minifiedBytesAtStart: startBytes,
      minifiedBytes: totalBytes,
      largestAtStart: Object.fromEntries(bytesBySource.slice(0, SHOWN_SOURCES)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
