import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleFiles } from './examples.ts';

const examples = dirname(dirname(fileURLToPath(import.meta.url)));

for (const { path, text } of exampleFiles()) {
  const target = join(examples, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`${path}  ${(Buffer.byteLength(text) / 1024).toFixed(0)} kB`);
}
