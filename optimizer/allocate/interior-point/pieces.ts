import { highest, lowest } from '../domain.ts';
import type { Envelope } from '../envelope.ts';
import type { Program } from '../program.ts';

/**
 * The variables of the interior-point method: concave pieces of the units' intervals. A unit is one piece, or two
 * where limits on moves put a kink at its current spend, or more where its envelope has kinks. On concave functions
 * pieces fill in order by themselves.
 */
export interface Pieces {
  readonly unit: Int32Array;
  readonly from: Float64Array;
  readonly width: Float64Array;
  /** −1 below the current spend, +1 above: the sign with which spending more moves the unit away from it. */
  readonly side: Int8Array;
  readonly curve: readonly Envelope[];
  /** Each unit's spend when none of its pieces is used. */
  readonly lowest: Float64Array;
}

/** Pieces narrower than this share of the widest interval are left unused: they move nothing and squeeze the rest. */
const NEGLIGIBLE = 1e-9;

export function concavePieces(program: Program, envelopes: readonly Envelope[]): Pieces {
  const unit: number[] = [];
  const from: number[] = [];
  const width: number[] = [];
  const side: number[] = [];
  const curve: Envelope[] = [];
  const widest = program.units.reduce(
    (most, { domain }) => Math.max(most, highest(domain) - lowest(domain)),
    0,
  );
  const negligible = NEGLIGIBLE * widest;
  const hasKinks = program.rows.some((row) => row.moved !== 0 || row.changed !== 0);
  program.units.forEach(({ domain, current }, i) => {
    const low = lowest(domain);
    const high = highest(domain);
    const cuts = [low, ...cutsInside(envelopes[i]!, hasKinks ? current : null, low, high), high];
    for (let c = 1; c < cuts.length; c++) {
      const a = cuts[c - 1]!;
      const b = cuts[c]!;
      if (!(b - a > negligible)) continue;
      unit.push(i);
      from.push(a);
      width.push(b - a);
      side.push(a >= current ? 1 : -1);
      curve.push(envelopes[i]!);
    }
  });
  return {
    unit: Int32Array.from(unit),
    from: Float64Array.from(from),
    width: Float64Array.from(width),
    side: Int8Array.from(side),
    curve,
    lowest: Float64Array.from(program.units, ({ domain }) => lowest(domain)),
  };
}

function cutsInside(envelope: Envelope, kink: number | null, low: number, high: number): number[] {
  const cuts = [...envelope.kinks];
  if (kink !== null) cuts.push(kink);
  return [...new Set(cuts)].filter((x) => x > low && x < high).sort((a, b) => a - b);
}

/** The units' spends at the shares 0 ≤ u ≤ 1 of their pieces. */
export function spendsOf(pieces: Pieces, shares: Float64Array): Float64Array {
  const spends = pieces.lowest.slice();
  for (let j = 0; j < shares.length; j++) {
    const i = pieces.unit[j]!;
    spends[i] = spends[i]! + shares[j]! * pieces.width[j]!;
  }
  return spends;
}
