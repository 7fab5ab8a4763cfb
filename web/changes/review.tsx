import { useQuery } from '../api/use-query.ts';
import { count, percent } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Card } from '../parts/page.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Loaded } from '../parts/states.tsx';
import { REVIEW } from './documents.ts';

/** What was predicted when the plan was approved, beside what came after the conversion lag. */
export function Review({ id }: { id: string }) {
  const answer = useQuery(REVIEW, { id });
  return (
    <Card title={t('changes.review')}>
      <Loaded of={answer}>
        {({ review }) => (
          <>
            <p lang="en">{review.sentence}</p>
            {review.wape !== null && (
              <p>
                WAPE {percent(review.wape)} · {t('curve.coverage')} {percent(review.coverage)}
              </p>
            )}
            {review.campaigns.length > 0 && (
              <ScrollRegion label={t('changes.review')}>
                <table class="plain">
                  <thead>
                    <tr>
                      <th scope="col">{t('column.campaign')}</th>
                      <th scope="col">{t('changes.predicted')}</th>
                      <th scope="col">80 %</th>
                      <th scope="col">{t('changes.actual')}</th>
                      <th scope="col">{t('column.status')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {review.campaigns.map((row) => (
                      <tr key={row.campaignId}>
                        <th scope="row">{row.campaignName}</th>
                        <td>{count(row.predicted)}</td>
                        <td>
                          {row.interval ? `${count(row.interval.low)} – ${count(row.interval.high)}` : '–'}
                        </td>
                        <td>{count(row.actual)}</td>
                        <td>
                          {row.isInside === null
                            ? '–'
                            : row.isInside
                              ? `✓ ${t('changes.inside')}`
                              : `✕ ${t('changes.outside')}`}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollRegion>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}
