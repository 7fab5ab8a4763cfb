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
    const { issuer, users, api: address, table, uploads, accessLogs, webhookSecret } = this.stateful;
    this.web = new WebStack(this, 'Web', { stage, api: address, pool: users?.pool, uploads, accessLogs });
    const tokens = {
      issuer: issuer.issuer,
      // In a user pool a token's audience is the client that asked for it: a script, or the page.
      audiences: [issuer.audience, ...(users && this.web.signIn ? [this.web.signIn.clientId] : [])],
    };
    this.api = new ApiStack(this, 'Api', { stage, api: address, tokens, table, uploads, webhookSecret });
    this.work = new WorkStack(this, 'Work', { stage, table, accessLogs, webhookSecret });
    const { stateful, api, work } = this;
    this.observability = new ObservabilityStack(this, 'Observability', { stage, stateful, api, work });
  }
}
