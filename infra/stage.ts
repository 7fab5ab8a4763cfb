import { type App, Stage, Tags } from 'aws-cdk-lib';
import { ApiStack } from './stacks/api-stack.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';
import type { StageConfig } from './stages.ts';

/** Everything of one stage: `cdk deploy 'equimarginal-dev/*'`. Account and region are those of the deployer's credentials. */
export class EquimarginalStage extends Stage {
  readonly stateful: StatefulStack;
  readonly api: ApiStack;

  constructor(app: App, config: StageConfig) {
    super(app, `equimarginal-${config.name}`);
    Tags.of(this).add('project', 'equimarginal');
    Tags.of(this).add('stage', config.name);
    this.stateful = new StatefulStack(this, 'Stateful', { stage: config });
    this.api = new ApiStack(this, 'Api', {
      stage: config,
      table: this.stateful.table,
      uploads: this.stateful.uploads,
    });
  }
}
