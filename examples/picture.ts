import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { EXAMPLE_EVIDENCE, EXAMPLE_EXPORTS } from '../api/local/run.ts';
import { startLocalServer } from '../api/local/server.ts';
import { createClient } from '../cli/client/create-client.ts';
import { importFiles, runExampleScenario } from '../cli/client/example.ts';
import { readEvidenceFiles, readExportFiles } from '../cli/client/example-files.ts';
import { recordEvidence } from '../cli/client/record-evidence.ts';

/** Takes the README's picture of the planner page, with the example data: `npx tsx examples/picture.ts`. */
const PICTURE = fileURLToPath(new URL('../docs/planner.png', import.meta.url));

const server = await startLocalServer({ port: 0 });
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: true,
});
try {
  const client = createClient({ url: `${server.url}/graphql`, token: server.token('admin') });
  await importFiles(client, await readExportFiles(EXAMPLE_EXPORTS));
  await recordEvidence(client, await readEvidenceFiles(EXAMPLE_EVIDENCE));
  await runExampleScenario(client);

  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'en-GB' });
  await page.goto(`${server.url}/scenarios/new`);
  await page.getByText('Budget frontier').waitFor();
  const picture = await page.screenshot({ type: 'png', animations: 'disabled' });
  mkdirSync(dirname(PICTURE), { recursive: true });
  writeFileSync(PICTURE, picture);
  console.log(`${PICTURE}  ${picture.length} bytes`);
} finally {
  await browser.close();
  await server.close();
}
