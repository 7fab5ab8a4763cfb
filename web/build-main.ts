import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPage } from './build.ts';

/** Writes the page to a folder, ready for a bucket: `npm run build:web -- FOLDER`. */
const folder = process.argv[2] ?? 'dist/web';
for (const { path, body } of await buildPage()) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body);
  console.log(`${file}  ${body.length} bytes, ${gzipSync(body).length} with gzip`);
}
