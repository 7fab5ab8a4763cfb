import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from './browser.ts';
import { type PageServer, startPageServer } from './page-server.ts';

describe.skipIf(!hasBrowser)('a language that is chosen', { timeout: 60_000 }, () => {
  let browser: Browser | null = null;
  let server: PageServer;
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startPageServer()]);
    context = await browser?.newContext({ locale: 'en-GB' });
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
  });

  /** An English page of someone who was never here. */
  const opened = async (): Promise<Page> => {
    const page = await context?.newPage();
    if (!page) throw new Error('There is no browser.');
    await page.goto(`${server.url}/config.json`);
    await page.evaluate(() => localStorage.clear());
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Nothing is imported yet' }).waitFor();
    return page;
  };
  /** Keeps the words of a language back until they are let go. */
  const held = async (page: Page, code: 'en' | 'ru') => {
    const waiting: Route[] = [];
    await page.route(`**/assets/words-${code}-*.json`, async (route) => {
      waiting.push(route);
    });
    return {
      asked: () => expect.poll(() => waiting.length).toBe(1),
      letGo: () => Promise.all(waiting.splice(0).map((route) => route.continue())),
    };
  };
  const choose = (page: Page, code: 'en' | 'ru') =>
    page.locator('select', { has: page.locator('option[value=ru]') }).selectOption(code);
  const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang);

  test('is taken over by another view that is opened before its words are here', async () => {
    const page = await opened();
    const russian = await held(page, 'ru');
    await choose(page, 'ru');
    await russian.asked();
    await page.getByRole('link', { name: 'Scenarios' }).click();
    await page.getByRole('heading', { name: 'Scenarios', level: 1 }).waitFor();
    await russian.letGo();
    await page.getByRole('heading', { name: 'Сценарии', level: 1 }).waitFor();
    expect(await languageOf(page)).toBe('ru');
    await page.close();
  });

  test('outlives a page that is left before its words are here', async () => {
    const page = await opened();
    const russian = await held(page, 'ru');
    await choose(page, 'ru');
    await russian.asked();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.goto(`${server.url}/scenarios`);
    await page.getByRole('heading', { name: 'Сценарии', level: 1 }).waitFor();
    expect(await languageOf(page)).toBe('ru');
    await page.close();
  });

  test.each([
    { first: 'ru', last: 'en', heading: 'Nothing is imported yet' },
    { first: 'en', last: 'ru', heading: 'Данных пока нет' },
  ] as const)('of two, $first and then $last, the last one wins, whichever words come first', async (row) => {
    const page = await opened();
    if (row.first === 'en') {
      await choose(page, 'ru');
      await page.waitForFunction(() => document.documentElement.lang === 'ru');
    }
    const [early, late] = [await held(page, row.first), await held(page, row.last)];
    await choose(page, row.first);
    await early.asked();
    await choose(page, row.last);
    await late.asked();
    await late.letGo();
    await page.waitForFunction((code) => document.documentElement.lang === code, row.last);
    await Promise.all([page.waitForResponse(`**/assets/words-${row.first}-*.json`), early.letGo()]);
    // A turn of the page's own, in which words that came late would have been taken.
    await page.evaluate(() => fetch('/config.json').then((response) => response.text()));
    expect(await languageOf(page)).toBe(row.last);
    await page.getByRole('heading', { name: row.heading }).waitFor();
    expect(await page.locator('select').first().inputValue()).toBe(row.last);
    await page.close();
  });
});
