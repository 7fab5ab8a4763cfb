import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { environment } from './environment.ts';

const { positionals: asked, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    /** Of `allocate`: one problem a row, short limits for the peers. */
    quick: { type: 'boolean', default: false },
    /** Of `fuzz`: how many problems. */
    problems: { type: 'string', default: '2000' },
    /** Of `fuzz`: the first problem's number. */
    from: { type: 'string', default: '1' },
    /** Of `performance-reads` and `scale`: how many. */
    campaigns: { type: 'string' },
    /** Of `scale`: of history. */
    days: { type: 'string', default: '730' },
    /** Of `api`: random requests, and seconds of each load in each round. */
    requests: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '3' },
    /** Of `fit`: one part of it alone; the others are kept as they were. */
    part: { type: 'string' },
    /** Of `fit`: simulated accounts a row; more take longer and leave less to chance. */
    accounts: { type: 'string' },
  },
});

/** Each is loaded only when asked for, so that none warms up another's code. */
const BENCHMARKS: Readonly<Record<string, () => Promise<unknown>>> = {
  'performance-reads': async () =>
    (await import('./performance-reads.ts')).performanceReads({
      campaigns: Number(options.campaigns ?? 500),
    }),
  pipeline: async () => (await import('./pipeline.ts')).pipeline(),
  import: async () => (await import('./import/import.ts')).importBenchmark(),
  scale: async () =>
    (await import('./scale/scale.ts')).scale({
      campaigns: Number(options.campaigns ?? 10_000),
      days: Number(options.days),
    }),
  lambda: async () => (await import('./lambda.ts')).lambdaBenchmark(),
  bundle: async () => (await import('./bundle.ts')).bundle(),
  web: async () => (await import('./web/web.ts')).webBenchmark(),
  'cold-import': async () => (await import('./cold-import.ts')).coldImport(),
  allocate: async () =>
    (await import('./allocate/allocate.ts')).allocateBenchmark({ isQuick: options.quick }),
  frontier: async () => (await import('./allocate/frontier.ts')).frontierBenchmark(),
  'over-time': async () => (await import('./over-time/over-time.ts')).overTime(),
  fit: async () =>
    (await import('./fit/fit.ts')).fitBenchmark({ part: options.part, accounts: options.accounts }),
  api: async () =>
    (await import('./api/api.ts')).apiBenchmark({
      requests: Number(options.requests),
      seconds: Number(options.seconds),
    }),
  fuzz: async () =>
    (await import('./allocate/fuzz.ts')).fuzz({
      problems: Number(options.problems),
      from: Number(options.from),
    }),
};

const RESULTS = new URL('./results/', import.meta.url);

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
