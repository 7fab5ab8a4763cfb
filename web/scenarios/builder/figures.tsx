import { t, wordsFor } from '../../i18n/i18n.ts';
import { AmountInput } from '../../parts/amount-input.tsx';
import type { ControlsProps } from './controls.tsx';
import { type FigureName, withPart } from './plan.ts';

type Kind = 'money' | 'percent' | 'less' | 'count' | 'plain';

const KINDS: Readonly<Record<FigureName, Kind>> = {
  margin: 'percent',
  cpaAtMost: 'money',
  roasAtLeast: 'plain',
  marginalCpaAtMost: 'money',
  marginalRoasAtLeast: 'plain',
  conversionsAtLeast: 'plain',
  revenueAtLeast: 'money',
  profitAtLeast: 'money',
  minChange: 'less',
  maxChange: 'percent',
  unitsMoved: 'count',
  totalMoved: 'money',
  aversion: 'percent',
};

/** As the API takes them where a plan says nothing: half to twice the current spend. */
const DEFAULTS: Readonly<Partial<Record<FigureName, string>>> = { minChange: '50', maxChange: '100' };

/** What may be more than all of it. */
const isShare = (name: FigureName) => name !== 'maxChange';

interface FiguresProps extends Omit<ControlsProps, 'planned'> {
  readonly names: readonly FigureName[];
}

/** A field for each figure, in the unit that planners think in. */
export function Figures({ plan, currency, change, names }: FiguresProps) {
  return names.map((name) => {
    const kind = KINDS[name];
    const factor = kind === 'percent' ? 100 : kind === 'less' ? -100 : 1;
    const value = plan[name];
    return (
      <AmountInput
        key={name}
        label={wordsFor('figure', name) ?? ''}
        unit={factor === 1 ? (kind === 'money' ? currency : '') : '%'}
        placeholder={DEFAULTS[name] ?? ''}
        value={value === undefined ? undefined : Math.round(value * factor * 100) / 100}
        onChange={(typed) => {
          const given = kind === 'count' ? Math.round(typed ?? 0) : (typed ?? 0);
          const most = factor !== 1 && isShare(name) ? 100 : given;
          change(withPart(plan, name, typed === undefined ? undefined : Math.min(given, most) / factor));
        }}
      />
    );
  });
}

interface FoldedProps extends FiguresProps {
  readonly title: 'targets' | 'room' | 'risk';
}

/** Figures that few plans need: folded away while none is given. */
export const Folded = ({ title, ...figures }: FoldedProps) => (
  <details open={figures.names.some((name) => figures.plan[name] !== undefined)}>
    <summary>{t(`builder.${title}`)}</summary>
    <Figures {...figures} />
    <p class="small quiet">{t(`builder.${title}.what`)}</p>
  </details>
);
