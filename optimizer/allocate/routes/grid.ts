import { nearest } from '../domain.ts';
import { unitPrices } from '../lagrangian.ts';
import { type Program, rowActivity, rowScale } from '../program.ts';

/**
 * Plans whose spends come in steps: from the nearest allowed spends downward until every row holds, then step by step
 * upward, the best gain per step first, as long as the rows allow. Returns null where no unit has a step.
 */
export function fillGrid(program: Program, wish: Float64Array): Float64Array | null {
  const stepped = program.units.flatMap(({ domain }, i) => (domain.step === null ? [] : [i]));
  if (stepped.length === 0) return null;
  const spends = wish.map((x, i) =>
    program.units[i]!.domain.step === null ? x : nearest(program.units[i]!.domain, x),
  );
  lower(program, spends, stepped);
  raise(program, spends, stepped);
  return spends;
}

function lower(program: Program, spends: Float64Array, stepped: readonly number[]): void {
  for (let round = 0; round < 4 * stepped.length; round++) {
    if (isWithinUpperRows(program, spends)) return;
    const cheapest = bestStep(program, spends, stepped, -1);
    if (cheapest === null) return;
    spends[cheapest.unit] = cheapest.to;
  }
}

function raise(program: Program, spends: Float64Array, stepped: readonly number[]): void {
  for (let round = 0; round < 8 * stepped.length; round++) {
    const step = bestStep(program, spends, stepped, 1);
    if (step === null) return;
    spends[step.unit] = step.to;
  }
}

interface Step {
  readonly unit: number;
  readonly to: number;
  readonly gainPerSpend: number;
}

function bestStep(
  program: Program,
  spends: Float64Array,
  stepped: readonly number[],
  sign: 1 | -1,
): Step | null {
  const { spend, outcome } = unitPrices(program, new Float64Array(program.rows.length));
  let best: Step | null = null;
  for (const i of stepped) {
    const { domain, response } = program.units[i]!;
    const from = spends[i]!;
    const to = nearest(domain, from + sign * (domain.step ?? 0));
    if (to === from) continue;
    const gain = outcome[i]! * (response.value(to) - response.value(from)) - spend[i]! * (to - from);
    const gainPerSpend = gain / Math.abs(to - from);
    if (sign > 0 && gain < 0) continue;
    if (best !== null && gainPerSpend <= best.gainPerSpend) continue;
    if (sign > 0) {
      spends[i] = to;
      const fits = isWithinUpperRows(program, spends);
      spends[i] = from;
      if (!fits) continue;
    }
    best = { unit: i, to, gainPerSpend };
  }
  return best;
}

function isWithinUpperRows(program: Program, spends: Float64Array): boolean {
  return program.rows.every(
    (row) => rowActivity(program, row, spends) - row.bound <= 1e-10 * rowScale(program, row, spends),
  );
}
