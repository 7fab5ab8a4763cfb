import type { PlanningDeps } from '../../deps.ts';
import type { ExecutorKind } from '../application-body.ts';
import type { Actor } from '../transact.ts';
import { renderGoogleAdsEditorFile, renderMetaBulkFile, renderYandexCommanderFile } from './bulk-files.ts';
import type { Executor } from './executor.ts';
import { renderGoogleAdsRequests } from './google-ads.ts';
import { renderMetaRequests } from './meta.ts';
import { type Render, renderingExecutor } from './rendering.ts';
import { storeExecutor } from './store.ts';
import { webhookExecutor } from './webhook.ts';
import { renderYandexDirectRequests } from './yandex-direct.ts';

export type RenderingKind = Exclude<ExecutorKind, 'STORE' | 'WEBHOOK'>;

/** A script reads the items and reports on them: there is nothing to prepare for it. */
const renderNothing: Render = () => ({ artefacts: [], results: [] });

export const RENDERINGS: Readonly<Record<RenderingKind, Render>> = {
  GOOGLE_ADS_EDITOR_FILE: renderGoogleAdsEditorFile,
  META_BULK_FILE: renderMetaBulkFile,
  YANDEX_COMMANDER_FILE: renderYandexCommanderFile,
  GOOGLE_ADS_REQUESTS: renderGoogleAdsRequests,
  META_REQUESTS: renderMetaRequests,
  YANDEX_DIRECT_REQUESTS: renderYandexDirectRequests,
  SCRIPT: renderNothing,
};

export function executorOf(
  kind: ExecutorKind,
  deps: PlanningDeps,
  actor: Actor,
  webhookUrl: string | null,
): Executor {
  switch (kind) {
    case 'STORE':
      return storeExecutor(deps, actor);
    case 'WEBHOOK':
      return webhookExecutor({ transport: deps.webhook, url: webhookUrl, now: deps.now });
    default:
      return renderingExecutor(kind, RENDERINGS[kind]);
  }
}
