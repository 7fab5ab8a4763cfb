import { useState } from 'preact/hooks';
import { count, money, percent } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import { Verdict } from '../../parts/badges.tsx';
import { ScrollRegion } from '../../parts/scroll-region.tsx';
import type { Solution } from './documents.ts';
import { countsRevenue, type PlannedUnit } from './draft.ts';
import { type CampaignLimit, type Plan, withLimit, withOwnSpend } from './plan.ts';

interface PlanTableProps {
  readonly plan: Plan;
  readonly planned: readonly PlannedUnit[];
  readonly solution: Solution | null;
  readonly currency: string;
  readonly change: (plan: Plan) => void;
}

/** Every campaign with its lock and limits, and what the plan does with it. */
export function PlanTable({ plan, planned, solution, currency, change }: PlanTableProps) {
  const brings = (value: number) =>
    countsRevenue(planned) ? money(value, currency, true) : count(value, true);
  const isAsked = Object.values(plan.campaigns ?? {}).some((own) => MORE.some((name) => own[name]));
  const [isFull, setFull] = useState(isAsked);
  const shows: readonly AmountName[] = isFull ? ['min', 'max', ...MORE] : ['min', 'max'];
  const found = new Map(solution?.units.map((unit) => [unit.id, unit]));
  return (
    <section class="card wide">
      <h2>{t('builder.table')}</h2>
      <label class="check">
        <input type="checkbox" checked={isFull} onChange={(event) => setFull(event.currentTarget.checked)} />
        {t('builder.allLimits')}
      </label>
      <ScrollRegion label={t('builder.table')}>
        <table class="rows plan">
          <thead>
            <tr>
              <th scope="col">{t('column.campaign')}</th>
              <th scope="col">{t('builder.lock')}</th>
              {shows.map((name) => (
                <th key={name} scope="col">
                  {t(`builder.${name}`)}
                </th>
              ))}
              <th scope="col" class="number">
                {t('column.current')}
              </th>
              <th scope="col" class="number">
                {t('column.proposed')}
              </th>
              <th scope="col" class="number">
                {t('column.change')}
              </th>
              <th scope="col" class="number">
                {t('column.gain')}
              </th>
              <th scope="col">{t('column.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {planned.map(({ id, name, current, verdict, room }) => {
              const own = plan.campaigns?.[id];
              const unit = found.get(id);
              const spend = unit?.spend ?? null;
              const moved = spend === null ? null : spend - current;
              return (
                <tr key={id}>
                  <th scope="row">
                    <a href={`/campaigns/${encodeURIComponent(id)}`}>{name}</a>{' '}
                    {verdict !== 'WELL_IDENTIFIED' && <Verdict verdict={verdict} />}
                  </th>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={t('builder.lock.of', { name })}
                      checked={own?.locked ?? false}
                      onChange={(event) =>
                        change(withLimit(plan, id, { locked: event.currentTarget.checked }))
                      }
                    />
                  </td>
                  {shows.map((amount) => (
                    <td key={amount}>
                      <AmountInput
                        isBare
                        label={t(`builder.${amount}.of`, { name })}
                        value={own?.[amount]}
                        placeholder={placeholderOf(amount, room)}
                        disabled={own?.locked ?? false}
                        onChange={(value) => change(withLimit(plan, id, limit({ [amount]: value })))}
                      />
                    </td>
                  ))}
                  <td class="number">{money(current, currency)}</td>
                  <td class="number strong">
                    {plan.split ? (
                      <AmountInput
                        isBare
                        label={t('builder.own.of', { name })}
                        value={plan.split[id]}
                        placeholder={String(current)}
                        onChange={(own) => change(withOwnSpend(plan, id, own))}
                      />
                    ) : (
                      money(spend, currency)
                    )}
                  </td>
                  <td class={`number ${tone(moved)}`}>
                    {money(moved, currency, true)}
                    <span class="small quiet">
                      {' '}
                      {moved !== null && current > 0 ? percent(moved / current, 0, true) : ''}
                    </span>
                  </td>
                  <td class="number">
                    {unit?.outcomeAfter == null ? '–' : brings(unit.outcomeAfter - unit.outcomeBefore)}
                  </td>
                  <td class="small">{plan.split ? ownWords(spend, room) : reasonWords(unit?.reason)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

/** An emptied field takes the limit away: `withLimit` drops what is undefined. */
const limit = (part: { readonly [Name in AmountName]?: number | undefined }) => part as CampaignLimit;

const MORE = ['minIfOn', 'step', 'valuePerConversion'] as const;
type AmountName = 'min' | 'max' | (typeof MORE)[number];

const placeholderOf = (name: AmountName, room: PlannedUnit['room']): string =>
  name === 'min' || name === 'max' ? String(Math.round(room[name])) : '';

const tone = (moved: number | null): string =>
  moved === null || Math.abs(moved) < 0.005 ? 'quiet' : moved > 0 ? 'raised' : 'lowered';

const reasonWords = (reason: string | null | undefined): string =>
  reason ? (wordsFor('unit', reason) ?? reason) : '';

/** The planner's own spend is taken as it is, and told where it leaves the room that a plan would keep to. */
const ownWords = (spend: number | null, { min, max }: PlannedUnit['room']): string =>
  spend === null || (spend >= min - 0.005 && spend <= max + 0.005) ? '' : t('builder.own.outside');
