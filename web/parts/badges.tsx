import { number, percent } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';

/** How far a curve may be believed: a word with a shape, so that the colour is not needed. */
export function Verdict({ verdict }: { verdict: string }) {
  const shape = { WELL_IDENTIFIED: '●', WEAK: '◐', UNIDENTIFIED: '○' }[verdict] ?? '○';
  return (
    <span class={`badge verdict-${verdict}`}>
      <span aria-hidden="true">{shape}</span> {wordsFor('verdict', verdict) ?? verdict}
    </span>
  );
}

/** On what that rests. */
export const beliefOf = (variation: number, days: number): string =>
  t('said.belief', { variation: percent(variation), n: days });

export function Status({ status }: { status: string }) {
  const good = ['ACTIVE', 'OPTIMAL', 'FEASIBLE', 'COMMITTED', 'APPLIED', 'VERIFIED', 'APPROVED'].includes(
    status,
  );
  const bad = ['INFEASIBLE', 'UNBOUNDED', 'FAILED', 'REJECTED'].includes(status);
  return (
    <span class={`badge ${good ? 'good' : bad ? 'bad' : ''}`}>
      <span aria-hidden="true">{good ? '✓' : bad ? '✕' : '·'}</span> {wordsFor('status', status) ?? status}
    </span>
  );
}

interface DeltaProps {
  /** Change ÷ before. */
  readonly ratio: number | null;
  /** A rise is good, bad or neither. */
  readonly rise?: 'good' | 'bad' | 'neutral';
  readonly digits?: number;
}

/** A change with its direction as an arrow and a sign. */
export function Delta({ ratio, rise = 'neutral', digits = 1 }: DeltaProps) {
  if (ratio === null || !Number.isFinite(ratio)) return <span class="delta quiet">{number(null)}</span>;
  const isFlat = Math.abs(ratio) < 0.0005;
  const isGood = rise !== 'neutral' && !isFlat && ratio > 0 === (rise === 'good');
  const tone = isFlat || rise === 'neutral' ? 'quiet' : isGood ? 'good' : 'bad';
  return (
    <span class={`delta ${tone}`}>
      <span aria-hidden="true">{isFlat ? '→' : ratio > 0 ? '▲' : '▼'}</span> {percent(ratio, digits, true)}
      {tone !== 'quiet' && <span class="visually-hidden"> {t(isGood ? 'delta.better' : 'delta.worse')}</span>}
    </span>
  );
}

export const ratioOf = (now: number | null, before: number | null): number | null =>
  now === null || before === null || before === 0 ? null : (now - before) / before;
