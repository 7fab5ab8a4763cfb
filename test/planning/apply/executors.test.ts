import { describe, expect, it } from 'vitest';
import { EXECUTORS, type ExecutorKind } from '../../../planning/apply/application-body.ts';
import type { ExecutionItem, ExecutionOrder } from '../../../planning/apply/executors/executor.ts';
import { executorOf } from '../../../planning/apply/executors/executors.ts';
import { metaAmount, yandexAmount } from '../../../planning/apply/executors/platform-units.ts';
import { orderOf } from '../../../planning/apply/resume.ts';
import {
  isSignatureValid,
  type WebhookAnswer,
  type WebhookTransport,
} from '../../../planning/apply/webhook-delivery.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import { applicationId, changeSetId } from '../../../store/model/ids.ts';
import {
  ADA,
  addCampaigns,
  applyDeps,
  applying,
  approved,
  BOB,
  type Move,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

const PLATFORM_OF: Readonly<Record<ExecutorKind, string>> = {
  STORE: 'google_ads',
  GOOGLE_ADS_EDITOR_FILE: 'google_ads',
  META_BULK_FILE: 'meta_ads',
  YANDEX_COMMANDER_FILE: 'yandex_direct',
  GOOGLE_ADS_REQUESTS: 'google_ads',
  META_REQUESTS: 'meta_ads',
  YANDEX_DIRECT_REQUESTS: 'yandex_direct',
  WEBHOOK: 'google_ads',
  SCRIPT: 'google_ads',
};

const anItem = (id: string, from: number, to: number, more: Partial<ExecutionItem> = {}): ExecutionItem => ({
  campaignId: id,
  campaignName: `Campaign ${id}`,
  platform: 'google_ads',
  accountId: '123-456-7890',
  externalId: id,
  platformBudgetId: `9${id}`,
  beforeMicros: BigInt(from) * 1_000_000n,
  afterMicros: BigInt(to) * 1_000_000n,
  ...more,
});

const anOrder = (items: readonly ExecutionItem[], currencyCode = 'EUR'): ExecutionOrder => ({
  workspaceId: WORKSPACE,
  applicationId: applicationId('application-1'),
  changeSetId: changeSetId('change-set-1'),
  planHash: 'hash',
  currencyCode,
  items,
});

/** A receiver that gives one answer after the other, and remembers what it was sent. */
function receiver(answers: readonly (WebhookAnswer | Error)[]) {
  const sent: { url: string; headers: Readonly<Record<string, string>>; body: string }[] = [];
  const waits: number[] = [];
  const transport: WebhookTransport = {
    secretOf: (workspace) => `secret of ${workspace}`,
    async post(url, headers, body) {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ url, headers, body });
      if (answer instanceof Error || answer === undefined) throw answer ?? new Error('No answer.');
      return answer;
    },
    sleep: async (ms) => void waits.push(ms),
    random: () => 1,
  };
  return { transport, sent, waits };
}

const executing = (kind: ExecutorKind, order: ExecutionOrder, deps: PlanningDeps = applyDeps()) =>
  executorOf(kind, deps, ADA, 'https://hooks.example.com/budgets').execute(order);

describe.each(EXECUTORS)('the executor %s', (kind) => {
  const platform = PLATFORM_OF[kind];
  const moves: readonly Move[] = Array.from({ length: 23 }, (_, i) => ({
    id: String(1000 + i),
    from: 100,
    to: i % 3 === 0 ? 90 : 104,
    platform,
    accountId: i % 2 === 0 ? '123-456-7890' : '999-456-7890',
  }));

  async function handedOut() {
    const { transport } = receiver([{ status: 200, body: '' }]);
    const deps = { ...applyDeps(createMemoryStore()), webhook: transport };
    await withGuardRails(deps, { ...WIDE, webhookUrl: 'https://hooks.example.com/budgets' });
    await addCampaigns(deps, moves);
    const changeSet = await approved(deps, moves);
    const application = await applying(deps, changeSet, 'key', { executor: kind });
    const order = await orderOf(deps, BOB, application);
    return { deps, application, order };
  }

  it('does again what it did once', async () => {
    const { deps, order } = await handedOut();
    const [first, second] = [await executing(kind, order, deps), await executing(kind, order, deps)];
    expect(second).toEqual(first);
  });

  it('speaks of every item once and of no other', async () => {
    const { deps, order } = await handedOut();
    const { artefacts, results } = await executing(kind, order, deps);
    const spokenOf = [
      ...artefacts.flatMap(({ campaignIds }) => campaignIds),
      ...results.map(({ campaignId }) => campaignId),
    ];
    expect(new Set(spokenOf).size).toBe(spokenOf.length);
    const ids = order.items.map(({ campaignId }) => campaignId);
    expect(spokenOf.every((id) => ids.includes(id))).toBe(true);
    if (artefacts.length > 0) expect(spokenOf).toHaveLength(ids.length);
  });

  it('lowers before it raises', async () => {
    const { deps, order } = await handedOut();
    const isLowered = new Map(
      order.items.map(({ campaignId, beforeMicros, afterMicros }) => [
        campaignId,
        afterMicros < beforeMicros,
      ]),
    );
    const { artefacts, results } = await executing(kind, order, deps);
    for (const inOrder of [
      artefacts.flatMap(({ campaignIds }) => campaignIds),
      results.filter(({ status }) => status !== 'UNSUPPORTED').map(({ campaignId }) => campaignId),
    ]) {
      const phases = inOrder.map((id) => isLowered.get(id));
      expect(phases).toEqual([...phases].sort((a, b) => Number(b) - Number(a)));
    }
  });

  it('never mixes what is lowered with what is raised in one artefact', async () => {
    const { deps, order } = await handedOut();
    const lowered = new Set(
      order.items
        .filter(({ beforeMicros, afterMicros }) => afterMicros < beforeMicros)
        .map(({ campaignId }) => campaignId),
    );
    for (const { campaignIds } of (await executing(kind, order, deps)).artefacts) {
      expect(new Set(campaignIds.map((id) => lowered.has(id))).size).toBe(1);
    }
  });

  it('says of what it cannot take that it cannot, where it is one platform’s', async () => {
    if (kind === 'STORE' || kind === 'WEBHOOK' || kind === 'SCRIPT') return;
    const { artefacts, results } = await executing(
      kind,
      anOrder([anItem('1', 100, 90, { platform: 'another_platform' })]),
    );
    expect(artefacts).toEqual([]);
    expect(results).toMatchObject([{ campaignId: '1', status: 'UNSUPPORTED' }]);
  });
});

