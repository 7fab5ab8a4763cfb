import type { ExampleView, FileView, PlanView, StepView } from '../report/view.ts';
import type { Progress } from '../terminal/progress.ts';
import { createScenario, importFile, readCurves } from './calls.ts';
import type { Client } from './create-client.ts';
import type { ExportFile } from './example-files.ts';
import { type Evidence, recordEvidence } from './record-evidence.ts';

export const EXAMPLE_SCENARIO_NAME = 'Same budget, best split';

/** The whole walk through the public API: import the files, record the evidence, fit the curves, solve the scenario. */
export async function runExample(
  client: Client,
  files: readonly ExportFile[],
  evidence: Evidence,
  progress?: Progress,
): Promise<ExampleView> {
  const steps: StepView[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const answer = await work();
    steps.push({ step: name, milliseconds: performance.now() - start });
    return answer;
  };
  try {
    const imported = await step(`import ${files.length} files`, () => importFiles(client, files, progress));
    await step('record an experiment and events', () => recordEvidence(client, evidence));
    progress?.step('Fitting the response curves');
    const curves = await step('fit the response curves', () => readCurves(client));
    progress?.step('Solving the example scenario');
    const plan = await step('solve the scenario, store it, read it', () => runExampleScenario(client));
    return { files: imported, curves, plan, steps };
  } finally {
    progress?.clear();
  }
}

/** One request a file, in the order given: a later export restates days of an earlier one. */
export async function importFiles(
  client: Client,
  files: readonly ExportFile[],
  progress?: Progress,
): Promise<FileView[]> {
  const imported: FileView[] = [];
  for (const [index, file] of files.entries()) {
    progress?.step(`Importing ${file.name}`, index, files.length);
    imported.push(await importFile(client, file));
  }
  return imported;
}

/** The most conversions for the money that is spent now, every campaign within the default limits. */
export function runExampleScenario(client: Client): Promise<PlanView> {
  return createScenario(client, { name: EXAMPLE_SCENARIO_NAME, objective: 'MAX_CONVERSIONS' });
}
