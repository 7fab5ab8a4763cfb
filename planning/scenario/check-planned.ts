import { type Coin, isWholeCoins } from '../coin.ts';
import { InsufficientDataError, InvalidInputError } from '../errors.ts';
import type { ScenarioRequest } from './request.ts';
import { valuePerOutcome } from './revenue-curves.ts';
import type { PlannedCampaign } from './scenario-problem.ts';

/** What can be told of a request only once its campaigns and their currency are known. */

/** Throws `InsufficientDataError` where revenue counts and a campaign's conversions have no value. */
export function refuseUnknownValues(
  { objective, floors, targets }: ScenarioRequest,
  campaigns: readonly PlannedCampaign[],
): void {
  const needsValues =
    !(objective === 'MAX_CONVERSIONS' || objective === 'MIN_SPEND') ||
    floors?.revenueAtLeastMicros !== undefined ||
    floors?.profitAtLeastMicros !== undefined ||
    targets?.roasAtLeast !== undefined ||
    targets?.marginalRoasAtLeast !== undefined;
  const unknown = campaigns.filter((campaign) => valuePerOutcome(campaign) === null);
  if (!needsValues || unknown.length === 0) return;
  const names = unknown.map(({ label }) => label).join(', ');
  throw new InsufficientDataError(
    `Counting revenue needs the value of a conversion, and ${names} reported no revenue. Give valuePerConversion for each.`,
    unknown.map(({ fitted }) => fitted.campaign.id),
  );
}

/** Plans are made in whole coins, so limits are, too. Throws `InvalidInputError`. */
export function refuseBrokenCoins(request: ScenarioRequest, coin: Coin): void {
  const { budget, campaigns = [], groups = [], limits } = request;
  const amounts: readonly (readonly [readonly string[], bigint | undefined])[] = [
    [['budget', 'equal'], budget?.equalMicros],
    [['budget', 'atMost'], budget?.atMostMicros],
    [['budget', 'atLeast'], budget?.atLeastMicros],
    [['limits', 'totalMoved'], limits?.totalMovedMicros],
    ...[...campaigns.entries()].flatMap(([i, { minMicros, maxMicros, minIfOnMicros, stepMicros }]) => [
      [['campaigns', String(i), 'min'], minMicros] as const,
      [['campaigns', String(i), 'max'], maxMicros] as const,
      [['campaigns', String(i), 'minIfOn'], minIfOnMicros] as const,
      [['campaigns', String(i), 'step'], stepMicros] as const,
    ]),
    ...[...groups.entries()].flatMap(([i, { minMicros, maxMicros }]) => [
      [['groups', String(i), 'min'], minMicros] as const,
      [['groups', String(i), 'max'], maxMicros] as const,
    ]),
  ];
  for (const [path, micros] of amounts) {
    if (micros !== undefined && !isWholeCoins(micros, coin)) {
      throw new InvalidInputError(
        path,
        `${path.at(-1)} has more decimals than ${coin.currencyCode} has; wanted a multiple of ${1 / coin.perUnit}.`,
      );
    }
  }
}
