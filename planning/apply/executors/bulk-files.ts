import { nameFigure, says } from '../../../optimizer/statement.ts';
import type { ExecutionItem } from './executor.ts';
import { refuseForMeta } from './meta.ts';
import { fileAmount } from './platform-units.ts';
import { isDecrease, otherPlatform, type Refuse, type Render, supported } from './rendering.ts';

interface Layout {
  readonly name: string;
  readonly mediaType: string;
  readonly separator: ',' | '\t';
  readonly columns: readonly (readonly [header: string, cell: (item: ExecutionItem) => string])[];
  readonly refuse: Refuse;
}

/**
 * Headers must be English; empty columns leave things as they are. A campaign is known by its name.
 * https://support.google.com/google-ads/editor/answer/57747
 */
const GOOGLE_ADS_EDITOR: Layout = {
  name: 'google-ads-editor',
  mediaType: 'text/csv',
  separator: ',',
  columns: [
    ['Campaign', ({ campaignName }) => campaignName],
    ['Campaign daily budget', ({ afterMicros }) => fileAmount(afterMicros)],
  ],
  refuse: otherPlatform('google_ads'),
};

/** Ads Manager's own exports put `cg:` before a campaign's id, so that a spreadsheet does not take it for a number. */
const META_BULK: Layout = {
  name: 'meta-bulk',
  mediaType: 'text/csv',
  separator: ',',
  columns: [
    ['Campaign ID', ({ externalId }) => `cg:${externalId}`],
    ['Campaign Name', ({ campaignName }) => campaignName],
    ['Campaign Daily Budget', ({ afterMicros }) => fileAmount(afterMicros)],
  ],
  refuse: (item, order) =>
    refuseForMeta(item, order) ??
    (item.platformBudgetId !== null && item.platformBudgetId !== item.externalId
      ? says(
          'BUDGET_IN_AD_SET',
          `The budget of ${item.campaignName} lies in an ad set, which this file does not reach.`,
          nameFigure('name', item.campaignName),
        )
      : null),
};

/**
 * Headers must be Russian; UTF-8, separated by tabs.
 * https://yandex.com/support/direct-commander-new/en/advanced/file-format
 */
const YANDEX_COMMANDER: Layout = {
  name: 'yandex-commander',
  mediaType: 'text/tab-separated-values',
  separator: '\t',
  columns: [
    ['ID кампании', ({ externalId }) => externalId],
    ['Название кампании', ({ campaignName }) => campaignName],
    ['Дневной бюджет', ({ afterMicros }) => fileAmount(afterMicros)],
  ],
  refuse: otherPlatform('yandex_direct'),
};

/** One file an account for what is lowered, and one for what is raised, to be uploaded in this order. */
const renderFile =
  (layout: Layout): Render =>
  (order) => {
    const { items, results } = supported(order, layout.refuse);
    const phases = [
      { phase: '1-lower', items: items.filter(isDecrease) },
      { phase: '2-raise', items: items.filter((item) => !isDecrease(item)) },
    ];
    const artefacts = phases.flatMap(({ phase, items: ofPhase }) =>
      [...accountsOf(ofPhase)].map(([account, ofAccount]) => ({
        name: [layout.name, ...(account === '' ? [] : [account.replace(/[^\w-]/g, '_')]), phase].join('-'),
        mediaType: layout.mediaType,
        campaignIds: ofAccount.map(({ campaignId }) => campaignId),
        content: tableOf(layout, ofAccount),
      })),
    );
    const extension = layout.separator === ',' ? 'csv' : 'tsv';
    return { results, artefacts: artefacts.map((file) => ({ ...file, name: `${file.name}.${extension}` })) };
  };

function accountsOf(items: readonly ExecutionItem[]): ReadonlyMap<string, readonly ExecutionItem[]> {
  const accounts = new Map<string, ExecutionItem[]>();
  for (const item of items) {
    const account = item.accountId ?? '';
    accounts.set(account, [...(accounts.get(account) ?? []), item]);
  }
  return accounts;
}

function tableOf({ columns, separator }: Layout, items: readonly ExecutionItem[]): string {
  const rows = [
    columns.map(([header]) => header),
    ...items.map((item) => columns.map(([, cell]) => cell(item))),
  ];
  const quoted = (text: string) =>
    /["\r\n\t,]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((cells) => `${cells.map(quoted).join(separator)}\r\n`).join('');
}

export const renderGoogleAdsEditorFile = renderFile(GOOGLE_ADS_EDITOR);
export const renderMetaBulkFile = renderFile(META_BULK);
export const renderYandexCommanderFile = renderFile(YANDEX_COMMANDER);
