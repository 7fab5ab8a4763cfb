import { t } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import type { ControlsProps } from './controls.tsx';
import { type GroupLimit, groupName, withPart } from './plan.ts';

type Limits = { readonly [Name in keyof GroupLimit]?: GroupLimit[Name] | undefined };

/** What channels may spend in all, and groups of the planner's own. */
export function Groups({ plan, planned, currency, change }: ControlsProps) {
  const { groups = [] } = plan;
  const channels = [...new Map(planned.map(({ channelSlug, channel }) => [channelSlug, channel]))].sort();
  const put = (next: readonly GroupLimit[]) =>
    change(withPart(plan, 'groups', next.length === 0 ? undefined : next));
  const set = (group: GroupLimit, part: Limits) => {
    const next = { ...group, ...part };
    const isKept = next.campaigns ?? next.min ?? next.max ?? next.minShare ?? next.maxShare;
    const at = groups.indexOf(group);
    const others = groups.filter((other) => other !== group);
    // What is undefined is left out where the address keeps it.
    put(isKept === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, next as GroupLimit));
  };
  const limits = (group: GroupLimit) => (
    <>
      {(['min', 'max', 'minShare', 'maxShare'] as const).map((name) => {
        const factor = /Share/.test(name) ? 100 : 1;
        const value = group[name];
        return (
          <AmountInput
            key={name}
            label={t(`builder.${name}`)}
            unit={factor === 1 ? currency : '%'}
            value={value === undefined ? undefined : Math.round(value * factor * 100) / 100}
            onChange={(typed) =>
              set(group, {
                [name]: typed === undefined || factor === 1 ? typed : Math.min(100, typed) / factor,
              })
            }
          />
        );
      })}
    </>
  );
  return (
    <>
      <details open={groups.some(({ channel }) => channel !== undefined)}>
        <summary>{t('builder.groups')}</summary>
        {channels.map(([channel, name]) => (
          <fieldset key={channel} class="pair">
            <legend>{name}</legend>
            {limits(groups.find((group) => group.channel === channel) ?? { channel })}
          </fieldset>
        ))}
      </details>
      <details open={groups.some(({ campaigns }) => campaigns)}>
        <summary>{t('builder.ownGroups')}</summary>
        {groups.map((group, i) => {
          const { campaigns, name } = group;
          return (
            campaigns && (
              <fieldset key={String(i)} class="pair">
                <legend>{groupName(group, i)}</legend>
                <label>
                  {t('builder.name')}
                  <input
                    value={name ?? ''}
                    maxLength={200}
                    onInput={(event) => set(group, { name: event.currentTarget.value })}
                  />
                </label>
                <button type="button" onClick={() => put(groups.filter((other) => other !== group))}>
                  {t('builder.group.remove')}
                </button>
                <div class="checks">
                  {planned.map((unit) => (
                    <label key={unit.id} class="check">
                      <input
                        type="checkbox"
                        checked={campaigns.includes(unit.id)}
                        onChange={(event) => {
                          const others = campaigns.filter((id) => id !== unit.id);
                          set(group, {
                            campaigns: event.currentTarget.checked ? [...others, unit.id] : others,
                          });
                        }}
                      />
                      {unit.name}
                    </label>
                  ))}
                </div>
                {limits(group)}
              </fieldset>
            )
          );
        })}
        <button type="button" onClick={() => put([...groups, { campaigns: [] }])}>
          {t('builder.group.add')}
        </button>
      </details>
    </>
  );
}
