import { nameFigure, type Statement, says } from '../../../optimizer/statement.ts';
import { because, type ExecutorKind, type ItemResult, resultOf } from '../application-body.ts';
import type { Artefact, ExecutionItem, ExecutionOrder, Executor } from './executor.ts';

export interface Rendering {
  readonly artefacts: readonly Artefact[];
  readonly results: readonly ItemResult[];
}

export type Render = (order: ExecutionOrder) => Rendering;

/** An executor that only writes down what others are to do. */
export const renderingExecutor = (kind: ExecutorKind, render: Render): Executor => ({
  kind,
  execute: async (order) => ({ ...render(order), delivery: null }),
});

/** Why an item cannot be put into this form; null when it can. */
export type Refuse = (item: ExecutionItem, order: ExecutionOrder) => Statement | null;

/** Items that can be rendered, in their order, and UNSUPPORTED for the others. */
export function supported(order: ExecutionOrder, refuse: Refuse) {
  const judged = order.items.map((item) => ({ item, refusal: refuse(item, order) }));
  return {
    items: judged.flatMap(({ item, refusal }) => (refusal === null ? [item] : [])),
    results: judged.flatMap(({ item, refusal }) =>
      refusal === null ? [] : [resultOf(item.campaignId, 'UNSUPPORTED', because(refusal))],
    ),
  };
}

export const isDecrease = ({ beforeMicros, afterMicros }: ExecutionItem): boolean =>
  afterMicros < beforeMicros;

/** Runs of at most `size` that belong together and move the same way, in order. */
export function runsOf(
  items: readonly ExecutionItem[],
  size: number,
  belongTo: (item: ExecutionItem) => string,
): readonly (readonly ExecutionItem[])[] {
  const runs: ExecutionItem[][] = [];
  for (const phase of [items.filter(isDecrease), items.filter((item) => !isDecrease(item))]) {
    const groups = new Map<string, ExecutionItem[]>();
    for (const item of phase) groups.set(belongTo(item), [...(groups.get(belongTo(item)) ?? []), item]);
    for (const group of groups.values()) {
      for (let start = 0; start < group.length; start += size) runs.push(group.slice(start, start + size));
    }
  }
  return runs;
}

export const otherPlatform =
  (platform: string): Refuse =>
  (item) =>
    item.platform === platform
      ? null
      : says(
          'OTHER_PLATFORM',
          `${item.campaignName} runs on ${item.platform}, not on ${platform}.`,
          nameFigure('name', item.campaignName),
          nameFigure('platform', item.platform),
          nameFigure('wanted', platform),
        );
