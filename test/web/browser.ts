import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The packaged browser is built for this platform alone. */
export const hasBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * The browser that comes with the packages: nothing is downloaded. Null on other platforms, where these tests cannot
 * run; under CI that is a failure.
 */
export async function launchBrowser(): Promise<Browser | null> {
  if (!hasBrowser) {
    if (process.env.CI === 'true')
      throw new Error(`There is no browser for ${process.platform}-${process.arch}.`);
    console.warn(`Browser tests are skipped: there is no browser for ${process.platform}-${process.arch}.`);
    return null;
  }
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  });
}
