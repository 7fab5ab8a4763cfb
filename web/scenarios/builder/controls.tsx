import { t, wordsFor } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Budget } from './budget.tsx';
import type { PlannedUnit } from './draft.ts';
import { Groups } from './groups.tsx';
import { Horizon } from './horizon.tsx';
import { DEFAULT_PLAN, hasBudget, OBJECTIVES, type Plan, withPart } from './plan.ts';

/** As the API takes them where a plan says nothing: half to twice the current spend. */
const DEFAULT_CHANGES = { less: '50', more: '100' };

export interface ControlsProps {
  readonly plan: Plan;
  readonly planned: readonly PlannedUnit[];
  readonly currency: string;
  readonly change: (plan: Plan) => void;
}

/** What the plan is for, what it may spend, and what it has to reach. */
export function Controls({ plan, planned, currency, change }: ControlsProps) {
  const set = <Name extends keyof Plan>(name: Name, value: Plan[Name] | undefined) =>
    change(withPart(plan, name, value));
  return (
    <form
      class="card controls"
      onSubmit={(event) => event.preventDefault()}
      aria-label={t('builder.request')}
    >
      <Segments
        label={t('builder.mode')}
        value={plan.split === undefined ? 'best' : 'own'}
        options={[
          { value: 'best', name: t('builder.mode.best') },
          { value: 'own', name: t('builder.mode.own') },
        ]}
        onChange={(mode) => change(withMode(plan, mode))}
      />
      {plan.split !== undefined && <p class="small quiet">{t('builder.mode.own.what')}</p>}
      <label>
        {t('builder.objective')}
        <select
          value={plan.objective}
          onChange={(event) => {
            const objective = OBJECTIVES.find((known) => known === event.currentTarget.value);
            if (objective) set('objective', objective);
          }}
        >
          {OBJECTIVES.map((objective) => (
            <option
              key={objective}
              value={objective}
              disabled={plan.split !== undefined && objective === 'MIN_SPEND'}
            >
              {wordsFor('objective', objective)}
            </option>
          ))}
        </select>
      </label>
      {plan.objective === 'MIN_SPEND' ? (
        <AmountInput
          label={t('builder.floor')}
          value={plan.conversionsAtLeast}
          onChange={(value) => set('conversionsAtLeast', value)}
        />
      ) : (
        hasBudget(plan) && <Budget plan={plan} planned={planned} currency={currency} change={change} />
      )}
      <Horizon plan={plan} change={change} />
      {plan.objective === 'MAX_PROFIT' && (
        <AmountInput
          label={t('builder.margin')}
          unit="%"
          value={plan.margin === undefined ? undefined : Math.round(plan.margin * 1000) / 10}
          onChange={(value) => set('margin', value === undefined ? undefined : Math.min(100, value) / 100)}
        />
      )}
      <details open={plan.cpaAtMost !== undefined || plan.roasAtLeast !== undefined}>
        <summary>{t('builder.targets')}</summary>
        <AmountInput
          label={t('builder.cpa')}
          unit={currency}
          value={plan.cpaAtMost}
          onChange={(value) => set('cpaAtMost', value)}
        />
        <AmountInput
          label={t('builder.roas')}
          value={plan.roasAtLeast}
          onChange={(value) => set('roasAtLeast', value)}
        />
        <p class="small quiet">{t('builder.targets.what')}</p>
      </details>
      <details
        open={plan.minChange !== undefined || plan.maxChange !== undefined || plan.unitsMoved !== undefined}
      >
        <summary>{t('builder.room')}</summary>
        <AmountInput
          label={t('builder.less')}
          unit="%"
          placeholder={DEFAULT_CHANGES.less}
          value={plan.minChange === undefined ? undefined : Math.round(-plan.minChange * 100)}
          onChange={(value) =>
            set('minChange', value === undefined ? undefined : -Math.min(100, value) / 100)
          }
        />
        <AmountInput
          label={t('builder.more')}
          unit="%"
          placeholder={DEFAULT_CHANGES.more}
          value={plan.maxChange === undefined ? undefined : Math.round(plan.maxChange * 100)}
          onChange={(value) => set('maxChange', value === undefined ? undefined : value / 100)}
        />
        <AmountInput
          label={t('builder.moves')}
          value={plan.unitsMoved}
          onChange={(value) => set('unitsMoved', value === undefined ? undefined : Math.round(value))}
        />
        <p class="small quiet">{t('builder.room.what')}</p>
      </details>
      <Groups plan={plan} planned={planned} currency={currency} change={change} />
      <button type="button" onClick={() => change(DEFAULT_PLAN)}>
        {t('builder.reset')}
      </button>
    </form>
  );
}

/** Least spend is sought, never judged: a split of one's own is judged by what it brings. */
function withMode(plan: Plan, mode: 'best' | 'own'): Plan {
  const objective = mode === 'own' && plan.objective === 'MIN_SPEND' ? 'MAX_CONVERSIONS' : plan.objective;
  return { ...withPart(plan, 'split', mode === 'own' ? {} : undefined), objective };
}
