import { t } from '../../i18n/i18n.ts';
import { type Statement, toldWords } from '../../parts/told.tsx';
import type { Solution } from './documents.ts';
import type { PlannedUnit } from './draft.ts';

/** The clash in the page's own words where each limit is one figure: the API knows campaigns by their ids alone here. */
export function toldClash(
  { message, constraints }: NonNullable<Solution['infeasibility']>,
  planned: readonly PlannedUnit[],
  currency: string,
) {
  const named = (text: string) => planned.reduce((said, { id, name }) => said.replaceAll(id, name), text);
  const listed = constraints.map(({ id, description, limit }) => {
    const statement: Statement | null = limit && {
      code: limit.code,
      sentence: description,
      figures: [
        { name: 'name', kind: 'NAME', number: null, text: named(id ?? '') },
        { name: 'limit', kind: limit.kind, number: limit.value, text: null },
      ],
    };
    const words = statement && toldWords(statement, currency);
    return { description: words ?? named(description), statement };
  });
  const isTold = constraints.length > 0 && constraints.every(({ limit }) => limit);
  return {
    message: isTold ? t('told.CLASH_OF_KINDS') : named(message),
    statement: isTold ? { code: 'CLASH_OF_KINDS', sentence: message, figures: [] } : null,
    constraints: listed,
    isListed: isTold,
  };
}
