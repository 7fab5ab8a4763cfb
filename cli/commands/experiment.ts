import { abTest } from '../../optimizer/experiment/ab-test.ts';
import { designExperiment } from '../../optimizer/experiment/experiment-design.ts';
import { geoTest } from '../../optimizer/experiment/geo-test.ts';
import { onOffTest } from '../../optimizer/experiment/on-off-test.ts';
import { parseAbTest, parseDesign, parseGeoTest, parseOnOffTest } from '../../optimizer/experiment/parse.ts';
import { type Command, onlyFile, parseArguments } from '../command.ts';
import { BadInputError, EXIT, UsageError } from '../exit-code.ts';
import { readText } from '../input/read-input.ts';

const WORK: Readonly<Record<string, (json: unknown) => object>> = {
  ab: (json) => abTest(parseAbTest(json)),
  geo: (json) => geoTest(parseGeoTest(json)),
  'on-off': (json) => onOffTest(parseOnOffTest(json)),
  design: (json) => designExperiment(parseDesign(json)),
};

export const experiment: Command = {
  help: `Usage: equimarginal experiment ab|geo|on-off|design FILE.json|-

Works out an experiment from a JSON object and prints a JSON object. Nothing is sent or stored.

  ab      {"control": {"subjects": 10000, "conversions": 400}, "test": {"subjects": 10000, "conversions": 460}}
          or arms of "subjects", "mean", "standardDeviation"; also "expectedTestShare", "market"
  geo     {"daysDuring": 28, "regions": [{"name": "north", "group": "TEST", "outcomeBefore": 420,
          "outcomeDuring": 505, "spendBefore": 2000, "spendDuring": 4000}, …]}; also "marketOutcomeBefore"
  on-off  {"periods": [{"isOn": true, "days": 14, "outcome": 310, "spend": 1400}, …]}
  design  {"setting": {"kind": "GEO", "baseline": 400, "testRegions": 10, "controlRegions": 10,
          "regionNoise": 0.08}, "power": 0.8, "days": 28}: two of "relativeEffect", "power", "days";
          settings: AB_RATE, AB_MEAN (baseline, standardDeviation, subjectsPerDay, testShare), GEO,
          ON_OFF (baseline, standardDeviation, autocorrelation)

Each takes "confidence" (default 0.95). liftPerDay, spendControlPerDay and spendTestPerDay are what
equimarginal fit --experiments and the API's recordExperiment take.

  echo '{"setting":{"kind":"AB_RATE","baseline":0.02,"subjectsPerDay":4000},"relativeEffect":0.1,"power":0.8}' |
    equimarginal experiment design -
`,
  async run(argv, io) {
    const { positionals } = parseArguments(argv, {});
    const [kind, ...rest] = positionals;
    const work = kind !== undefined && Object.hasOwn(WORK, kind) ? WORK[kind] : undefined;
    if (work === undefined) {
      throw new UsageError(
        `${kind === undefined ? 'No kind was named' : `${JSON.stringify(kind)} is not a kind`}. Wanted ab, geo, on-off or design.`,
      );
    }
    const file = onlyFile(rest, 'the figures of the experiment as JSON');
    const answer = work(parseJson(await readText(file, io)));
    await io.stdout.write(`${JSON.stringify(answer, null, io.stdout.isTerminal ? 2 : undefined)}\n`);
    return EXIT.done;
  },
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInputError(`This is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
