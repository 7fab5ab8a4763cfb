import { money } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { ControlsProps } from './controls.tsx';
import { rangeOf } from './feasibility.ts';
import { type BudgetRange, type Plan, withPart } from './plan.ts';
import { cents, spendNow } from './problem.ts';

type Kind = 'fixed' | 'range' | 'free';

/** What the plan may spend in all: one total, a range to choose from, or as much as the limits allow. */
export function Budget(props: ControlsProps) {
  const { plan, planned, change } = props;
  const { budget } = plan;
  const kind: Kind = budget === 'free' ? 'free' : typeof budget === 'object' ? 'range' : 'fixed';
  const now = spendNow(planned);
  const choose = (chosen: Kind) => {
    const range = { atLeast: cents(now * 0.9), atMost: cents(now * 1.1) };
    const next = { fixed: undefined, range, free: 'free' as const }[chosen];
    change(withPart(plan, 'budget', next));
  };
  return (
    <fieldset class="budget">
      <legend>{t('builder.budget')}</legend>
      <Segments
        label={t('builder.budget')}
        value={kind}
        options={[
          { value: 'fixed', name: t('budget.fixed') },
          { value: 'range', name: t('budget.range') },
          { value: 'free', name: t('budget.free') },
        ]}
        onChange={choose}
      />
      {kind === 'fixed' && <Fixed {...props} />}
      {kind === 'range' && <Range {...props} />}
      {kind === 'free' && <p class="small quiet">{t('builder.free')}</p>}
    </fieldset>
  );
}

/** The slider runs along the frontier: from the least that the limits allow to the most. */
function Fixed({ plan, planned, currency, change }: ControlsProps) {
  const now = spendNow(planned);
  const { least, most } = rangeOf(planned);
  const budget = typeof plan.budget === 'number' ? plan.budget : now;
  const set = (value: Plan['budget'] | undefined) => change(withPart(plan, 'budget', value));
  return (
    <>
      <AmountInput label={t('builder.perDay')} unit={currency} value={budget} onChange={set} />
      <input
        type="range"
        aria-label={t('builder.slider')}
        aria-valuetext={money(budget, currency)}
        min={Math.ceil(least)}
        max={Math.floor(most)}
        step={Math.max(1, Math.round((most - least) / 500))}
        value={budget}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
      <p class="range-ends small quiet">
        <span>{money(least, currency)}</span>
        <button type="button" class="link" onClick={() => set(undefined)}>
          {t('builder.now', { budget: money(now, currency) })}
        </button>
        <span>{money(most, currency)}</span>
      </p>
    </>
  );
}

function Range({ plan, currency, change }: ControlsProps) {
  const range = typeof plan.budget === 'object' ? plan.budget : {};
  const set = (part: { readonly [Name in keyof BudgetRange]?: number | undefined }) => {
    const { atLeast, atMost } = { ...range, ...part };
    const next = { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
    change(withPart(plan, 'budget', next));
  };
  return (
    <div class="pair">
      <AmountInput
        label={t('budget.atLeast')}
        unit={currency}
        value={range.atLeast}
        onChange={(atLeast) => set({ atLeast })}
      />
      <AmountInput
        label={t('budget.atMost')}
        unit={currency}
        value={range.atMost}
        onChange={(atMost) => set({ atMost })}
      />
    </div>
  );
}
