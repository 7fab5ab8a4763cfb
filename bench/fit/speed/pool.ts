import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CampaignSeries, FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import { CELL_ACCOUNT } from '../cells/cell-list.ts';
import { isWhole } from '../cells/measure-cell.ts';
import { simulateAccount } from '../simulate.ts';
import { asShipped } from './as-shipped.ts';

/** Many campaigns through a pool of worker threads, to be run as a child, so that the peak memory is its own. */
export interface PoolRequest {
  readonly campaigns: number;
  readonly workers: number;
}

export interface PoolAnswer extends PoolRequest {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly failures: number;
  readonly slowestChunkSeconds: number;
}

const CHUNK = 100;
const DAYS = 120;

process.once('message', (message) => {
  // The benchmark that starts this module sends nothing else.
  const request = message as PoolRequest;
  void fitThroughPool(request).then((answer) => process.send?.(answer));
});

async function fitThroughPool({ campaigns, workers }: PoolRequest): Promise<PoolAnswer> {
  const module = await asShipped('./pool-worker.ts');
  const started = performance.now();
  const chunks = Array.from({ length: Math.ceil(campaigns / CHUNK) }, (_, k) => k);
  let failures = 0;
  let slowest = 0;
  const work = async () => {
    const worker = new Worker(new URL(module));
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const begun = performance.now();
      worker.postMessage(seriesOf(chunk));
      const [fits] = (await once(worker, 'message')) as [readonly FittedCurve[] | null];
      failures += fits ? fits.filter((fit) => !isWhole(fit)).length : CHUNK;
      slowest = Math.max(slowest, performance.now() - begun);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: workers }, work));
  return {
    campaigns,
    workers,
    seconds: (performance.now() - started) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    failures,
    slowestChunkSeconds: slowest / 1000,
  };
}

const NOISES = [0.1, 0.2, 0.4];
const VARIATIONS = [0.1, 0.3, 1];

function seriesOf(chunk: number): CampaignSeries[] {
  const account = simulateAccount({
    ...CELL_ACCOUNT,
    seed: 5000 + chunk,
    campaigns: CHUNK,
    channels: 1,
    days: DAYS,
    noise: NOISES[chunk % 3]!,
    spendVariation: VARIATIONS[Math.floor(chunk / 3) % 3]!,
    zeroDays: chunk % 5 === 0 ? 0.3 : 0,
    outliers: chunk % 4 === 0 ? 0.03 : 0,
    paused: 0.2,
  });
  return account.map(({ series }) => series);
}
