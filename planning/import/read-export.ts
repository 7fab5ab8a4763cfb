import { openExport } from './open-export.ts';
import type { ExportFile, ExportRow, OutcomeRow, ParsedExport } from './parsed-export.ts';

/** Reads an export file whole. A file too large to hold is read by `openExport`. */
export async function readExport(file: ExportFile): Promise<ParsedExport> {
  const { batches, ...summary } = await openExport({ ...file, open: () => piecesOf(file.bytes) });
  const rows: ExportRow[] = [];
  const outcomes: OutcomeRow[] = [];
  for await (const batch of batches()) {
    for (const row of batch.rows) rows.push(row);
    for (const outcome of batch.outcomes) outcomes.push(outcome);
  }
  return { ...summary, rows: rows.sort(byDayThenCampaign), outcomes: outcomes.sort(byDay) };
}

const PIECE = 2 ** 16;

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

const byDay = (a: { readonly date: string }, b: { readonly date: string }) =>
  a.date < b.date ? -1 : a.date > b.date ? 1 : 0;

const byDayThenCampaign = (a: ExportRow, b: ExportRow) =>
  byDay(a, b) ||
  (a.campaignExternalId < b.campaignExternalId ? -1 : a.campaignExternalId > b.campaignExternalId ? 1 : 0);
