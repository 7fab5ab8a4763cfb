import { useState } from 'preact/hooks';
import { type ApiError, asApiError, refusalIn, request } from '../api/client.ts';
import { may } from '../api/session.ts';
import { forgetAnswers } from '../api/use-query.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Refused } from '../parts/refused.tsx';
import { type PlanAndFact, REMOVE_GOAL, SET_GOAL } from './documents.ts';

type Goal = PlanAndFact['goals'][number]['goal'];

interface GoalFormProps {
  readonly month: string;
  readonly currency: string;
  readonly goals: readonly Goal[];
  readonly channels: readonly { readonly slug: string; readonly name: string }[];
}

/** Figures of a goal, by their names in the API; of spend, conversions and CPA two say the third. */
const FIGURES = ['spend', 'conversions', 'cpa', 'revenue', 'roas'] as const;

/** Sets what is wanted of a month, of the account or of a channel. An emptied goal is taken back. */
export function GoalForm({ month, currency, goals, channels }: GoalFormProps) {
  const [slug, setSlug] = useState('');
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  if (!may('plan')) return null;
  const goal = goals.find(({ scope, channel }) =>
    slug === '' ? scope === 'ACCOUNT' : scope === 'CHANNEL' && channel?.slug === slug,
  );
  const save = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim() || null;
    const number = (name: string) => (text(name) === null ? null : Number(text(name)));
    const key = { month, channel: slug || null, version: goal?.version ?? null };
    const input = {
      ...key,
      currencyCode: currency,
      revenueBasis: goal?.revenueBasis ?? ('PLATFORM' as const),
      spend: text('spend'),
      conversions: number('conversions'),
      cpa: text('cpa'),
      cpc: goal?.cpc?.amount ?? null,
      revenue: text('revenue'),
      roas: number('roas'),
      romi: goal?.romi ?? null,
    };
    const isEmptied = goal !== undefined && FIGURES.every((name) => text(name) === null);
    const answer = isEmptied
      ? (await request(REMOVE_GOAL, { ...key, version: goal.version })).removeGoal
      : (await request(SET_GOAL, { input })).setGoal;
    const refused = refusalIn(answer);
    setRefusal(refused);
    if (refused === null) forgetAnswers();
  };
  return (
    <details>
      <summary>{t('goal.set')}</summary>
      <form
        class="questions"
        key={`${month} ${slug} ${goal?.version}`}
        onSubmit={(event) => {
          event.preventDefault();
          save(new FormData(event.currentTarget)).catch((error: unknown) => setRefusal(asApiError(error)));
        }}
      >
        <div class="fields">
          <label>
            {t('goal.of')}
            <select value={slug} onChange={(event) => setSlug(event.currentTarget.value)}>
              <option value="">{t('report.account')}</option>
              {channels.map((channel) => (
                <option key={channel.slug} value={channel.slug}>
                  {channel.name}
                </option>
              ))}
            </select>
          </label>
          {FIGURES.map((name) => (
            <label key={name}>
              {wordsFor('goal', name.toUpperCase())}
              <input type="number" name={name} min="0" step="any" value={textOf(goal?.[name])} />
            </label>
          ))}
        </div>
        <p class="small quiet">{t('goal.hint', { currency })}</p>
        <Refused error={refusal} />
        <p>
          <button type="submit" class="primary">
            {t('goal.save')}
          </button>
        </p>
      </form>
    </details>
  );
}

const textOf = (figure: { readonly amount: string } | number | null | undefined): string =>
  typeof figure === 'object' ? (figure?.amount ?? '') : String(figure ?? '');
