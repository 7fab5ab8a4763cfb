import type { Format } from './format.ts';
import { googleAds } from './google-ads.ts';
import { metaAds } from './meta-ads.ts';
import { microsoftAdvertising } from './microsoft-advertising.ts';
import { tidy } from './tidy.ts';

/** The first that recognises a table has it, so the more particular come first. */
export const FORMATS: readonly Format[] = [microsoftAdvertising, metaAds, tidy, googleAds];
