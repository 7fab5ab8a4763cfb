import { type App, Stage, Tags } from 'aws-cdk-lib';
import { ApiStack } from './stacks/api-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';
import { WebStack } from './stacks/web-stack.ts';
import { WorkStack } from './stacks/work-stack.ts';
import type { StageConfig } from './stages.ts';

/** Everything of one stage: `cdk deploy 'equimarginal-dev/*'`. Account and region are those of the deployer's credentials. */
export class EquimarginalStage extends Stage {
  readonly stateful: StatefulStack;
  readonly api: ApiStack;
  readonly work: WorkStack;
  readonly web: WebStack;
  readonly observability: ObservabilityStack;

  constructor(app: App, stage: StageConfig) {
    super(app, `equimarginal-${stage.name}`);
    Tags.of(this).add('project', 'equimarginal');
    Tags.of(this).add('stage', stage.name);
    this.stateful = new StatefulStack(this, 'Stateful', { stage });
    const { issuer, table, uploads, accessLogs, webhookSecret } = this.stateful;
    this.api = new ApiStack(this, 'Api', { stage, issuer, table, uploads, webhookSecret });
    this.work = new WorkStack(this, 'Work', { stage, table, accessLogs, webhookSecret });
    this.web = new WebStack(this, 'Web', { stage, api: this.api.api, uploads, accessLogs });
    const { stateful, api, work } = this;
    this.observability = new ObservabilityStack(this, 'Observability', { stage, stateful, api, work });
  }
}
