import { parseArgs } from 'node:util';
import { type StageName, stages } from '../stages.ts';

export const USAGE = `npm run deploy -- --stage ${Object.keys(stages).join('|')} [--yes] [--dry-run] [--region REGION] [--profile PROFILE]

Deploys every stack of a stage (infra/stages.ts) with the AWS credentials of the environment.
--yes      deploys production without asking, for a pipeline that has asked
--dry-run  checks everything, shows the differences and changes nothing`;

export interface DeployArguments {
  readonly stage: StageName;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** What was typed cannot be meant, or the settings are not ready. Exit code 2. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
  readonly code = 'NOT_READY';
}

/** Throws `NotReadyError`; null where help is asked for. */
export function readArguments(argv: readonly string[]): DeployArguments | null {
  const { stage, help, yes, 'dry-run': dryRun, region, profile } = parsed(argv);
  if (help) return null;
  if (stage === undefined) throw new NotReadyError(`Which stage? Say --stage.\n\n${USAGE}`);
  if (!isStage(stage)) {
    throw new NotReadyError(
      `There is no stage ${JSON.stringify(stage)}; infra/stages.ts has ${Object.keys(stages).join(', ')}.`,
    );
  }
  return { stage, yes, dryRun, region, profile };
}

const isStage = (name: string): name is StageName => Object.hasOwn(stages, name);

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        stage: { type: 'string' },
        yes: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        region: { type: 'string' },
        profile: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new NotReadyError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}
