import { useQuery } from '../api/use-query.ts';
import { compact, dayRange, money, percent, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Delta } from '../parts/badges.tsx';
import { Loaded } from '../parts/states.tsx';
import { FUNNEL, type Funnel as FunnelData } from './documents.ts';

interface FunnelProps {
  readonly from: string;
  readonly to: string;
}

/** From impressions to margin, each step beside what is usual, and where it narrows most against that. */
export function Funnel({ from, to }: FunnelProps) {
  const funnel = useQuery(FUNNEL, { from, to });
  return <Loaded of={funnel}>{(data) => <Steps funnel={data.funnel} />}</Loaded>;
}

/** Money is told beside the funnel: a stage of it would not compare with counts. */
const COUNTED = ['IMPRESSIONS', 'CLICKS', 'CONVERSIONS', 'LEADS', 'ORDERS', 'NEW_CUSTOMERS'];

function Steps({ funnel }: { funnel: FunnelData }) {
  const { stages, steps, bottleneck, norm, currencyCode } = funnel;
  const counted = stages.filter(({ stage }) => COUNTED.includes(stage));
  const most = Math.log10(Math.max(10, ...counted.map(({ value }) => value)));
  const revenue = stages.find(({ stage }) => stage === 'REVENUE');
  return (
    <>
      <ol class="funnel">
        {counted.map(({ stage, value }) => {
          const step = steps.find(({ to }) => to === stage);
          const isBottleneck = bottleneck?.to === stage;
          const loss = unitsOrNull(bottleneck?.loss);
          return (
            <li key={stage}>
              {step && (
                <p class="funnel-rate">
                  {percent(step.rate, 2)} <Delta ratio={step.change} rise="good" />
                  {isBottleneck && (
                    <span class="badge warn">
                      ▼ {t('funnel.bottleneck')}
                      {loss !== null && ` ${money(-Math.abs(loss), currencyCode)}`}
                    </span>
                  )}
                </p>
              )}
              <div
                class="funnel-bar"
                style={{ inlineSize: `${Math.max(8, (Math.log10(Math.max(1, value)) / most) * 100)}%` }}
              >
                <span>{wordsFor('stage', stage) ?? stage}</span> <strong>{compact(value)}</strong>
              </div>
            </li>
          );
        })}
      </ol>
      <p class="quiet">
        {revenue && t('funnel.revenue', { revenue: money(revenue.value, currencyCode) })}{' '}
        {t('funnel.scale', { norm: dayRange(norm.from, norm.to) })}
      </p>
    </>
  );
}
