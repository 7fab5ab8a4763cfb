import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOn } from './axe.ts';
import { hasBrowser } from './browser.ts';
import { type OpenedPage, openPageWithExamples } from './with-examples.ts';

describe.skipIf(!hasBrowser)('drawing up plans', { timeout: 120_000 }, () => {
  let on: OpenedPage;
  beforeAll(async () => {
    on = await openPageWithExamples();
  });
  afterAll(() => on.close());

  const button = (name: string) => on.page.getByRole('button', { name, exact: true });
  const drawUp = async () => {
    await on.open('/scenarios/new');
    await on.page.locator('.small-tiles').waitFor();
  };
  const hasNoViolations = async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await on.page.emulateMedia({ colorScheme });
      expect(await violationsOn(on.page)).toEqual([]);
    }
  };
  const save = async (name: string) => {
    await on.page.getByLabel('Name').fill(name);
    await button('Save scenario').click();
    await on.page.getByRole('heading', { name }).waitFor();
  };

  test('a split of one’s own is judged as it is, and told where it leaves the room it may move in', async () => {
    const { page } = on;
    await drawUp();
    await page.getByText('My own split').click();
    await page.getByLabel('Own spend of Search | Brand').fill('100');
    await page.getByText('outside the room that its curve is believed in').waitFor();
    await page.getByText('1 campaign moves').waitFor();
    await hasNoViolations();
    await save('As I like it');
    const brand = page.locator('tr', { has: page.getByRole('link', { name: 'Search | Brand' }) });
    expect(await brand.locator('td').nth(1).textContent()).toBe('€100.00');
    expect(await brand.textContent()).toContain('Your own split');
  });

  test('a plan for days to come chooses its total from a range', async () => {
    const { page } = on;
    await drawUp();
    await page.getByText('Range', { exact: true }).click();
    const atMost = page.getByLabel(/^At most/);
    const most = Number(await atMost.inputValue());
    await page.getByText('Days planned for').click();
    await page.getByLabel('From', { exact: true }).fill(dayAhead(10));
    await page.getByText('28 days: curves count at the season').waitFor();
    await hasNoViolations();
    await save('Next month');
    await page.locator('.lead', { hasText: String(new Date(dayAhead(10)).getUTCFullYear()) }).waitFor();
    const spend = await page.locator('.tile', { hasText: 'Spend a day' }).locator('.big').textContent();
    expect(Math.abs(Number(spend?.replaceAll(/[^\d.]/g, '')) - most)).toBeLessThan(1);
  });

  test('says which ends of a range cross before anything is solved', async () => {
    const { page } = on;
    await drawUp();
    await page.getByText('Range', { exact: true }).click();
    await page.getByLabel(/^At least/).fill('9000');
    await page.getByRole('alert').getByText('The budget is to be at least €9,000 and at most').waitFor();
  });

  test('limits of a campaign are taken back from the API, which says how far each may go', async () => {
    const { page } = on;
    await drawUp();
    const most = page.getByLabel('Maximum of Search | Brand');
    const given = await most.getAttribute('placeholder');
    await page.getByText('Room to move').click();
    await page.getByLabel(/^More, at most/).fill('10');
    await expect.poll(() => most.getAttribute('placeholder')).not.toBe(given);
    expect(Number(await most.getAttribute('placeholder'))).toBeLessThan(Number(given));
  });

  test('scenarios stand side by side with keeping things as they are', async () => {
    const { page } = on;
    await on.open('/scenarios');
    await page.getByLabel('Compare As I like it').check();
    await page.getByLabel('Compare Next month').check();
    await page.getByRole('link', { name: 'Compare 2 scenarios' }).click();
    await page.getByRole('heading', { name: 'Scenarios side by side', level: 1 }).waitFor();
    const heads = page.locator('table').first().locator('thead th');
    await heads.first().waitFor();
    expect(await heads.allTextContents()).toEqual(['Figure', 'Keep as is', 'As I like it', 'Next month']);
    const brand = page.locator('tr', { hasText: 'Search | Brand' }).locator('td');
    expect(await brand.allTextContents()).toContain('€100.00');
    await hasNoViolations();
    await page.getByRole('link', { name: 'Next month' }).first().click();
    await page.getByRole('heading', { name: 'Next month' }).waitFor();
  });

  test('a plan is taken away as a workbook, and as one page that loads nothing', async () => {
    const { page, context } = on;
    const file = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const workbook = await file('XLSX');
    expect(workbook.name).toBe('Next-month.xlsx');
    expect(workbook.bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    const html = (await file('One-pager')).bytes.toString('utf8');
    const alone = await context.newPage();
    const asked: string[] = [];
    alone.on('request', (request) => asked.push(request.url()));
    alone.on('console', (message) => asked.push(message.text()));
    await alone.setContent(html);
    expect(await alone.locator('h1').textContent()).toBe('Next month');
    expect(await alone.locator('tbody tr').count()).toBeGreaterThan(5);
    expect(asked).toEqual([]);
    await alone.close();
  });

  test('a goal is set, watched on the overview, and taken back when it is emptied', async () => {
    const { page } = on;
    await on.open('/report?month=2026-10');
    await page.getByText('Set a goal of this month').click();
    await page.getByLabel('Spend').fill('120000');
    await page.getByLabel('Conversions').fill('7000');
    await hasNoViolations();
    await button('Keep the goal').click();
    await page.getByText('Account · Conversions').waitFor();
    await on.open('/');
    await page.getByText('Goals of 2026-10').waitFor();
    await on.open('/report?month=2026-10');
    await page.getByText('Account · Spend').waitFor();
    await page.getByText('Set a goal of this month').click();
    await page.getByLabel('Spend').fill('');
    await page.getByLabel('Conversions').fill('');
    await button('Keep the goal').click();
    await page.getByText('No goal is set for this month.').waitFor();
  });

  test('a file of no known format is read once the planner says what its columns mean', async () => {
    const { page } = on;
    await on.open('/import');
    const rows = ['When;What;Paid;Got', '03.10.2026;Radio;12,50;3', '04.10.2026;Radio;13,50;4'];
    await page.setInputFiles('input[type=file]', {
      name: 'radio.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\n')),
    });
    await page.getByText('Say what the file leaves open').waitFor();
    await hasNoViolations();
    const column = (name: string) => page.getByRole('combobox', { name, exact: true });
    await column('Day').selectOption('When');
    await column('Campaign').selectOption('What');
    await column('Spend').selectOption('Paid');
    await column('Conversions').selectOption('Got');
    await page.getByLabel('Currency of the amounts').fill('eur');
    await button('Look again').click();
    // What is still open is asked, and what was said is kept.
    const order = page.getByLabel('Dates such as 9/8/2026');
    await order.or(button('Load 2 days')).waitFor();
    if (await order.isVisible()) {
      await order.selectOption('DAY_FIRST');
      await button('Look again').click();
    }
    await button('Load 2 days').click();
    await page.getByText('Loaded. Curves are fitted anew').waitFor();
  });

  test('in Russian, what the API says in English is told in Russian', async () => {
    const { page } = on;
    await on.open('/scenarios');
    await page.getByLabel('Language').selectOption('ru');
    await page.getByRole('link', { name: 'Next month' }).click();
    await page.getByText('Если дать на').first().waitFor();
    await on.settled();
    expect(await visibleEnglish()).toEqual([]);
    await button('Предложить изменение').click();
    await page
      .getByText(/больше, чем можно/)
      .first()
      .waitFor();
    expect(await visibleEnglish()).toEqual([]);
    for (const [path, words] of [
      ['/data', 'Расход менялся на'],
      ['/curves', 'Расход менялся на'],
      ['/', 'Прогнозы на отложенные дни'],
    ] as const) {
      await on.open(path);
      await page.getByText(words).first().waitFor();
      await on.settled();
      expect(await visibleEnglish()).toEqual([]);
    }
    await page.getByLabel('Язык').selectOption('en');
    await page.getByLabel('Language').waitFor();
  });

  test('in Russian, a plan that cannot be is told with what clashes and where limits come from', async () => {
    const { page } = on;
    const { id } = await createdScenario('Too much', {
      budget: { equal: '99999999' },
      objective: 'MAX_PROFIT',
    });
    await on.open('/');
    await page.getByLabel('Language').selectOption('ru');
    await page.getByLabel('Язык').waitFor();
    await on.open(`/scenarios/${encodeURIComponent(id)}`);
    await page.getByText('больше, чем кампании вместе могут потратить').waitFor();
    await page
      .getByText(/тратит не больше .+\(.+\)/)
      .first()
      .waitFor();
    await page.getByText('Маржинальность не задана').waitFor();
    expect(await visibleEnglish()).toEqual([]);
    await hasNoViolations();
    await page.getByLabel('Язык').selectOption('en');
    await page.getByText('more than the campaigns may spend together').waitFor();
  });

  const createdScenario = async (name: string, input: object): Promise<{ readonly id: string }> => {
    const response = await fetch(`${on.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${on.server.token('admin')}` },
      body: JSON.stringify({
        query: `mutation Create($input: CreateScenarioInput!) {
          createScenario(input: $input) { ... on CreateScenarioSuccess { scenario { id } } ... on Error { message } }
        }`,
        variables: { input: { name, ...input } },
      }),
    });
    const { data } = await response.json();
    return data.createScenario.scenario;
  };

  const visibleEnglish = () => on.page.locator('main [lang=en]:visible').allTextContents();

  test('kept to the content security policy, and no script failed', () => {
    expect(on.complaints).toEqual([]);
    expect(on.server.unexpected).toEqual([]);
  });
});

const dayAhead = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
