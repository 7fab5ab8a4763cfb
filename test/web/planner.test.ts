import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentId } from '../../web/api/document-id.ts';
import { CAMPAIGN_TABLE } from '../../web/campaigns/documents.ts';
import { violationsOn } from './axe.ts';
import { hasBrowser, launchBrowser } from './browser.ts';
import { type PageServer, startPageServer } from './page-server.ts';

const exportFile = (name: string) =>
  fileURLToPath(new URL(`../../examples/exports/${name}`, import.meta.url));
const EXPORTS = [
  '2026-10-10_google-ads.csv',
  '2026-10-10_meta-ads.csv',
  '2026-10-31_google-ads.csv',
  '2026-10-31_meta-ads.csv',
  '2026-10-31_microsoft-advertising.csv',
].map(exportFile);

let browser: Browser | null = null;
let server: PageServer;
let context: BrowserContext;
let page: Page;
/** What browsers complained about: scripts that failed, and what the content security policy refused. */
const complaints: string[] = [];
/** Bodies of what was asked of the API. */
const asked: string[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startPageServer()]);
  if (browser === null) return;
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    bypassCSP: false,
  });
  context.setDefaultTimeout(Number(process.env.PWT ?? 25_000));
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('request', (request) => {
    if (request.url().endsWith('/graphql')) asked.push(request.postData() ?? '');
  });
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await server.close();
});

const open = async (path: string) => {
  await page.goto(server.url + path);
  await page.locator('h1').waitFor();
};
const settled = () => page.waitForFunction(() => document.querySelector('.skeleton') === null);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

