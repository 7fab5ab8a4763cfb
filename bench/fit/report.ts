import type { Environment } from '../environment.ts';
import type { FitGoal, PartResult } from './part.ts';

export interface FitReport {
  readonly peerVersions: Readonly<Record<string, string>> | null;
  /** In the order of the page, each with the moment and the machine of its own run. */
  readonly parts: readonly PartRun[];
}

export interface PartRun extends PartResult {
  readonly id: string;
  readonly environment: Environment;
  readonly seconds: number;
}

/** The result as a page to read. */
export function markdown({ peerVersions, parts }: FitReport): string {
  const goals = parts.flatMap((part) => part.goals);
  const missed = goals.filter(({ isReached }) => !isReached);
  const byChance = missed.filter(({ mayBeChance }) => mayBeChance);
  const surely = missed.filter(({ mayBeChance }) => !mayBeChance);
  return `# Curve fitting beside SciPy and the truth

${machine(parts, peerVersions)}

Made by \`npm run bench fit\`; \`npm run bench fit -- --part cells\` runs one part anew. Simulated accounts, whose truth is known,
are fitted together, as a workspace is. What simulation cannot say: whether real campaigns are like these. The data are
made of the families that are fitted, spend never follows demand, and what platforms credit to themselves is taken as
what spend brought.

${goals.length - missed.length} of ${goals.length} goals reached; ${surely.length} missed, ${byChance.length} more by no more than chance may (two standard errors).

${parts.map((part) => part.markdown.trim()).join('\n\n')}

## Goals missed

${lines(surely)}

## Goals missed by no more than chance may

${lines(byChance)}

## Goals reached

${lines(goals.filter(({ isReached }) => isReached))}
`;
}

function machine(parts: readonly PartRun[], peerVersions: FitReport['peerVersions']): string {
  const [first] = parts;
  if (!first) return 'Nothing was run.';
  const { node, platform, cpu, cores, memoryGb } = first.environment;
  const versions = peerVersions
    ? Object.entries(peerVersions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')
    : 'no Python with SciPy: no peer';
  const runs = parts.map(
    ({ id, environment, seconds }) => `${id} ${environment.date} (${seconds.toFixed(0)} s)`,
  );
  return `${cores} cores (${cpu}, ${memoryGb} GB, ${platform}), Node ${node.slice(1)}, ${versions}. Runs: ${runs.join(', ')}.`;
}

const lines = (goals: readonly FitGoal[]) =>
  goals.length === 0
    ? 'None.'
    : goals.map(({ row, wanted, seen }) => `- ${row}: ${wanted}; seen: ${seen}`).join('\n');
