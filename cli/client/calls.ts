import type { CurveView, FileView, PlanView } from '../report/view.ts';
import { ApiError, type Client } from './create-client.ts';
import {
  CREATE_SCENARIO,
  type CreateScenarioInput,
  type Failure,
  IMPORT_EXPORTS,
  RESPONSE_CURVES,
  type ResponseCurve,
  type ResponseCurvesPage,
} from './documents.ts';
import type { ExportFile } from './example-files.ts';
import { curveView, fileView, planView } from './views.ts';

/** Loads one export file. A refused file is an answer too: its `refusals` say why. */
export async function importFile(client: Client, { name, bytes }: ExportFile): Promise<FileView> {
  const base64 = Buffer.from(bytes).toString('base64');
  const { importExports } = await client.request(IMPORT_EXPORTS, { input: { files: [{ name, base64 }] } });
  if (!('files' in importExports)) throw failed(importExports);
  const [report] = importExports.files;
  if (!report) throw new ApiError('NO_ANSWER', `The server does not say what became of ${name}.`);
  return fileView(report);
}

/** The response curve of every campaign. Fits them first where data changed. */
export async function readCurves(client: Client): Promise<CurveView[]> {
  const curves: ResponseCurve[] = [];
  let after: string | null = null;
  do {
    const page: ResponseCurvesPage = (await client.request(RESPONSE_CURVES, { after })).responseCurves;
    curves.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return curves.map(curveView);
}

/** Solves and stores a scenario. One that no plan can meet is an answer too: see `infeasibility`. */
export async function createScenario(client: Client, input: CreateScenarioInput): Promise<PlanView> {
  const { createScenario: created } = await client.request(CREATE_SCENARIO, { input });
  if (!('scenario' in created)) throw failed(created);
  return planView(created.scenario);
}

const failed = ({ code, message }: Failure) => new ApiError(code, message);
