import { cells } from './cells/cells.ts';
import { plainSeries } from './cells/plain-series.ts';
import { decisions } from './decisions/decisions.ts';
import { mixes } from './mixes/mixes.ts';
import type { Part } from './part.ts';
import { pymcExample } from './pymc-example.ts';
import { rough } from './rough.ts';
import { speed } from './speed/speed.ts';

/** In the order of the page. */
export const PARTS: Readonly<Record<string, Part>> = {
  cells,
  'plain-series': plainSeries,
  decisions,
  'pymc-example': pymcExample,
  mixes,
  speed,
  rough,
};
