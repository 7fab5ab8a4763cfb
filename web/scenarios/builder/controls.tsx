import { t, wordsFor } from '../../i18n/i18n.ts';
import { Segments } from '../../parts/segments.tsx';
import { Budget } from './budget.tsx';
import { useCounted } from './counted.ts';
import type { PlannedUnit } from './draft.ts';
import { Figures, Folded } from './figures.tsx';
import { Groups } from './groups.tsx';
import { Horizon } from './horizon.tsx';
import {
  DEFAULT_PLAN,
  FLOORS,
  hasBudget,
  mayAvertRisk,
  OBJECTIVES,
  type Plan,
  TARGETS,
  withPart,
} from './plan.ts';

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
  const figures = { plan, currency, change };
  const counted = useCounted();
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
      {counted.length > 1 && (
        <Choice
          name="outcome"
          value={plan.outcome ?? 'CONVERSIONS'}
          options={counted}
          onChange={(outcome) => set('outcome', outcome === 'CONVERSIONS' ? undefined : outcome)}
        />
      )}
      <Choice
        name="objective"
        value={plan.objective}
        options={OBJECTIVES.filter((objective) => plan.split === undefined || objective !== 'MIN_SPEND')}
        onChange={(objective) => set('objective', objective)}
      />
      {plan.objective === 'MIN_SPEND' ? (
        <Figures {...figures} names={FLOORS} />
      ) : (
        hasBudget(plan) && <Budget plan={plan} planned={planned} currency={currency} change={change} />
      )}
      <Horizon plan={plan} change={change} />
      {(/PROFIT|ROI/.test(plan.objective) || plan.profitAtLeast !== undefined) && (
        <Figures {...figures} names={['margin']} />
      )}
      <Folded {...figures} title="targets" names={TARGETS} />
      <Folded {...figures} title="room" names={['minChange', 'maxChange', 'unitsMoved', 'totalMoved']} />
      {mayAvertRisk(plan) && <Folded {...figures} title="risk" names={['aversion']} />}
      <Groups plan={plan} planned={planned} currency={currency} change={change} />
      <button type="button" onClick={() => change(DEFAULT_PLAN)}>
        {t('builder.reset')}
      </button>
    </form>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: 'objective' | 'outcome';
  readonly value: Value;
  readonly options: readonly Value[];
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ name, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <label>
      {t(`builder.${name}`)}
      <select
        value={value}
        onChange={({ currentTarget }) => onChange(options[currentTarget.selectedIndex] ?? value)}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {wordsFor(name, option)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Least spend is sought, never judged: a split of one's own is judged by what it brings. */
function withMode(plan: Plan, mode: 'best' | 'own'): Plan {
  const objective = mode === 'own' && plan.objective === 'MIN_SPEND' ? 'MAX_CONVERSIONS' : plan.objective;
  return { ...withPart(plan, 'split', mode === 'own' ? {} : undefined), objective };
}
