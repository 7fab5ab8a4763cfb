import { nameFigure, numberFigure, type Statement, says } from '../optimizer/statement.ts';
import type { DailyPerformance } from '../store/model/entities.ts';

export interface OneLabel<Row> {
  /** Days whose conversions came under another label than the newest read as not reported: spend stays. */
  readonly rows: readonly Row[];
  /** What to tell a planner; null where all days are under one label. */
  readonly warning: Statement | null;
}

/**
 * A series under one attribution label: the newest that reported anything. Conversions counted in two ways are two
 * series, and a curve through both would take the change of counting for an effect of spend.
 */
export function underNewestAttribution<Row extends DailyPerformance>(rows: readonly Row[]): OneLabel<Row> {
  const reported = rows.filter(
    ({ conversions, revenueMicros }) => conversions !== null || revenueMicros !== null,
  );
  const newest = reported.at(-1);
  const others = reported.filter(({ attribution }) => attribution !== newest?.attribution);
  if (newest === undefined || others.length === 0) return { rows, warning: null };
  const other = new Set<DailyPerformance>(others);
  return {
    rows: rows.map((row) => (other.has(row) ? { ...row, conversions: null, revenueMicros: null } : row)),
    warning: says(
      'OTHER_ATTRIBUTION',
      `${others.length} of ${reported.length} days were counted as ${labelsOf(others)}, not as ${labelsOf([newest])}, ` +
        'and are left out of the fit. Export them again under one attribution setting.',
      numberFigure('n', others.length),
      numberFigure('all', reported.length),
      nameFigure('others', labelsOf(others)),
      nameFigure('newest', labelsOf([newest])),
    ),
  };
}

const labelsOf = (rows: readonly DailyPerformance[]): string =>
  [
    ...new Set(
      rows.map(({ attribution }) => (attribution === null ? 'an unnamed setting' : `“${attribution}”`)),
    ),
  ]
    .sort()
    .join(' and ');
