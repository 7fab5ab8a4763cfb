import { count, money, number, percent, units, unitsOrNull } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { Delta, ratioOf } from '../../parts/badges.tsx';
import type { AnsweredScenario as Scenario } from '../documents.ts';
import { outcomeWords } from '../outcome-words.ts';

/** The plan in five figures, each beside that of today, with the band it is expected in. */
export function Summary({ scenario }: { scenario: Scenario }) {
  const { before, after, gain, uncertainty, currencyCode: currency } = scenario;
  if (!after || !gain) return null;
  const cpa = unitsOrNull(after.cpa);
  const revenue = unitsOrNull(after.revenue);
  return (
    <dl class="tiles">
      <div class="tile lead-tile">
        <dt>{t('result.conversions', { what: outcomeWords(scenario.outcome) })}</dt>
        <dd class="big">{count(after.expectedConversions)}</dd>
        <dd>
          <Delta ratio={gain.conversionsRatio} rise="good" />{' '}
          {after.interval && (
            <span class="quiet">
              {t('result.band', { low: count(after.interval.low), high: count(after.interval.high) })}
            </span>
          )}
        </dd>
      </div>
      <div class="tile">
        <dt>{t('result.gain')}</dt>
        <dd class="big">{count(gain.conversions, true)}</dd>
        <dd>
          {gain.conversionsInterval && (
            <span class="quiet">
              {t('result.band', {
                low: count(gain.conversionsInterval.low, true),
                high: count(gain.conversionsInterval.high, true),
              })}
            </span>
          )}
        </dd>
      </div>
      <div class="tile">
        <dt>{t('result.spend')}</dt>
        <dd class="big">{money(units(after.spend), currency)}</dd>
        <dd>
          <Delta ratio={ratioOf(units(after.spend), units(before.spend))} />
        </dd>
      </div>
      <div class="tile">
        <dt>{t('kpi.cpa')}</dt>
        <dd class="big">{money(cpa, currency)}</dd>
        <dd>
          <Delta ratio={ratioOf(cpa, unitsOrNull(before.cpa))} rise="bad" />
        </dd>
      </div>
      {revenue !== null && (
        <div class="tile">
          <dt>{t('result.revenue')}</dt>
          <dd class="big">{money(revenue, currency)}</dd>
          <dd>
            <Delta ratio={ratioOf(revenue, unitsOrNull(before.revenue))} rise="good" />{' '}
            <span class="quiet">{t('result.roas', { roas: number(after.roas, 2) })}</span>
          </dd>
        </div>
      )}
      {uncertainty && (
        <div class="tile">
          <dt>{t('result.probability')}</dt>
          <dd class="big">{percent(uncertainty.probabilityBeatsCurrent)}</dd>
          <dd class="quiet">{t('result.draws', { n: uncertainty.draws })}</dd>
        </div>
      )}
    </dl>
  );
}
