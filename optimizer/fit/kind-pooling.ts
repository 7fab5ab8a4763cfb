import { expectedShares, kindLattice } from './mixture-weights.ts';
import type { Nodes } from './nodes.ts';
import { INITIAL_PRIOR, type Prior } from './prior.ts';
import { FAMILIES, type FittedFamily } from './shape.ts';

/** The probabilities of a prior: of what kind a campaign is. */
export type Kinds = Pick<Prior, 'families' | 'shaped' | 'noBaseline' | 'noCarryOver'>;

/** How firmly the kinds of an account's campaigns are held to what is expected: the less, the more alike they may be. */
const FAMILY_STRENGTH = 3;
const FAMILY_STEPS = 5;
const NONE_STRENGTH = 1.5;
const NONE_STEPS = 10;

const HILL = FAMILIES.indexOf('HILL');
/** The families, and after them Hill curves whose slope is not 1. */
const SHAPED = FAMILIES.length;

const { families: EXPECTED, shaped: EXPECTED_SHAPED, noBaseline, noCarryOver } = INITIAL_PRIOR;
const FAMILY_LATTICE = kindLattice(
  [
    ...FAMILIES.map((family) => EXPECTED[family] * (family === 'HILL' ? 1 - EXPECTED_SHAPED : 1)),
    EXPECTED.HILL * EXPECTED_SHAPED,
  ],
  FAMILY_STEPS,
  FAMILY_STRENGTH,
);
const BASELINE_LATTICE = kindLattice([noBaseline, 1 - noBaseline], NONE_STEPS, NONE_STRENGTH);
const CARRY_OVER_LATTICE = kindLattice([noCarryOver, 1 - noCarryOver], NONE_STEPS, NONE_STRENGTH);

/**
 * What all other campaigns say of each campaign's kind: its family, whether a Hill curve's slope is 1, whether there
 * is a baseline and a carry-over.
 *
 * @param weights of each campaign's points under the kinds believed `now`
 */
export function poolKinds(
  nodes: readonly Nodes[],
  weights: readonly Float64Array[],
  now: readonly Kinds[],
): Kinds[] {
  const families = nodes.map((node, i) => {
    const mass = new Float64Array(SHAPED + 1);
    for (let k = 0; k < node.count; k++) {
      const family = node.family[k]!;
      mass[family === HILL && node.logSlope[k] !== 0 ? SHAPED : family]! += weights[i]![k]!;
    }
    const { families: prior, shaped } = now[i]!;
    FAMILIES.forEach((family, f) => {
      mass[f]! /= prior[family] * (f === HILL ? 1 - shaped : 1);
    });
    mass[SHAPED]! /= prior.HILL * shaped;
    return mass;
  });
  const without = (values: (node: Nodes) => Float64Array, prior: (kinds: Kinds) => number) =>
    nodes.map((node, i) => {
      const column = values(node);
      let none = 0;
      let some = 0;
      for (let k = 0; k < node.count; k++) {
        if (column[k] === 0) none += weights[i]![k]!;
        else some += weights[i]![k]!;
      }
      return Float64Array.of(none / prior(now[i]!), some / (1 - prior(now[i]!)));
    });
  const shares = expectedShares(FAMILY_LATTICE, families);
  const baselines = expectedShares(
    BASELINE_LATTICE,
    without(
      (node) => node.share,
      (kinds) => kinds.noBaseline,
    ),
  );
  const carryOvers = expectedShares(
    CARRY_OVER_LATTICE,
    without(
      (node) => node.psi,
      (kinds) => kinds.noCarryOver,
    ),
  );
  return nodes.map((_, i) => {
    const share = shares[i]!;
    const hill = share[HILL]! + share[SHAPED]!;
    return {
      families: Object.fromEntries(
        FAMILIES.map((family, f) => [family, f === HILL ? hill : share[f]!]),
      ) as Record<FittedFamily, number>,
      shaped: share[SHAPED]! / hill,
      noBaseline: baselines[i]![0]!,
      noCarryOver: carryOvers[i]![0]!,
    };
  });
}
