import { Figure, LegendItem } from '../../charts/figure.tsx';
import { Frontier } from '../../charts/frontier.tsx';
import { count, money, number, percent, significant } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Delta, ratioOf } from '../../parts/badges.tsx';
import { Clash } from '../clash.tsx';
import { outcomeWords } from '../outcome-words.ts';
import type { Solution } from './documents.ts';
import { countsRevenue, type PlannedUnit } from './draft.ts';
import type { Plan } from './plan.ts';
import { spendNow } from './problem.ts';
import { toldClash } from './told-clash.ts';
import type { FrontierPoints, Solving } from './use-solution.ts';

interface OutcomeProps {
  readonly plan: Plan;
  readonly planned: readonly PlannedUnit[];
  readonly solving: Solving;
  /** The answer shown is not the one to the question that stands there. */
  readonly isStale: boolean;
  readonly frontier: FrontierPoints;
  readonly currency: string;
}

/** Smaller gaps are shown as this. */
const SMALLEST_GAP = 1e-6;

/** What the plan on the board would bring, beside what the account brings now, and where it stands on the frontier. */
export function Outcome({ plan, planned, solving, isStale, frontier, currency }: OutcomeProps) {
  const { solution, milliseconds } = solving;
  if (solution === null) return null;
  const { units, totalSpend, objectiveValue, currentValue, infeasibility, bindingConstraints } = solution;
  if (infeasibility) {
    return (
      <Clash
        title={t('status.INFEASIBLE')}
        of={toldClash(infeasibility, planned, currency)}
        currency={currency}
      />
    );
  }
  const spend = spendNow(planned);
  const before = units.reduce((sum, unit) => sum + unit.outcomeBefore, 0);
  const after = units.reduce((sum, unit) => sum + (unit.outcomeAfter ?? 0), 0);
  const isRevenue = countsRevenue(planned);
  const efficiency = (brought: number, spent: number | null) =>
    !(brought > 0 && spent) ? null : isRevenue ? brought / spent : spent / brought;
  const brings = (value: number, signed = false) =>
    isRevenue ? money(value, currency, signed) : count(value, signed);
  const moved = units.filter((unit) => Math.abs((unit.spend ?? 0) - unit.current) > 0.005).length;
  const isRatio = plan.objective === 'MAX_ROI';
  const price = (!isRatio && bindingConstraints.find(({ kind }) => kind === 'BUDGET')?.shadowPrice) || null;
  const isMoney = plan.objective !== 'MAX_CONVERSIONS';
  const shown = (value: number | null) =>
    isRatio ? significant(value) : isMoney ? money(value, currency) : count(value);
  const chosen =
    totalSpend === null || objectiveValue === null ? null : { budget: totalSpend, outcome: objectiveValue };
  const title = t('builder.frontier', { objective: wordsFor('measure', plan.objective) ?? '' });
  return (
    <section class={isStale ? 'card stale' : 'card'} aria-label={t('builder.answer')}>
      <dl class="tiles small-tiles" aria-live="polite">
        <div class="tile">
          <dt>
            {isRevenue
              ? wordsFor('measure', 'MAX_REVENUE')
              : t('builder.conversions', { what: outcomeWords(plan.outcome) })}
          </dt>
          <dd class="big">{brings(after)}</dd>
          <dd>
            <Delta ratio={ratioOf(after, before)} rise="good" /> {brings(after - before, true)}
          </dd>
        </div>
        <div class="tile">
          <dt>{t('kpi.spend')}</dt>
          <dd class="big">{money(totalSpend, currency)}</dd>
          <dd>
            <Delta ratio={ratioOf(totalSpend, spend)} />
          </dd>
        </div>
        <div class="tile">
          <dt>{t(isRevenue ? 'kpi.roas' : 'builder.incrementalCpa')}</dt>
          <dd class="big">
            {isRevenue
              ? number(efficiency(after, totalSpend), 2)
              : money(efficiency(after, totalSpend), currency)}
          </dd>
          <dd>
            <Delta
              ratio={ratioOf(efficiency(after, totalSpend), efficiency(before, spend))}
              rise={isRevenue ? 'good' : 'bad'}
            />
          </dd>
        </div>
        <div class="tile">
          <dt>{t('builder.nextMoney', { amount: money(1000, currency) })}</dt>
          <dd class="big">{price === null ? '–' : shown(price * 1000)}</dd>
          <dd>{t('builder.moved', { n: moved })}</dd>
        </div>
      </dl>
      {frontier.length > 1 && (
        <Figure
          title={title}
          height={210}
          legend={
            <>
              <LegendItem mark="curve">{t('legend.frontier')}</LegendItem>
              <LegendItem mark="current">{t('legend.current')}</LegendItem>
              <LegendItem mark="proposed">{t('legend.chosen')}</LegendItem>
            </>
          }
          chart={(width, height) => (
            <Frontier
              title={title}
              width={width}
              height={height}
              points={frontier}
              current={{ budget: spend, outcome: currentValue }}
              chosen={chosen}
              xTitle={t('curve.x', { currency })}
              yTitle={wordsFor('measure', plan.objective) ?? ''}
            />
          )}
          table={() => ({
            head: [
              t('builder.budget'),
              wordsFor('measure', plan.objective) ?? '',
              t('builder.perUnit', { currency }),
            ],
            rows: frontier.map(({ budget, outcome, marginal }) => [
              money(budget, currency),
              shown(outcome),
              number(marginal, 4),
            ]),
          })}
        />
      )}
      <p class="small quiet">
        {[
          ...(plan.split ? [] : proofOf(solution)),
          ...(milliseconds === null ? [] : [t('builder.solved', { ms: Math.round(milliseconds) })]),
          t('builder.preview'),
        ].join(' · ')}
      </p>
    </section>
  );
}

const proofOf = ({ status, relativeGap }: Solution): readonly string[] => [
  wordsFor('status', status) ?? status,
  t('builder.gap', { gap: percent(Math.max(relativeGap ?? 0, SMALLEST_GAP), 4) }),
];