describe('what platforms are given', () => {
  const content = async (kind: ExecutorKind, items: readonly ExecutionItem[], currencyCode?: string) =>
    (await executing(kind, anOrder(items, currencyCode))).artefacts.map((artefact) => artefact.content);

  it('Google Ads: micros as text, to the budget of the customer', async () => {
    const [request] = await content('GOOGLE_ADS_REQUESTS', [anItem('7', 100, 90)]);
    expect(JSON.parse(request ?? '')).toEqual({
      method: 'POST',
      url: 'https://googleads.googleapis.com/v26/customers/1234567890/campaignBudgets:mutate',
      body: {
        operations: [
          {
            updateMask: 'amountMicros',
            update: {
              resourceName: 'customers/1234567890/campaignBudgets/97',
              amountMicros: '90000000',
            },
          },
        ],
        partialFailure: false,
        validateOnly: false,
      },
    });
  });

  it('Meta: the smallest unit of the currency, to the ad set or the campaign', async () => {
    const meta = { platform: 'meta_ads', afterMicros: 25_500_000n };
    const [toAdSet] = await content('META_REQUESTS', [anItem('7', 100, 90, meta)]);
    expect(JSON.parse(toAdSet ?? '')).toMatchObject({
      url: 'https://graph.facebook.com/97',
      form: { daily_budget: '2550' },
    });
    const yen = { platform: 'meta_ads', platformBudgetId: null, afterMicros: 5_000_000_000n };
    const [toCampaign] = await content('META_REQUESTS', [anItem('7', 100, 90, yen)], 'JPY');
    expect(JSON.parse(toCampaign ?? '')).toMatchObject({
      url: 'https://graph.facebook.com/7',
      form: { daily_budget: '5000' },
    });
  });

  it.each([
    [25_500_000n, 'EUR', '2550'],
    [25_505_000n, 'EUR', null],
    [5_000_000_000n, 'JPY', '5000'],
    [5_000_500_000n, 'JPY', null],
    [300_000_000n, 'HUF', '300'],
  ])('Meta counts %s micros of %s as %s', (amount, currencyCode, expected) => {
    expect(metaAmount(amount, currencyCode)).toBe(expected);
  });

  it('Yandex.Direct: times a million, ten campaigns a call', async () => {
    const items = Array.from({ length: 12 }, (_, i) =>
      anItem(String(100 + i), 100, 90, { platform: 'yandex_direct' }),
    );
    const calls = (await content('YANDEX_DIRECT_REQUESTS', items)).map((text) => JSON.parse(text));
    expect(calls.map(({ body }) => body.params.Campaigns.length)).toEqual([10, 2]);
    expect(calls[0].body.params.Campaigns[0]).toEqual({
      Id: 100,
      DailyBudget: { Amount: 90_000_000, Mode: 'STANDARD' },
    });
    expect(yandexAmount(2n ** 60n)).toBeNull();
  });

  it('files: names that need quotes keep them', async () => {
    const name = 'Brand, "exact"';
    expect(await content('GOOGLE_ADS_EDITOR_FILE', [anItem('7', 100, 90, { campaignName: name })])).toEqual([
      'Campaign,Campaign daily budget\r\n"Brand, ""exact""",90.00\r\n',
    ]);
    expect(
      await content('META_BULK_FILE', [
        anItem('7', 100, 90, { platform: 'meta_ads', platformBudgetId: null }),
      ]),
    ).toEqual(['Campaign ID,Campaign Name,Campaign Daily Budget\r\ncg:7,Campaign 7,90.00\r\n']);
    expect(
      await content('YANDEX_COMMANDER_FILE', [anItem('7', 100, 90, { platform: 'yandex_direct' })]),
    ).toEqual(['ID кампании\tНазвание кампании\tДневной бюджет\r\n7\tCampaign 7\t90.00\r\n']);
  });
});

