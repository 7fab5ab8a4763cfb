import { mkdir, writeFile } from 'node:fs/promises';
import { environment } from './environment.ts';

/** Each is loaded only when asked for, so that none warms up another's code. */
const BENCHMARKS: Readonly<Record<string, () => Promise<unknown>>> = {
  pipeline: async () => (await import('./pipeline.ts')).pipeline(),
  bundle: async () => (await import('./bundle.ts')).bundle(),
  'cold-import': async () => (await import('./cold-import.ts')).coldImport(),
};

const RESULTS = new URL('./results/', import.meta.url);

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(BENCHMARKS);
const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exit(2);
}

await mkdir(RESULTS, { recursive: true });
for (const name of names) {
  console.error(`${name}…`);
  const result = await BENCHMARKS[name]?.();
  const text = JSON.stringify({ benchmark: name, environment: environment(), result }, null, 2);
  await writeFile(new URL(`${name}.json`, RESULTS), `${text}\n`);
  console.log(text);
}
