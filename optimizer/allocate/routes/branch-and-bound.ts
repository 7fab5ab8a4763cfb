import { clip, contains, type Domain, highest, isEmpty, lowest, nearest, pointDomain } from '../domain.ts';
import { unitPrices } from '../lagrangian.ts';
import type { Program, ProgramUnit } from '../program.ts';
import { repair } from '../repair.ts';
import { completePlan, type Plan, planAt } from './complete-plan.ts';
import { NodeQueue } from './node-queue.ts';
import { type Relaxation, relax } from './relaxation.ts';
import type { RouteAnswer, RouteOptions } from './route.ts';

/** A relaxed spend this close to a step, as a share of it, stands on it. */
const NEAR_STEP = 1e-6;

interface Node {
  readonly units: readonly ProgramUnit[];
  readonly bound: number;
  readonly guess: Float64Array | undefined;
}

export type BranchAnswer = RouteAnswer & { readonly nodes: number; readonly provenBound: number };

/**
 * For curves that are not concave and spends that must choose (off or at least so much, steps, few changes): every
 * node replaces the curves by their concave envelopes on its domains, which bounds what any plan inside can reach; a
 * true plan is completed from it; and where the envelope promises what the curve does not hold, the domain is cut in
 * two. The node with the highest bound comes first, so the bound of what is left is the bound of all.
 */
export function branchAndBound(
  program: Program,
  options: RouteOptions,
  incumbent: Plan | null,
  isProvenInfeasible: (program: Program) => boolean,
): BranchAnswer {
  let best = incumbent;
  let nodes = 0;
  let prices: Float64Array = new Float64Array(program.rows.length);
  let closedBound = Number.NEGATIVE_INFINITY;
  let isExact = true;
  const queue = new NodeQueue<Node>((node) => node.bound);
  queue.push({ units: program.units, bound: Number.POSITIVE_INFINITY, guess: undefined });
  const isClosed = (bound: number) =>
    best !== null &&
    Number.isFinite(bound) &&
    bound - best.value <= options.relativeGap * Math.max(Math.abs(bound), Math.abs(best.value));

  while (queue.size > 0) {
    const node = queue.pop()!;
    if (isClosed(node.bound) || nodes >= options.maxRounds || performance.now() > options.deadline) {
      queue.push(node);
      break;
    }
    nodes += 1;
    const narrowed: Program = { ...program, units: node.units };
    const worthwhile = best ? { ...options, worthMoreThan: best.value } : options;
    const relaxed = relax(narrowed, worthwhile, node.guess) ?? relax(narrowed, worthwhile);
    if (relaxed === 'WORTHLESS') continue;
    if (!relaxed) {
      // Without an answer there is no bound; the node may only be dropped when nothing in it can hold.
      if (!isProvenInfeasible(narrowed)) {
        closedBound = Math.max(closedBound, node.bound);
        isExact = false;
      }
      continue;
    }
    const bound = Math.min(node.bound, relaxed.bound);
    if (nodes === 1) prices = relaxed.prices;
    const asRelaxed = planAt(program, repair(narrowed, onSteps(narrowed, relaxed.spends)));
    if (asRelaxed && (best === null || asRelaxed.value > best.value)) best = asRelaxed;
    for (const wish of wishesOf(program, narrowed, relaxed, nodes)) {
      const plan = completePlan(program, wish, worthwhile);
      if (plan && (best === null || plan.value > best.value)) best = plan;
      if (isClosed(bound)) break;
    }
    if (isClosed(bound)) {
      closedBound = Math.max(closedBound, bound);
      continue;
    }
    const children = branch(narrowed, relaxed);
    if (children.length === 0) closedBound = Math.max(closedBound, bound);
    for (const units of children) queue.push({ units, bound, guess: relaxed.spends });
  }
  const open = queue.size > 0 ? queue.peek()!.bound : Number.NEGATIVE_INFINITY;
  const provenBound = Math.max(open, closedBound, best?.value ?? Number.NEGATIVE_INFINITY);
  if (!best)
    return {
      status:
        queue.size === 0 && isExact && closedBound === Number.NEGATIVE_INFINITY ? 'INFEASIBLE' : 'FAILED',
      rounds: nodes,
      nodes,
      provenBound,
    };
  return {
    status: 'PLAN',
    spends: best.spends,
    prices,
    bound: provenBound,
    rounds: nodes,
    nodes,
    provenBound,
  };
}

