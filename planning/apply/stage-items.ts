import { coinOf } from '../coin.ts';
import type { ChangeSetBody, ChangeSetItem } from './change-set-body.ts';

export interface StageItem {
  readonly item: ChangeSetItem;
  readonly isBudgetKnown: boolean;
  readonly beforeMicros: bigint;
  readonly afterMicros: bigint;
}

/** One stage's budgets, each from where the stage before left it. Those that it does not move are left out. */
export function stageItems(body: ChangeSetBody, stage: number): readonly StageItem[] {
  const shareOf = (index: number) => (index < 0 ? 0 : (body.stages[index]?.share ?? 1));
  const coin = coinOf(body.currencyCode);
  return body.items.flatMap((item) => {
    const before = BigInt(item.beforeMicros);
    const change = BigInt(item.afterMicros) - before;
    const at = (share: number) => {
      if (share >= 1) return before + change;
      const coins = Math.round((Number(change) / Number(coin.micros)) * share);
      return share <= 0 ? before : before + BigInt(coins) * coin.micros;
    };
    const isBudgetKnown = item.isBudgetKnown || stage > 0;
    const [beforeMicros, afterMicros] = [at(shareOf(stage - 1)), at(shareOf(stage))];
    return beforeMicros === afterMicros ? [] : [{ item, isBudgetKnown, beforeMicros, afterMicros }];
  });
}

/** What is raised or what is lowered, whichever is more, of all budgets. */
export function movedRatio(items: readonly StageItem[], planTotalMicros: bigint): number {
  let [raised, lowered] = [0n, 0n];
  for (const { beforeMicros, afterMicros } of items) {
    if (afterMicros > beforeMicros) raised += afterMicros - beforeMicros;
    else lowered += beforeMicros - afterMicros;
  }
  const moved = Number(raised > lowered ? raised : lowered);
  return moved === 0 ? 0 : moved / Number(planTotalMicros);
}
