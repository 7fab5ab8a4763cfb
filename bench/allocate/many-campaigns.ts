import { allocate } from '../../optimizer/allocate/allocate.ts';
import { answerParent } from './child.ts';
import { judge } from './judge.ts';
import { concaveProblem } from './problems.ts';

/** One budget over many campaigns, to be run as a child, so that the peak memory is its own. */
export interface ManyRequest {
  readonly units: number;
  readonly runs: number;
}

export interface ManyAnswer {
  readonly units: number;
  readonly milliseconds: readonly number[];
  readonly gap: number | null;
  readonly breach: number;
  readonly status: string;
  /** Resident, of the whole process, before the first solve and at its highest. */
  readonly megabytesBefore: number;
  readonly megabytesPeak: number;
}

answerParent(({ units, runs }: ManyRequest): ManyAnswer => {
  const small = concaveProblem({ seed: 1, units: 1000 });
  for (let run = 0; run < 20; run++) allocate(small);
  const problem = concaveProblem({ seed: 2, units });
  const megabytesBefore = peakMegabytes();
  const solved = Array.from({ length: runs }, () => {
    const started = performance.now();
    const result = allocate(problem);
    return { result, milliseconds: performance.now() - started };
  });
  const { result } = solved[0]!;
  const spends = result.units.map(({ spend }) => spend ?? Number.NaN);
  return {
    units,
    milliseconds: solved.map(({ milliseconds }) => milliseconds),
    gap: result.relativeGap,
    breach: judge(problem, spends).breach,
    status: result.status,
    megabytesBefore,
    megabytesPeak: peakMegabytes(),
  };
});

function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
