import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type PageServer, startPageServer } from './page-server.ts';

export interface OpenedPage {
  readonly server: PageServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: scripts that failed, and what the content security policy refused. */
  readonly complaints: readonly string[];
  open(path: string): Promise<void>;
  /** Every view on it has what it asked for. */
  settled(): Promise<unknown>;
  close(): Promise<void>;
}

/** Exports with enough days to plan with. */
const EXPORTS = ['2026-10-10_google-ads.csv', '2026-10-31_google-ads.csv'];

/** A browser on the page, with the examples already imported. */
export async function openPageWithExamples(): Promise<OpenedPage> {
  const [browser, server] = await Promise.all([launchBrowser(), startPageServer()]);
  if (browser === null) throw new Error('There is no browser on this platform.');
  await importExamples(server);
  const complaints: string[] = [];
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const page = await context.newPage();
  return {
    server,
    browser,
    context,
    page,
    complaints,
    open: async (path) => {
      await page.goto(server.url + path);
      await page.locator('h1').waitFor();
    },
    settled: () => page.waitForFunction(() => document.querySelector('.skeleton') === null),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function importExamples(server: PageServer): Promise<void> {
  const files = EXPORTS.map((name) => ({
    name,
    base64: readFileSync(new URL(`../../examples/exports/${name}`, import.meta.url)).toString('base64'),
  }));
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token('admin')}` },
    body: JSON.stringify({
      query: `mutation Load($input: ImportExportsInput!) { importExports(input: $input) { __typename } }`,
      variables: { input: { files } },
    }),
  });
  const { data } = (await response.json()) as { data?: { importExports: { __typename: string } } };
  if (data?.importExports.__typename !== 'ImportExportsSuccess')
    throw new Error(`The examples were not imported: ${JSON.stringify(data)}`);
}