describe.skipIf(!hasBrowser)('the planner page', () => {
  test('starts with what to do first while nothing is imported', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Nothing is imported yet' }).waitFor();
    await page.getByRole('link', { name: 'Import the files here.' }).click();
    await page.getByRole('heading', { name: 'Import', exact: true }).waitFor();
  });

  test('refuses a file with its line and what to do, and loads none of it', async () => {
    const csv = 'Campaign,Cost\nBrand,12\n';
    await page.setInputFiles('input[type=file]', {
      name: 'totals.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    });
    await page.getByRole('alert').getByText('Refused').waitFor();
    expect(await button(/^Load/).count()).toBe(0);
  });

  test('previews export files and loads them when told to', async () => {
    for (const [i, file] of EXPORTS.entries()) {
      await page.setInputFiles('input[type=file]', file);
      await button(/^Load [\d,]+ days?$/).click();
      await page.waitForFunction((n) => document.querySelectorAll('p.good').length === n, i + 1);
    }
    expect(await page.getByText('Loaded. Curves are fitted anew').count()).toBe(EXPORTS.length);
  });

  test('shows figures, channels and what needs attention, complete through a day', async () => {
    await open('/');
    await page.getByText('conversions complete through').waitFor();
    await page.getByText('The next conversion costs up to').waitFor();
    expect(await page.locator('.tiles dt').allTextContents()).toEqual([
      'Spend',
      'Conversions',
      'CPA',
      'Revenue',
      'ROAS',
    ]);
  });

  test('keeps sorting and filters of the table in the address', async () => {
    await open('/campaigns');
    await page.getByRole('searchbox').fill('search');
    await button('CPA').click();
    await page.waitForURL(/find=search.*sort=-cpa|sort=-cpa.*find=search/);
    expect(await page.locator('th[aria-sort=descending]').textContent()).toContain('CPA');
    const names = await page.locator('tbody th').allTextContents();
    expect(names.every((name) => /search/i.test(name))).toBe(true);
    await page.locator('tbody th a').first().click();
    await page.getByText('Response curve of').waitFor();
    expect(await page.locator('svg[role=img]').count()).toBe(3);
  });

  test('scrolls through two thousand campaigns with only those in sight in the document', async () => {
    const campaigns = Array.from({ length: 2000 }, (_, i) => ({
      campaign: { id: `c${i}`, name: `Campaign ${i}`, status: 'ACTIVE' },
      channel: { name: 'Search', slug: 'search' },
      platform: 'google_ads',
      spend: { amount: String(2000 - i) },
      conversions: 1,
      revenue: null,
      cpa: null,
      roas: null,
      cr: null,
      shareOfSpend: 0.0005,
    }));
    const table = documentId(String(CAMPAIGN_TABLE));
    await page.route('**/graphql', async (route) => {
      const isTable = route.request().postData()?.includes(table) ?? false;
      if (isTable)
        await route.fulfill({ json: { data: { now: { rows: campaigns }, before: { rows: [] } } } });
      else await route.continue();
    });
    await open('/campaigns?days=7');
    await page.getByText('Campaign 0', { exact: true }).waitFor();
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe('2001');
    const region = page.getByRole('region', { name: 'Campaigns' });
    await region.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByText('Campaign 1999', { exact: true }).waitFor();
    expect(await page.locator('tbody tr').count()).toBeLessThan(60);
    await page.unroute('**/graphql');
  });

  test('says before solving that limits cannot hold together', async () => {
    await open('/scenarios/new');
    await page.getByText('What this plan would bring').or(page.locator('.small-tiles')).first().waitFor();
    await page.getByLabel(/^A day/).fill('100');
    await page.getByRole('alert').getByText('The minimums sum to').waitFor();
    await button('Start over').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('solves anew while the slider moves, and draws the frontier', async () => {
    const conversions = page.locator('.small-tiles .big').first();
    const before = await conversions.textContent();
    await page.getByRole('slider').focus();
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('PageUp');
    await page.waitForFunction(
      (text) => document.querySelector('.small-tiles .big')?.textContent !== text,
      before,
    );
    await page.getByText('Budget frontier').waitFor();
    await button('Start over').click();
  });

  test('locks a campaign, saves the plan and shows the answer with its proof', async () => {
    await page.getByText('Room to move').click();
    await page.getByLabel(/^Less, at most/).fill('10');
    await page.getByLabel(/^More, at most/).fill('10');
    await page.getByLabel('Lock Search | Brand', { exact: true }).check();
    await page.getByLabel('Name').fill('October, Brand locked');
    await page.waitForFunction(() => /locked/.test(document.querySelector('.plan tbody')?.textContent ?? ''));
    const previewed = await page.locator('.small-tiles .tile').first().locator('dd').last().textContent();
    await button('Save scenario').click();
    await page.getByRole('heading', { name: 'October, Brand locked' }).waitFor();
    const gain = await page.locator('.tile', { hasText: 'Gain a day' }).locator('.big').textContent();
    expect(previewed).toContain(gain);
    await page.getByText('Proof').waitFor();
    await page.getByText('Probability of beating the current plan').waitFor();
  });

  test('gives the plan away as CSV, JSON and a page that needs nothing else', async () => {
    const file = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()]);
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
    };
    const csv = await file('CSV');
    expect(csv.name).toBe('October-Brand-locked.csv');
    expect(csv.text.startsWith('\uFEFFcampaign,channel,')).toBe(true);
    expect(JSON.parse((await file('JSON')).text).name).toBe('October, Brand locked');
    const html = await file('One-pager');
    expect(html.text).not.toMatch(/(src|href)=|<script/);
    expect(html.text).toContain('Search | Brand');
  });

  test('carries the plan through approval and application, and back', async () => {
    await button('Propose as change').click();
    await page.getByText('What changes').first().waitFor();
    await page.getByText('proposed').first().waitFor();
    await asRole('approver', async (approver) => {
      await approver.getByRole('button', { name: 'Approve' }).click();
      await approver.getByText('approved by approver@localhost').waitFor();
    });
    await page.reload();
    await button('Dry run').click();
    await page.getByText('Dry run: nothing was written').waitFor();
    await button('Apply').click();
    await page.getByText('Applications').waitFor();
    await page.getByLabel('Reason').fill('Only a trial');
    await button('Roll back').click();
    await button('Approve').waitFor();
    await asRole('approver', async (approver) => {
      await approver.getByRole('button', { name: 'Approve' }).click();
      await approver.getByText('approved by approver@localhost').waitFor();
    });
    await page.reload();
    await button('Apply').click();
    await page.getByText('Applications').waitFor();
    await open('/changes');
    await page.getByText('History').waitFor();
  });

  test('can be used by the keyboard alone', async () => {
    await open('/');
    await settled();
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    for (let i = 0; i < 12 && (await focused()) !== 'Scenarios'; i += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Scenarios' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.getByText('October, Brand locked').waitFor();
    for (let i = 0; i < 30 && (await focused()) !== 'New scenario'; i += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const slider = page.getByRole('slider');
    await slider.waitFor();
    const isOnSlider = () => slider.evaluate((element) => element === document.activeElement);
    for (let i = 0; i < 12 && !(await isOnSlider()); i += 1) await page.keyboard.press('Tab');
    const was = await slider.inputValue();
    await page.keyboard.press('ArrowRight');
    expect(await slider.inputValue()).not.toBe(was);
    await page.waitForURL(/plan=/);
  });

  test('speaks Russian, with the region’s numbers', async () => {
    await open('/');
    await page.getByLabel('Language').selectOption('ru');
    await page.getByRole('heading', { name: 'Обзор' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ru');
    await settled();
    expect(await page.locator('.tile .big').first().textContent()).toMatch(/^[\d\s]+€$/u);
    await page.getByLabel('Язык').selectOption('en');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  test('says so when the API does not answer, when it fails, and when it may not', async () => {
    await open('/scenarios');
    await settled();
    await page.route('**/graphql', (route) => route.abort());
    await page.getByRole('link', { name: 'Data health' }).click();
    await page.getByRole('alert').getByText('The API does not answer').waitFor();
    await page.unroute('**/graphql');
    const failure = {
      errors: [
        { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' } },
      ],
    };
    await page.route('**/graphql', (route) => route.fulfill({ json: failure }));
    await button('Try again').click();
    await page.getByRole('alert').getByText('r-1').waitFor();
    await page.unroute('**/graphql');
    await button('Try again').click();
    await page.getByText('How far curves may be believed').waitFor();
    await asRole('viewer', async (viewer) => {
      await viewer.goto(`${server.url}/import`);
      await viewer.getByText('Your token may read but not import.').waitFor();
    });
  });

  test('offers to load itself again when the API is of another release', async () => {
    await open('/scenarios');
    await settled();
    await page.route('**/graphql', (route) => {
      const body = { ...route.request().postDataJSON(), documentId: `sha256:${'0'.repeat(64)}` };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await page.getByRole('link', { name: 'Data health' }).click();
    await page.locator('.banner').getByText('There is a new version of this page').waitFor();
    await page.getByLabel('Language').selectOption('ru');
    await page.locator('.banner').getByText('Вышла новая версия страницы').waitFor();
    await page.getByLabel('Язык').selectOption('en');
    // Requests under way are lost when routes change: the words have to be here first.
    await button('Load the page again').waitFor();
    await page.unroute('**/graphql');
    await button('Load the page again').click();
    await page.getByText('How far curves may be believed').waitFor();
    expect(await page.locator('.banner').count()).toBe(0);
  });
});

/** The same place in the eyes of someone else. */
async function asRole(
  role: Parameters<PageServer['token']>[0],
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const other = await context.newPage();
  await other.addInitScript(
    (token) => sessionStorage.setItem('equimarginal.token', token),
    server.token(role),
  );
  await other.goto(page.url());
  await work(other);
  await other.close();
}

describe.skipIf(!hasBrowser)('every view', () => {
  const VIEWS = [
    '/',
    '/campaigns',
    '/campaigns?by=channel',
    'a campaign',
    '/curves?verdict=unsure',
    '/scenarios',
    '/scenarios/new',
    'a scenario',
    '/changes',
    'a change set',
    '/report',
    '/data',
    '/import',
    '/nowhere',
  ];
  const FIRST_LINK: Readonly<Record<string, readonly [path: string, link: string]>> = {
    'a campaign': ['/campaigns', 'tbody th a'],
    'a scenario': ['/scenarios', 'tbody th a'],
    'a change set': ['/changes', 'tbody th a'],
  };

  test.each(VIEWS)('%s has no violation that axe finds, light and dark, and fits a phone', async (view) => {
    await page.emulateMedia({ colorScheme: 'light' });
    const link = FIRST_LINK[view];
    await page.goto(server.url + (link?.[0] ?? view));
    if (link) await page.locator(link[1]).first().click();
    await page.locator('h1, h2').first().waitFor();
    await settled();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOn(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('asked for documents by their ids alone', () => {
    expect(asked.length).toBeGreaterThan(50);
    for (const body of asked) {
      expect(Object.keys(JSON.parse(body)).sort()).toEqual(['documentId', 'variables']);
      expect(body).not.toMatch(/"(query|mutation)\b/);
    }
  });

  test('kept to its content security policy, and no script failed', () => {
    const expected = /net::ERR_FAILED|Failed to load resource/;
    expect(complaints.filter((complaint) => !expected.test(complaint))).toEqual([]);
    expect(server.unexpected).toEqual([]);
  });
});
