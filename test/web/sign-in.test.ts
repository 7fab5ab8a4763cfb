import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from './browser.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { type PageServer, startPageServer } from './page-server.ts';

const CLIENT = 'the-page';

describe.skipIf(!hasBrowser)('signing in at a provider', () => {
  let browser: Browser | null = null;
  let provider: IdentityProvider;
  let server: PageServer;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    provider = await startIdentityProvider(CLIENT);
    [browser, server] = await Promise.all([
      launchBrowser(),
      startPageServer({ signIn: { issuer: `${provider.url}/`, clientId: CLIENT } }),
    ]);
    if (browser === null) return;
    context = await browser.newContext({ locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server.close(), provider.close()]);
  });
  const signIn = () => page.getByRole('button', { name: 'Sign in' });
  const keptToken = () => page.evaluate(() => sessionStorage.getItem('equimarginal.token'));

  test('says in the provider’s words why it was refused, and keeps no token', async () => {
    provider.next = { refusal: 'You are not of this company.' };
    await page.goto(`${server.url}/import?from=mail`);
    await signIn().click();
    await page.getByRole('alert').getByText('You are not of this company.').waitFor();
    expect(await keptToken()).toBeNull();
  });

  test('comes back with a token to the place where one was, and no code is left in the address', async () => {
    const token = server.token('planner');
    provider.next = { token };
    await signIn().click();
    await page.getByRole('heading', { name: 'Import', exact: true }).waitFor();
    expect(page.url()).toBe(`${server.url}/import?from=mail`);
    await page.getByText('planner@localhost').waitFor();
    expect(await keptToken()).toBe(token);
  });

  test('takes no code that nobody on this page asked for', async () => {
    const stranger = await context.newPage();
    await stranger.goto(`${server.url}/?code=stolen&state=guessed`);
    await stranger.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await stranger.evaluate(() => sessionStorage.getItem('equimarginal.token'))).toBeNull();
    await stranger.close();
  });

  test('signs out here and there', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${server.url}/`);
    await signIn().waitFor();
    expect(await keptToken()).toBeNull();
  });

  test('kept to the content security policy, which names the provider', () => {
    expect(complaints).toEqual([]);
  });
});
