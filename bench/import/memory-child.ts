import { openExport } from '../../planning/import/open-export.ts';
import { isLoadable, loadExport } from '../../planning/import/pipeline/load-export.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { workspaceId } from '../../store/model/ids.ts';
import type { Store } from '../../store/ports.ts';
import { syntheticExport } from './synthetic-export.ts';

/** Imports a large file into a store that forgets, so that the peak is that of the import alone. */
const [campaigns = 500, days = 2_000] = process.argv.slice(2).map(Number);
const memory = createMemoryStore();
const forgetful: Store = {
  ...memory,
  dailyPerformance: { ...memory.dailyPerformance, ofCampaign: async () => [], replaceMonths: async () => [] },
};
const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);

const loadedCode = process.memoryUsage().rss;
const started = performance.now();
const opened = await openExport(syntheticExport(campaigns, days));
if (!isLoadable(opened)) throw new Error(JSON.stringify(opened.refusals));
const openedAt = performance.now();
const { counts } = await loadExport(forgetful, workspaceId('bench'), opened, { write: true });
const done = performance.now();
// `maxRSS` is in kilobytes.
const peak = process.resourceUsage().maxRSS * 1024;
console.log(
  JSON.stringify({
    rows: counts.CREATED,
    checkMs: Math.round(openedAt - started),
    loadMs: Math.round(done - openedAt),
    rowsPerSecondWithoutDatabase: Math.round((counts.CREATED / (done - started)) * 1_000),
    residentMbBefore: megabytes(loadedCode),
    peakResidentMb: megabytes(peak),
  }),
);
