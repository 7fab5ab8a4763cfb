import { readdirSync, readFileSync } from 'node:fs';
import type { Curve } from '../../optimizer/curve/curve.ts';
import type { ExportRow } from '../../planning/import/parsed-export.ts';
import { readExport } from '../../planning/import/read-export.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);

export interface Truth {
  readonly firstDay: string;
  readonly days: number;
  readonly dispersion: number;
  readonly channels: readonly { readonly channel: string; readonly season: readonly number[] }[];
  readonly campaigns: readonly TrueCampaign[];
}

export interface TrueCampaign {
  readonly platform: string;
  readonly channel: string;
  readonly name: string;
  readonly externalId: string;
  readonly curve: Curve & { readonly baseline: number };
  readonly carryOver: number;
  readonly adstockBefore: number;
  readonly weekday: readonly number[];
  readonly orderValue: number;
}

export const readExample = (path: string): Buffer => readFileSync(new URL(path, EXAMPLES));

export const readTruth = (): Truth => JSON.parse(readExample('truth.json').toString()) as Truth;

/** The newest figures of every campaign and day, by external id, ordered by day. */
export async function newestRows(): Promise<Map<string, ExportRow[]>> {
  const newest = new Map<string, ExportRow>();
  for (const name of readdirSync(new URL('exports/', EXAMPLES)).sort()) {
    const { rows } = await readExport({ name, bytes: readExample(`exports/${name}`) });
    for (const row of rows) newest.set(`${row.campaignExternalId} ${row.date}`, row);
  }
  const campaigns = new Map<string, ExportRow[]>();
  for (const row of [...newest.values()].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const days = campaigns.get(row.campaignExternalId) ?? [];
    campaigns.set(row.campaignExternalId, [...days, row]);
  }
  return campaigns;
}

/** f of the four families that the examples use. */
export function shape(curve: Curve, x: number): number {
  if (curve.family === 'POWER') return x ** curve.exponent;
  if (curve.family === 'LOG') return Math.log(1 + x / curve.halfSaturation);
  if (curve.family === 'NEGATIVE_EXPONENTIAL') return 1 - Math.exp(-x / curve.halfSaturation);
  if (curve.family === 'HILL') return 1 / (1 + (curve.halfSaturation / x) ** curve.slope);
  throw new Error(`${curve.family} is not among the examples`);
}

export const trueResponse = ({ curve }: TrueCampaign, x: number): number =>
  curve.baseline + (curve.scale ?? 1) * shape(curve, x);
