import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/web/browser.ts';
import { type PageServer, startPageServer } from '../../test/web/page-server.ts';
import { spreadOf } from '../statistics.ts';
import { syntheticCampaigns } from '../synthetic.ts';
import { framesWhileScrolling, framesWhileSliding, msUntilAnswered, watchFirstView } from './in-page.ts';

const CAMPAIGNS = 50;
const DAYS = 365;
const VISITS = 9;
const MOVES = 40;
const TABLE_ROWS = 2000;

/**
 * The planner page in a real browser: how long until the first view stands, how long from moving the budget slider to
 * the new plan on screen, and whether a long table scrolls at the pace of the screen. Server and browser share this
 * machine.
 */
export async function webBenchmark() {
  const browser = await launchBrowser();
  if (browser === null) throw new Error('There is no browser for this platform.');
  try {
    return {
      firstView: await firstView(browser),
      slider: await slider(browser),
      table: await table(browser),
    };
  } finally {
    await browser.close();
  }
}

/** With the example data, nothing in the browser's cache, the server warm. */
async function firstView(browser: Browser) {
  const server = await startPageServer();
  const names = ['2026-10-10_google-ads.csv', '2026-10-10_meta-ads.csv', '2026-10-31_google-ads.csv'];
  await load(
    server,
    names.map((name) => ({
      name,
      text: readFileSync(new URL(`../../examples/exports/${name}`, import.meta.url), 'latin1'),
    })),
  );
  const visits: { paintMs: number; figuresMs: number }[] = [];
  for (let visit = 0; visit <= VISITS; visit += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.addInitScript(watchFirstView);
    await page.goto(server.url);
    await page.waitForFunction(() => 'figuresMs' in globalThis);
    const found = await page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const figuresMs: number = Reflect.get(globalThis, 'figuresMs');
      return { paintMs: paint?.startTime ?? figuresMs, figuresMs };
    });
    // The first one bundles the page and fits the curves.
    if (visit > 0) visits.push(found);
  }
  await server.close();
  return {
    paintMs: spreadOf(
      visits.map(({ paintMs }) => paintMs),
      0,
    ),
    figuresMs: spreadOf(
      visits.map(({ figuresMs }) => figuresMs),
      0,
    ),
  };
}

/** From the slider's event to the figures of the new plan in the document, and a frame to draw them. */
async function slider(browser: Browser) {
  const server = await startPageServer();
  await load(server, [{ name: 'synthetic.csv', text: tidyCsv() }]);
  const page = await openOn(browser, `${server.url}/scenarios/new`);
  await page.locator('.small-tiles').waitFor({ timeout: 120_000 });
  await page.getByText('Budget frontier').waitFor();
  const waits: number[] = [];
  for (let move = 0; move < MOVES; move += 1) waits.push(await page.evaluate(msUntilAnswered, move));
  const { plansPerSecond, gaps } = await page.evaluate(framesWhileSliding);
  await server.close();
  const dragging = { plansPerSecond, frameMs: withP95(gaps) };
  return { campaigns: CAMPAIGNS, answeredMs: withP95(waits), dragging };
}

async function table(browser: Browser) {
  const server = await startPageServer();
  await load(server, [{ name: 'synthetic.csv', text: tidyCsv(3) }]);
  const page = await openOn(browser, server.url);
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('query CampaignTable')) return route.continue();
    return route.fulfill({ json: { data: { now: { rows: manyRows() }, before: { rows: [] } } } });
  });
  await page.goto(`${server.url}/campaigns?days=7`);
  await page.getByText('Campaign 0', { exact: true }).waitFor();
  await page.evaluate(framesWhileScrolling);
  const { rowsInDocument, gaps } = await page.evaluate(framesWhileScrolling);
  await server.close();
  return { rows: TABLE_ROWS, rowsInDocument, frameMs: withP95(gaps) };
}

async function openOn(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  return page;
}

async function load(server: PageServer, files: readonly { readonly name: string; readonly text: string }[]) {
  const encoded = files.map(({ name, text }) => ({
    name,
    base64: Buffer.from(text, 'latin1').toString('base64'),
    currency: 'EUR',
  }));
  const query = 'mutation Load($input: ImportExportsInput!) { importExports(input: $input) { __typename } }';
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token('admin')}` },
    body: JSON.stringify({ query, variables: { input: { files: encoded } } }),
  });
  const answer = await response.text();
  if (!answer.includes('ImportExportsSuccess')) throw new Error(`Nothing was imported: ${answer}`);
}

function tidyCsv(campaigns = CAMPAIGNS): string {
  const rows = syntheticCampaigns(campaigns, DAYS).flatMap(({ campaign, channel, days }) =>
    days.map(({ date, spend, outcome }) => `${date},${channel},${campaign},${spend},1000,100,${outcome},`),
  );
  return ['date,channel,campaign,spend,impressions,clicks,conversions,revenue', ...rows].join('\n');
}

const manyRows = () =>
  Array.from({ length: TABLE_ROWS }, (_, i) => ({
    campaign: { id: `c${i}`, name: `Campaign ${i}`, status: 'ACTIVE' },
    channel: { name: 'Search', slug: 'search' },
    platform: 'google_ads',
    spend: { amount: String(TABLE_ROWS - i) },
    conversions: 1,
    revenue: null,
    cpa: null,
    roas: null,
    cr: null,
    shareOfSpend: 1 / TABLE_ROWS,
  }));

const withP95 = (values: readonly number[]) => ({
  ...spreadOf(values, 0),
  p95: Math.round([...values].sort((a, b) => a - b)[Math.floor(0.95 * (values.length - 1))] ?? Number.NaN),
});
