import { type Finding, startFuzzing } from './fuzzing.ts';
import { loadRun } from './load.ts';

export interface ApiOptions {
  /** Random requests to send. */
  readonly requests: number;
  /** Of each kind of load, in each round. */
  readonly seconds: number;
}

/** The API under load, and under requests that nobody should send. */
export async function apiBenchmark({ requests, seconds }: ApiOptions) {
  return { load: await loadRun({ seconds }), fuzz: await fuzz(requests) };
}

async function fuzz(requests: number) {
  const { probe, statuses } = await startFuzzing();
  const findings: Finding[] = [];
  let slowestMs = 0;
  let slowestSeed = 0;
  for (let seed = 1; seed <= requests; seed++) {
    const start = performance.now();
    const finding = await probe(seed);
    const milliseconds = performance.now() - start;
    if (finding) findings.push(finding);
    if (milliseconds > slowestMs) [slowestMs, slowestSeed] = [milliseconds, seed];
  }
  return {
    requests,
    statuses,
    findings: findings.slice(0, 20),
    slowestMs: Math.round(slowestMs),
    slowestSeed,
  };
}
