import { t } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import type { ControlsProps } from './controls.tsx';
import { withPart } from './plan.ts';

/** What channels may spend in all. */
export function Groups({ plan, planned, currency, change }: ControlsProps) {
  const channels = [...new Map(planned.map(({ channelSlug, channel }) => [channelSlug, channel]))].sort();
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
