import { ask, type QueryState, useLoad } from '../api/use-query.ts';
import { dayPlus, today } from '../i18n/format.ts';
import { ANCHOR } from './documents.ts';

/** The longest range that the API reads at once, with some room. */
const LONGEST_DAYS = 1095;

/** What the views count from: not today, but the last day whose conversions have come in. */
export interface Anchor {
  readonly hasData: boolean;
  readonly currencyCode: string | null;
  /** Null while there is no complete day. */
  readonly completeThrough: string | null;
}

export function useAnchor(): QueryState<Anchor> {
  return useLoad('anchor', async () => {
    const to = today();
    const { campaigns, performance } = await ask(ANCHOR, { from: dayPlus(to, -LONGEST_DAYS), to });
    return {
      hasData: campaigns.nodes.length > 0,
      currencyCode: performance.currencyCode,
      completeThrough: performance.dataCompleteThrough,
    };
  });
}
