import { t } from '../i18n/i18n.ts';
import { Empty } from '../parts/states.tsx';

/** Nothing is imported yet: what to do first. */
export function FirstRun() {
  return (
    <Empty isWhole title={t('first.title')}>
      <ol class="steps">
        <li>{t('first.export')}</li>
        <li>
          <a href="/import">{t('first.import')}</a>
        </li>
        <li>{t('first.plan')}</li>
      </ol>
      <p class="quiet">{t('first.example')}</p>
    </Empty>
  );
}
