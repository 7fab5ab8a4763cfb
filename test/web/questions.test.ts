import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOn } from './axe.ts';
import { hasBrowser } from './browser.ts';
import { type OpenedPage, openPageWithExamples } from './with-examples.ts';

describe.skipIf(!hasBrowser)('what a planner may ask for', { timeout: 120_000 }, () => {
  let on: OpenedPage;
  beforeAll(async () => {
    on = await openPageWithExamples();
  });
  afterAll(() => on.close());

  const api = async (query: string, variables: object, role: 'admin' | 'approver' = 'admin') => {
    const response = await fetch(`${on.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${on.server.token(role)}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const drawUp = async () => {
    await on.open('/scenarios/new');
    await on.page.locator('.small-tiles').waitFor();
  };
  const button = (name: string) => on.page.getByRole('button', { name, exact: true });
  const save = async (name: string) => {
    await on.page.getByLabel('Name', { exact: true }).last().fill(name);
    await button('Save scenario').click();
    await on.page.getByRole('heading', { name }).waitFor();
  };
  const hasNoViolations = async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await on.page.emulateMedia({ colorScheme });
      expect(await violationsOn(on.page)).toEqual([]);
    }
  };
  const speak = (code: 'en' | 'ru') =>
    on.page
      .locator('select', { has: on.page.locator('option[value=ru]') })
      .selectOption(code)
      .then(() => on.page.waitForFunction((lang) => document.documentElement.lang === lang, code));
  const visibleEnglish = () => on.page.locator('main [lang=en]:visible').allTextContents();

  test('the highest ROI, at a margin', async () => {
    const { page } = on;
    await drawUp();
    await page.getByLabel('Objective').selectOption('MAX_ROI');
    await page.getByLabel(/^Gross margin/).fill('40');
    await page.getByText('Free', { exact: true }).click();
    await page.getByText('Budget frontier: ROI for every budget').waitFor();
    await hasNoViolations();
    await save('Best return');
    await page.locator('.lead', { hasText: 'Highest ROI' }).waitFor();
  });

  test('a plan that is wary of what the curves may be, where outcomes are weighed', async () => {
    const { page } = on;
    await drawUp();
    await page.getByText('Risk', { exact: true }).click();
    await page.getByLabel(/^Aversion to risk/).fill('50');
    await page.getByLabel('Objective').selectOption('MAX_ROI');
    await page.getByText('Risk', { exact: true }).waitFor({ state: 'detached' });
    await page.getByLabel('Objective').selectOption('MAX_CONVERSIONS');
    expect(await page.getByLabel(/^Aversion to risk/).inputValue()).toBe('50');
    await page.locator('.small-tiles').waitFor();
    await save('Wary');
  });

  test('the least spend for a revenue', async () => {
    const { page } = on;
    await drawUp();
    await page.getByLabel('Objective').selectOption('MIN_SPEND');
    await page.getByLabel(/^Incremental revenue a day, at least/).fill('15000');
    await page.locator('.small-tiles', { hasText: 'ROAS' }).waitFor();
    await save('Enough revenue');
    const revenue = await page.locator('.tile', { hasText: 'Revenue a day' }).locator('.big').textContent();
    expect(Number(revenue?.replaceAll(/[^\d.]/g, ''))).toBeGreaterThanOrEqual(15_000);
  });

  test('a group of campaigns of one’s own with a floor, which a plan then keeps', async () => {
    const { page } = on;
    await drawUp();
    await page.getByText('Groups of my own').click();
    await button('Add a group').click();
    const group = page.getByRole('group', { name: '#1' });
    await group.getByLabel('Shopping | Clearance').check();
    await group.getByLabel('Search | Competitors').check();
    await group.getByLabel(/^Min/).fill('99999');
    await page.getByRole('alert').getByText('#1: its campaigns may spend').waitFor();
    await group.getByLabel(/^Min/).fill('450');
    await group.getByLabel('Name').fill('Leftovers');
    await page.getByRole('group', { name: 'Leftovers' }).waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await hasNoViolations();
    await save('With leftovers');
    const spendOf = async (name: string) => {
      const row = page.locator('tr', { has: page.getByRole('link', { name, exact: true }) });
      return Number((await row.locator('td').nth(1).textContent())?.replaceAll(/[^\d.]/g, ''));
    };
    const together = (await spendOf('Shopping | Clearance')) + (await spendOf('Search | Competitors'));
    expect(together).toBeGreaterThanOrEqual(450);
  });

  test('steps and least spends of single campaigns; limits that leave none are named', async () => {
    const { page } = on;
    await drawUp();
    await page.getByLabel('Show steps, least spends and values').check();
    await page.getByLabel('Step of Search | Brand').fill('130');
    await page.getByLabel('Minimum of Search | Brand').fill('400');
    await page.getByLabel('Maximum of Search | Brand').fill('500');
    await page.getByText('Search | Brand spends in steps of €130.00').waitFor();
    await speak('ru');
    await page.getByText('«Search | Brand» меняется шагами по').waitFor();
    expect(await visibleEnglish()).toEqual([]);
    await speak('en');
  });

  test('leads, once a CRM has counted them', async () => {
    const { page } = on;
    const { campaigns } = await api(
      '{ campaigns(first: 3) { nodes { name } } performance(from: "2026-10-01", to: "2026-10-31") { total { leads } } }',
      {},
    );
    await drawUp();
    expect(await page.getByLabel('What to count').count()).toBe(0);
    const rows = campaigns.nodes.flatMap(({ name }: { name: string }, i: number) =>
      Array.from({ length: 120 }, (_, n) => {
        const date = new Date(Date.UTC(2026, 6, 1 + n)).toISOString().slice(0, 10);
        return `${date},"${name}",${3 + i + (n % 4)}`;
      }),
    );
    await api('mutation L($input: ImportExportsInput!) { importExports(input: $input) { __typename } }', {
      input: {
        files: [
          {
            name: 'crm.csv',
            base64: Buffer.from(`date,campaign,leads\n${rows.join('\n')}\n`).toString('base64'),
          },
        ],
      },
    });
    await drawUp();
    await page.getByLabel('What to count').selectOption('LEADS');
    await page.locator('.small-tiles', { hasText: 'Leads a day, incremental' }).waitFor();
    await expect.poll(() => page.locator('.plan tbody tr').count(), { timeout: 20_000 }).toBe(3);
    await save('Most leads');
    await page.locator('.tile', { hasText: 'Leads a day' }).waitFor();
  });

  test('in Russian, refused files and what is known of others are told in Russian', async () => {
    const { page } = on;
    await on.open('/import');
    await speak('ru');
    const csv = (...lines: string[]) => Buffer.from(lines.join('\n'));
    const tidy = 'date,channel,campaign,spend,conversions';
    await page.setInputFiles('input[type=file]', [
      { name: 'totals.csv', mimeType: 'text/csv', buffer: csv('Campaign,Cost', 'Brand,12') },
      { name: 'cut.pdf', mimeType: 'application/pdf', buffer: csv('%PDF-1.7', 'x') },
      {
        name: 'cells.csv',
        mimeType: 'text/csv',
        buffer: csv(tidy, '2026-10-01,search,Brand,-1.50,3', '2026-10-02,search,Brand,1.50,many'),
      },
      {
        name: 'bare.csv',
        mimeType: 'text/csv',
        buffer: csv('date,channel,campaign,spend,e-mail,currency', '2026-10-01,search,Bare,1.50,a@b.c,EUR'),
      },
    ]);
    await page.getByText('Это PDF.').waitFor();
    await page.getByText('Среди первых 30 строк нет названий столбцов').waitFor();
    await page.getByText('Расход не бывает отрицательным').waitFor();
    await page.getByText('В поле «Конверсии» нужно число').waitFor();
    await page.getByText('В файле нет столбца с конверсиями').waitFor();
    await page.getByText('Столбцы с персональными данными не читаются: e-mail').waitFor();
    expect(await visibleEnglish()).toEqual([]);
    await hasNoViolations();
    await speak('en');
  });

  test('in Russian, a dry run and the history of changes are told in Russian', async () => {
    const { page } = on;
    const { createScenario } = await api(
      `mutation C($input: CreateScenarioInput!) {
        createScenario(input: $input) { ... on CreateScenarioSuccess { scenario { id } } }
      }`,
      {
        input: {
          name: 'Small steps',
          objective: 'MAX_CONVERSIONS',
          defaultLimits: { minChange: -0.1, maxChange: 0.1 },
        },
      },
    );
    const { proposeChangeSet } = await api(
      `mutation P($input: ProposeChangeSetInput!) {
        proposeChangeSet(input: $input) { ... on ProposeChangeSetSuccess { changeSet { id planHash } } }
      }`,
      { input: { scenarioId: createScenario.scenario.id } },
    );
    const { id, planHash } = proposeChangeSet.changeSet;
    await api(
      'mutation A($id: ID!, $hash: String!) { approveChangeSet(id: $id, planHash: $hash) { __typename } }',
      { id, hash: planHash },
      'approver',
    );
    const setRails = (maxStepRatio: number) =>
      api('mutation G($input: SetGuardRailsInput!) { setGuardRails(input: $input) { __typename } }', {
        input: { maxStepRatio },
      });
    await setRails(0.01);
    await on.open(`/changes/${encodeURIComponent(id)}`);
    await speak('ru');
    await button('Пробный прогон').click();
    await page.getByText('больше, чем можно менять за раз (до 1 %)').first().waitFor();
    expect(await visibleEnglish()).toEqual([]);
    await button('Применить').click();
    await page.getByRole('alert').getByText('Ограждения этого не позволяют').waitFor();
    await page.getByRole('alert').getByText('больше, чем можно менять за раз').first().waitFor();
    await setRails(0.2);
    await button('Применить').click();
    await page.getByText('бюджеты хранятся здесь').click();
    await page.getByText('· применено').first().waitFor();
    expect(await visibleEnglish()).toEqual([]);
    await on.open('/changes');
    await page.getByText('заданы ограждения').first().waitFor();
    const kinds = await page.locator('.attention strong').allTextContents();
    expect(kinds.filter((kind) => /[A-Z_]{4,}/.test(kind))).toEqual([]);
    expect(await page.locator('.attention a').first().textContent()).toBe('Small steps');
    await speak('en');
  });

  test('kept to the content security policy, and no script failed', () => {
    expect(on.complaints).toEqual([]);
    expect(on.server.unexpected).toEqual([]);
  });
});
