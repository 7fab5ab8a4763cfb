import { crm } from './crm.ts';
import { fivetran } from './fivetran.ts';
import type { Format } from './format.ts';
import { googleAds } from './google-ads.ts';
import { linkedin } from './linkedin.ts';
import { metaAds } from './meta-ads.ts';
import { microsoftAdvertising } from './microsoft-advertising.ts';
import { tidy } from './tidy.ts';
import { tiktokAds } from './tiktok-ads.ts';
import { yandexDirect } from './yandex-direct.ts';
import { yandexDirectApi } from './yandex-direct-api.ts';

/** The first that recognises a table has it, so the more particular come first. */
export const FORMATS: readonly Format[] = [
  microsoftAdvertising,
  linkedin,
  metaAds,
  yandexDirectApi,
  fivetran,
  yandexDirect,
  tiktokAds,
  tidy,
  googleAds,
  crm,
];
