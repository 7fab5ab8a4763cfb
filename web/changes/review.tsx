import type { ResultOf } from '../api/graphql.ts';
import { useQuery } from '../api/use-query.ts';
import { count, percent } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Card } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Said } from '../parts/said.tsx';
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
            <p>
              <Said own={reviewWords(review)}>{review.sentence}</Said>
            </p>
            {review.wape !== null && (
              <p>
                WAPE {percent(review.wape)} · {t('curve.coverage')} {percent(review.coverage)}
              </p>
            )}
            {review.campaigns.length > 0 && (
              <PlainTable
                label={t('changes.review')}
                rows={review.campaigns}
                keyOf={({ campaignId }) => campaignId}
                columns={[
                  { title: t('column.campaign'), cell: ({ campaignName }) => campaignName },
                  { title: t('changes.predicted'), cell: ({ predicted }) => count(predicted) },
                  {
                    title: '80 %',
                    cell: ({ interval }) =>
                      interval ? `${count(interval.low)} – ${count(interval.high)}` : '–',
                  },
                  { title: t('changes.actual'), cell: ({ actual }) => count(actual) },
                  { title: t('column.status'), cell: ({ isInside }) => insideWords(isInside) },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

const insideWords = (isInside: boolean | null): string =>
  isInside === null ? '–' : isInside ? `✓ ${t('changes.inside')}` : `✕ ${t('changes.outside')}`;

function reviewWords({ total, days }: ResultOf<typeof REVIEW>['review']): string {
  if (total === null) return t('said.review.none');
  const { low, high } = total.interval ?? { low: total.predicted, high: total.predicted };
  return t('said.review', { actual: count(total.actual), n: days, low: count(low), high: count(high) });
}
