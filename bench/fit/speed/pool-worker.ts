import { parentPort } from 'node:worker_threads';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries } from '../../../optimizer/fit/fitted-curve.ts';

/** Fits one chunk after the other; null for a chunk that threw. */
parentPort?.on('message', (series: readonly CampaignSeries[]) => {
  try {
    parentPort?.postMessage(fitCurves(series));
  } catch (error) {
    console.error(error);
    parentPort?.postMessage(null);
  }
});
