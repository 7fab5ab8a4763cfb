import { readdir, readFile } from 'node:fs/promises';
import { readEvents, readExperiments } from '../input/evidence.ts';
import type { Evidence } from './record-evidence.ts';

export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of a folder in the order of their names, which for the examples is the order of time. */
export async function readExportFiles(folder: URL): Promise<ExportFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) =>
    entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : [],
  );
  return Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, bytes: await readFile(new URL(encodeURIComponent(name), folder)) })),
  );
}

/** `experiments.json` and `events.json` of a folder. */
export async function readEvidenceFiles(folder: URL): Promise<Evidence> {
  const text = (name: string) => readFile(new URL(name, folder), 'utf8');
  return {
    experiments: readExperiments(await text('experiments.json'), 'experiments.json'),
    events: readEvents(await text('events.json'), 'events.json'),
  };
}
