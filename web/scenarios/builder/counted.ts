import { useQuery } from '../../api/use-query.ts';
import { dayPlus, today } from '../../i18n/format.ts';
import { COUNTED } from './documents.ts';
import type { Outcome } from './plan.ts';

/** Outcomes that were counted of late are those that curves may be of. */
const LOOKED_BACK_DAYS = 365;

/** What a plan may count: what platforms report, and what a CRM or shop has reported. */
export function useCounted(): readonly Outcome[] {
  const to = today();
  const { data } = useQuery(COUNTED, { from: dayPlus(to, -LOOKED_BACK_DAYS), to });
  const { leads, orders, newCustomers } = data?.performance.total ?? {};
  return [
    'CONVERSIONS',
    ...(leads ? (['LEADS'] as const) : []),
    ...(orders ? (['ORDERS'] as const) : []),
    ...(newCustomers ? (['NEW_CUSTOMERS'] as const) : []),
  ];
}
