import { money } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import { rangeOf } from './feasibility.ts';
import { DEFAULT_CHANGES } from './limits.ts';
import { DEFAULT_PLAN, OBJECTIVES, type Plan, withPart } from './plan.ts';
import { type PlannedUnit, spendNow } from './problem.ts';

interface ControlsProps {
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
            <option key={objective} value={objective}>
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
        <Budget plan={plan} planned={planned} currency={currency} change={change} />
      )}
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
          placeholder={String(-DEFAULT_CHANGES.minChange * 100)}
          value={plan.minChange === undefined ? undefined : Math.round(-plan.minChange * 100)}
          onChange={(value) =>
            set('minChange', value === undefined ? undefined : -Math.min(100, value) / 100)
          }
        />
        <AmountInput
          label={t('builder.more')}
          unit="%"
          placeholder={String(DEFAULT_CHANGES.maxChange * 100)}
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

/** The slider runs along the frontier: from the least that the limits allow to the most. */
function Budget({ plan, planned, currency, change }: ControlsProps) {
  const now = spendNow(planned);
  const { least, most } = rangeOf(planned);
  const isFree = plan.budget === 'free';
  const budget = typeof plan.budget === 'number' ? plan.budget : now;
  const set = (value: number | 'free' | undefined) => change(withPart(plan, 'budget', value));
  return (
    <fieldset class="budget">
      <legend>{t('builder.budget')}</legend>
      <AmountInput
        label={t('builder.perDay')}
        unit={currency}
        value={isFree ? undefined : budget}
        disabled={isFree}
        onChange={(value) => set(value)}
      />
      <input
        type="range"
        aria-label={t('builder.slider')}
        aria-valuetext={money(budget, currency)}
        min={Math.ceil(least)}
        max={Math.floor(most)}
        step={Math.max(1, Math.round((most - least) / 500))}
        value={budget}
        disabled={isFree}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
      <p class="range-ends small quiet">
        <span>{money(least, currency)}</span>
        <button type="button" class="link" onClick={() => set(undefined)}>
          {t('builder.now', { budget: money(now, currency) })}
        </button>
        <span>{money(most, currency)}</span>
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={isFree}
          onChange={(event) => set(event.currentTarget.checked ? 'free' : undefined)}
        />
        {t('builder.free')}
      </label>
    </fieldset>
  );
}

/** What channels may spend in all. */
function Groups({ plan, planned, currency, change }: ControlsProps) {
  const channels = [
    ...new Map(planned.map(({ candidate }) => [candidate.channelSlug, candidate.channel])),
  ].sort();
  const set = (channel: string, part: { min?: number | undefined; max?: number | undefined }) => {
    const known = plan.groups?.find((group) => group.channel === channel);
    const { min, max } = { ...known, ...part };
    const others = (plan.groups ?? []).filter((group) => group.channel !== channel);
    const own =
      min === undefined && max === undefined
        ? []
        : [{ channel, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }];
    const groups = [...others, ...own];
    change(withPart(plan, 'groups', groups.length === 0 ? undefined : groups));
  };
  return (
    <details open={(plan.groups ?? []).length > 0}>
      <summary>{t('builder.groups')}</summary>
      {channels.map(([slug, name]) => {
        const group = plan.groups?.find(({ channel }) => channel === slug);
        return (
          <fieldset key={slug} class="pair">
            <legend>{name}</legend>
            <AmountInput
              label={t('builder.min')}
              unit={currency}
              value={group?.min}
              onChange={(min) => set(slug, { min })}
            />
            <AmountInput
              label={t('builder.max')}
              unit={currency}
              value={group?.max}
              onChange={(max) => set(slug, { max })}
            />
          </fieldset>
        );
      })}
    </details>
  );
}
