import { type AbTestResult, abTest } from '../../optimizer/experiment/ab-test.ts';
import { type Design, designExperiment } from '../../optimizer/experiment/experiment-design.ts';
import { type GeoTestResult, geoTest } from '../../optimizer/experiment/geo-test.ts';
import { ExperimentInputError } from '../../optimizer/experiment/input-error.ts';
import { type OnOffTestResult, onOffTest } from '../../optimizer/experiment/on-off-test.ts';
import { parseAbTest, parseDesign, parseGeoTest, parseOnOffTest } from '../../optimizer/experiment/parse.ts';
import { InvalidInputError } from '../errors.ts';

/** Arithmetic on figures that the caller brings: nothing is read or stored. Throws `InvalidInputError`. */
export const askAbTest = (json: unknown): AbTestResult => placed(() => abTest(parseAbTest(json)));
export const askGeoTest = (json: unknown): GeoTestResult => placed(() => geoTest(parseGeoTest(json)));
export const askOnOffTest = (json: unknown): OnOffTestResult => placed(() => onOffTest(parseOnOffTest(json)));
export const askDesign = (json: unknown): Design => placed(() => designExperiment(parseDesign(json)));

/** `regions[2].group` → `["regions", "2", "group"]`. */
function placed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExperimentInputError)) throw error;
    throw new InvalidInputError(error.path.match(/[^.[\]]+/g) ?? [], error.message);
  }
}
