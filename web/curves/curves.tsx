import { type Anchored, WithAnchor } from '../data/with-anchor.tsx';
import { money, percent, units, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { beliefOf, Verdict } from '../parts/badges.tsx';
import { Page } from '../parts/page.tsx';
import { Said } from '../parts/said.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { parameter, setParameters } from '../shell/router.ts';
import { CurveFigure, CurveLegend } from './curve-figure.tsx';
import type { Curve } from './documents.ts';
import { type ObservedPoint, useCurves, useObserved } from './load-curves.ts';

/** All curves side by side, the largest spend first: where the next money brings most, and how sure that is. */
export function Curves() {
  return <WithAnchor>{(anchor) => <CurvesOf {...anchor} />}</WithAnchor>;
}

const ORDERS = {
  spend: (a: Curve, b: Curve) => units(b.currentSpend) - units(a.currentSpend),
  marginal: (a: Curve, b: Curve) => marginal(a) - marginal(b),
  name: (a: Curve, b: Curve) => a.campaign.name.localeCompare(b.campaign.name),
} as const;

const marginal = ({ marginalCpaAtCurrent }: Curve) =>
  unitsOrNull(marginalCpaAtCurrent) ?? Number.POSITIVE_INFINITY;

function CurvesOf(anchor: Anchored) {
  const curves = useCurves();
  return (
    <Page title={t('curves.title')} lead={t('curves.lead')}>
      <Loaded of={curves} lines={10}>
        {(all) => <Grid curves={all} {...anchor} />}
      </Loaded>
    </Page>
  );
}

function Grid({ curves, currency, completeThrough }: Anchored & { curves: readonly Curve[] }) {
  const verdict = parameter('verdict') ?? '';
  const channel = parameter('channel') ?? '';
  const order = (parameter('order') ?? 'spend') as keyof typeof ORDERS;
  const shown = curves
    .filter(({ identifiability }) =>
      verdict === 'unsure'
        ? identifiability.verdict !== 'WELL_IDENTIFIED'
        : verdict === '' || identifiability.verdict === verdict,
    )
    .filter(({ campaign }) => channel === '' || campaign.channel.slug === channel)
    .sort(ORDERS[order] ?? ORDERS.spend);
  const observed = useObserved(
    shown.map(({ campaign }) => campaign.id),
    completeThrough,
  );
  const channels = [
    ...new Map(curves.map(({ campaign }) => [campaign.channel.slug, campaign.channel.name])),
  ].sort();
  return (
    <>
      <div class="toolbar">
        <label>
          {t('curves.believed')}
          <select value={verdict} onChange={(event) => setParameters({ verdict: event.currentTarget.value })}>
            <option value="">{t('curves.all')}</option>
            <option value="WELL_IDENTIFIED">{wordsFor('verdict', 'WELL_IDENTIFIED')}</option>
            <option value="unsure">{t('curves.unsure')}</option>
          </select>
        </label>
        <label>
          {t('column.channel')}
          <select value={channel} onChange={(event) => setParameters({ channel: event.currentTarget.value })}>
            <option value="">{t('campaigns.everyChannel')}</option>
            {channels.map(([slug, name]) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('curves.order')}
          <select value={order} onChange={(event) => setParameters({ order: event.currentTarget.value })}>
            <option value="spend">{t('kpi.spend')}</option>
            <option value="marginal">{t('curve.marginalCpa')}</option>
            <option value="name">{t('column.campaign')}</option>
          </select>
        </label>
        <span class="quiet" role="status">
          {t('table.rows', { n: shown.length })}
        </span>
      </div>
      <div class="legend">
        <CurveLegend />
      </div>
      {shown.length === 0 && <Empty title={t('table.none')} />}
      <div class="multiples">
        {shown.map((curve) => (
          <CurveCard
            key={curve.campaign.id}
            curve={curve}
            currency={currency}
            observed={observed.get(curve.campaign.id) ?? []}
          />
        ))}
      </div>
    </>
  );
}

interface CurveCardProps {
  readonly curve: Curve;
  readonly currency: string;
  readonly observed: readonly ObservedPoint[];
}

function CurveCard({ curve, currency, observed }: CurveCardProps) {
  const { campaign, identifiability } = curve;
  return (
    <article class="card">
      <CurveFigure compact curve={curve} currency={currency} observed={observed} height={200} />
      <p>
        <Verdict verdict={identifiability.verdict} />
      </p>
      <p class="small">
        {t('curve.next', { cpa: money(unitsOrNull(curve.marginalCpaAtCurrent), currency) })}
        {curve.saturationAtCurrent !== null &&
          ` ${t('curve.saturated', { share: percent(curve.saturationAtCurrent) })}`}
      </p>
      <p class="small quiet">
        <Said own={beliefOf(curve.observedSpend.variation, curve.observations)}>
          {identifiability.reason}
        </Said>
      </p>
      <a href={`/campaigns/${encodeURIComponent(campaign.id)}`}>{t('curve.more', { name: campaign.name })}</a>
    </article>
  );
}
