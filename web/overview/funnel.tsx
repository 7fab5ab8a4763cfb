import { compact, money, percent, unitsOrNull } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Delta, ratioOf } from '../parts/badges.tsx';

interface Stage {
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenue: { readonly amount: string } | null;
}

interface FunnelProps {
  readonly now: Stage;
  readonly before: Stage;
  readonly currency: string;
}

/** From impressions to revenue, with the rate of each step and how it moved. The worst move is the bottleneck. */
export function Funnel({ now, before, currency }: FunnelProps) {
  const steps = [
    { name: t('kpi.impressions'), value: now.impressions, was: before.impressions },
    { name: t('kpi.clicks'), value: now.clicks, was: before.clicks },
    { name: t('kpi.conversions'), value: now.conversions, was: before.conversions },
  ];
  const rates = steps.slice(1).map(({ name, value, was }, i) => {
    const above = steps[i];
    const rate = ratio(value, above?.value ?? null);
    return { name, rate, change: ratioOf(rate, ratio(was, above?.was ?? null)) };
  });
  const worst = rates.reduce<(typeof rates)[number] | null>(
    (found, step) => ((step.change ?? 0) < Math.min(-0.01, found?.change ?? 0) ? step : found),
    null,
  );
  const most = Math.log10(Math.max(10, now.impressions ?? 10));
  const revenue = unitsOrNull(now.revenue);
  return (
    <>
      <ol class="funnel">
        {steps.map(({ name, value }, i) => (
          <li key={name}>
            <div
              class="funnel-bar"
              style={{ inlineSize: `${Math.max(8, (Math.log10(Math.max(1, value ?? 1)) / most) * 100)}%` }}
            >
              <span>{name}</span> <strong>{compact(value)}</strong>
            </div>
            {rates[i] && (
              <p class="funnel-rate">
                {percent(rates[i]?.rate, 2)} <Delta ratio={rates[i]?.change ?? null} rise="good" />
                {worst === rates[i] && <span class="badge warn">▼ {t('funnel.bottleneck')}</span>}
              </p>
            )}
          </li>
        ))}
      </ol>
      <p class="quiet">
        {revenue !== null && t('funnel.revenue', { revenue: money(revenue, currency) })} {t('funnel.scale')}
      </p>
    </>
  );
}

const ratio = (value: number | null, of: number | null): number | null =>
  value === null || of === null || of === 0 ? null : value / of;
