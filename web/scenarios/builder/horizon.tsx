import { dayPlus, daysBetween, today } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { ControlsProps } from './controls.tsx';
import { type Days, withPart } from './plan.ts';

/** As many as the API plans for at once. */
const LONGEST_DAYS = 366;

/** The days that the plan is for: both or neither. */
export function Horizon({ plan, change }: Pick<ControlsProps, 'plan' | 'change'>) {
  const { horizon } = plan;
  const tomorrow = dayPlus(today(), 1);
  const last = dayPlus(today(), LONGEST_DAYS);
  const set = (part: Partial<Days>) => {
    const { from = tomorrow, to = dayPlus(part.from || tomorrow, 27) } = { ...horizon, ...part };
    const isGiven = from !== '' && to !== '';
    change(withPart(plan, 'horizon', isGiven ? { from, to: to < from ? from : to } : undefined));
  };
  return (
    <details open={horizon !== undefined}>
      <summary>{t('builder.horizon')}</summary>
      <div class="pair">
        <label>
          {t('builder.from')}
          <input
            type="date"
            min={tomorrow}
            max={last}
            value={horizon?.from ?? ''}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
        </label>
        <label>
          {t('builder.to')}
          <input
            type="date"
            min={horizon?.from ?? tomorrow}
            max={last}
            value={horizon?.to ?? ''}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
        </label>
      </div>
      <p class="small quiet">
        {horizon
          ? t('builder.horizon.days', { n: daysBetween(horizon.from, horizon.to) + 1 })
          : t('builder.horizon.any')}
      </p>
    </details>
  );
}