/** Spends that miss a step by no more than the relaxation's accuracy are put on it. */
function onSteps({ units }: Program, spends: Float64Array): Float64Array {
  return spends.map((x, i) => {
    const { domain } = units[i]!;
    if (domain.step === null) return x;
    const step = nearest(domain, x);
    return Math.abs(step - x) <= NEAR_STEP * domain.step ? step : x;
  });
}

/** Spends worth completing to a plan: the relaxation itself, and with all doubtful units taken down, or up. */
function wishesOf(program: Program, narrowed: Program, relaxed: Relaxation, nodes: number): Float64Array[] {
  const wishes = [relaxed.spends];
  if (nodes > 1 && nodes % 8 !== 0) return wishes;
  const doubtful = program.units.map((_, i) => gapOf(narrowed, relaxed, i) > 0);
  if (!doubtful.some(Boolean)) return wishes;
  const taken = (choose: (domain: Domain) => number) =>
    relaxed.spends.map((x, i) => (doubtful[i] ? choose(narrowed.units[i]!.domain) : x));
  wishes.push(
    taken((domain) => lowest(domain)),
    taken((domain) => highest(domain)),
  );
  return wishes;
}

/** What the envelope promises beyond the curve at the relaxed spend, in outcome. */
function gapOf(program: Program, relaxed: Relaxation, i: number): number {
  const { response } = program.units[i]!;
  const x = relaxed.spends[i]!;
  const promised = relaxed.envelopes[i]!.value(x);
  const gap = promised - response.value(x);
  return gap > 1e-12 * Math.abs(promised) ? gap : 0;
}

/** Cuts the domain of the unit whose relaxed spend overstates the objective most; nothing where all hold. */
function branch(program: Program, relaxed: Relaxation): ProgramUnit[][] {
  const perUnit = unitPrices(program, relaxed.prices);
  let chosen = -1;
  let most = 0;
  program.units.forEach((unit, i) => {
    const x = relaxed.spends[i]!;
    let loss = Math.max(perUnit.outcome[i]!, 0) * gapOf(program, relaxed, i);
    const { domain, current } = unit;
    if (!contains(domain, x, 1e-9 * Math.abs(x))) {
      const width = highest(domain) - lowest(domain);
      loss += 1e-9 * Math.abs(perUnit.spend[i]!) * width;
    }
    const mayStay = !unit.countsAsChanged && contains(domain, current) && lowest(domain) < highest(domain);
    if (perUnit.changed > 0 && mayStay) {
      const towards = x > current ? highest(domain) - current : current - lowest(domain);
      const share = towards > 0 ? Math.abs(x - current) / towards : 0;
      loss += perUnit.changed * share * (1 - share) + (share > 0 ? 1e-9 * perUnit.changed : 0);
    }
    if (loss > most) {
      most = loss;
      chosen = i;
    }
  });
  if (chosen === -1) return [];
  const unit = program.units[chosen]!;
  const withUnit = (replacement: ProgramUnit) =>
    program.units.map((other, i) => (i === chosen ? replacement : other));
  const x = relaxed.spends[chosen]!;
  const hasOwnGap = gapOf(program, relaxed, chosen) > 0 || !contains(unit.domain, x, 1e-9 * Math.abs(x));
  const mayStay = !unit.countsAsChanged && contains(unit.domain, unit.current);
  if (perUnit.changed > 0 && mayStay && !hasOwnGap) {
    return [
      withUnit({ ...unit, domain: pointDomain(unit.current) }),
      withUnit({ ...unit, countsAsChanged: true }),
    ];
  }
  return splitDomain(unit, x).map((domain) => withUnit({ ...unit, domain }));
}

function splitDomain(unit: ProgramUnit, x: number): Domain[] {
  const { domain } = unit;
  const low = lowest(domain);
  const high = highest(domain);
  const width = high - low;
  if (!(width > 0)) return [];
  // In a gap of the domain, or between two steps: the parts on either side.
  const below = clip(domain, low, x);
  const above = clip(domain, x, high);
  const isOnBoth = contains(domain, x);
  if (!isOnBoth && !isEmpty(below) && !isEmpty(above)) return [below, above];
  const cut = Math.min(high - 0.01 * width, Math.max(low + 0.01 * width, x));
  return [clip(domain, low, cut), clip(domain, cut, high)].filter((part) => !isEmpty(part));
}