describe('the webhook', () => {
  const order = anOrder([anItem('7', 100, 90), anItem('8', 100, 110)]);
  const sendTo = (answers: readonly (WebhookAnswer | Error)[]) => {
    const { transport, sent, waits } = receiver(answers);
    return { execution: executing('WEBHOOK', order, { ...applyDeps(), webhook: transport }), sent, waits };
  };

  it('is signed over time and body, for its workspace alone', async () => {
    const { execution, sent } = sendTo([{ status: 204, body: '' }]);
    expect((await execution).delivery).toMatchObject({ attempts: 1, isDelivered: true });
    const { headers, body } = sent[0] ?? { headers: {} as Record<string, string>, body: '' };
    const signature = headers['equimarginal-signature'] ?? '';
    const now = Math.floor(Date.parse('2026-11-10T09:00:00Z') / 1000);
    expect(isSignatureValid('secret of acme', signature, body, now)).toBe(true);
    expect(isSignatureValid('secret of rival', signature, body, now)).toBe(false);
    expect(isSignatureValid('secret of acme', signature, `${body} `, now)).toBe(false);
    expect(isSignatureValid('secret of acme', signature, body, now + 301)).toBe(false);
    expect(isSignatureValid('secret of acme', '', body, now)).toBe(false);
    expect(JSON.parse(body)).toMatchObject({
      type: 'plan.apply',
      items: [{ phase: 'LOWER' }, { phase: 'RAISE' }],
    });
  });

  it.each([
    ['nobody answers', new Error('ECONNREFUSED')],
    ['it is busy', { status: 429, body: '' }],
    ['it is broken', { status: 503, body: '' }],
  ])('is sent again while %s, under the same delivery id', async (_what, trouble) => {
    const { execution, sent, waits } = sendTo([trouble, trouble, { status: 200, body: '' }]);
    expect((await execution).delivery).toMatchObject({ attempts: 3, isDelivered: true });
    expect(new Set(sent.map(({ headers }) => headers['equimarginal-delivery']))).toEqual(
      new Set(['application-1']),
    );
    expect(waits).toEqual([200, 400]);
  });

  it('gives up after five attempts, and at once where it is refused', async () => {
    expect((await sendTo([{ status: 500, body: '' }]).execution).delivery).toMatchObject({
      attempts: 5,
      isDelivered: false,
    });
    expect((await sendTo([{ status: 401, body: '' }]).execution).delivery).toMatchObject({
      attempts: 1,
      isDelivered: false,
    });
  });

  it('takes the results that the receiver answers with, and none of strangers', async () => {
    const body = JSON.stringify({
      results: [
        { campaignId: '7', applied: true, requestId: 'r7' },
        { campaignId: 'stranger', applied: true },
      ],
    });
    const { results } = await sendTo([{ status: 200, body }]).execution;
    expect(results).toMatchObject([
      { campaignId: '7', status: 'APPLIED', observedAfterMicros: '90000000', requestId: 'r7' },
    ]);
  });

  it('that failed is sent again by a repetition under the same key', async () => {
    const { transport, sent } = receiver([
      ...Array.from({ length: 5 }, () => ({ status: 503, body: '' })),
      {
        status: 200,
        body: JSON.stringify({ results: [{ campaignId: 'a', applied: true }] }),
      },
    ]);
    const deps = { ...applyDeps(), webhook: transport };
    await withGuardRails(deps, { ...WIDE, webhookUrl: 'https://hooks.example.com/budgets' });
    const moves = [{ id: 'a', from: 100, to: 110 }];
    await addCampaigns(deps, moves);
    const changeSet = await approved(deps, moves);
    const first = await applying(deps, changeSet, 'key', { executor: 'WEBHOOK' });
    expect(first).toMatchObject({ state: 'AWAITING_REPORTS', body: { delivery: { isDelivered: false } } });
    const second = await applying(deps, changeSet, 'key', { executor: 'WEBHOOK' });
    expect(second).toMatchObject({ state: 'DONE', body: { results: [{ status: 'APPLIED' }] } });
    expect(sent).toHaveLength(6);
  });

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://metadata.internal/',
    'https://user:pass@hooks.example.com/',
    'not a url',
  ])('is not sent to %s', async (webhookUrl) => {
    await expect(withGuardRails(applyDeps(), { webhookUrl })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['webhookUrl'],
    });
  });
});
