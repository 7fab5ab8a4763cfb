import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { EquimarginalStage } from '../../../infra/stage.ts';
import type { StageConfig } from '../../../infra/stages.ts';

const cdkJson = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));

/** With the flags of the real app, without bundling: the templates are the same but for the code. */
export const appWithoutBundles = () =>
  new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });

export const STACKS = ['stateful', 'api', 'work', 'web', 'observability'] as const;
export type StackName = (typeof STACKS)[number];

export interface Resource {
  readonly Type: string;
  /** As the library types them: anything. */
  readonly Properties: ReturnType<Template['toJSON']>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A stage as it would be deployed, stack by stack. */
export class StageTemplates {
  readonly config: StageConfig;
  readonly stage: EquimarginalStage;
  readonly templates: Readonly<Record<StackName, Template>>;

  constructor(config: StageConfig) {
    this.config = config;
    this.stage = new EquimarginalStage(appWithoutBundles(), config);
    const templateOf = (name: StackName) => [name, Template.fromStack(this.stage[name])] as const;
    this.templates = Object.fromEntries(STACKS.map(templateOf)) as Record<StackName, Template>;
  }

  get retention(): string {
    return this.config.isProduction ? 'Retain' : 'Delete';
  }

  /** By logical id, of one stack. */
  resources(stack: StackName, type: string): Readonly<Record<string, Resource>> {
    return this.templates[stack].findResources(type) as Record<string, Resource>;
  }

  theOnly(stack: StackName, type: string): Resource {
    const resources = Object.values(this.resources(stack, type));
    expect(resources).toHaveLength(1);
    return resources[0]!;
  }

  /** The one whose logical id begins so. */
  named(stack: StackName, type: string, prefix: string): Resource {
    const found = Object.entries(this.resources(stack, type)).filter(([id]) =>
      new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id),
    );
    expect(found.map(([id]) => id)).toHaveLength(1);
    return found[0]![1];
  }

  /** Of all stacks, as rows for a test: `[where, resource]`. */
  everywhere(...types: readonly string[]): readonly (readonly [string, Resource])[] {
    return STACKS.flatMap((stack) =>
      types.flatMap((type) =>
        Object.entries(this.resources(stack, type)).map(
          ([id, resource]) => [`${stack}/${id}`, resource] as const,
        ),
      ),
    );
  }

  /** What a function of the stack may do, by the logical id that its role begins with. */
  actionsOf(stack: StackName, name: string): readonly string[] {
    return this.statementsOf(stack, name)
      .flatMap(({ Action }) => Action)
      .toSorted();
  }

  statementsOf(stack: StackName, name: string): readonly Statement[] {
    const { Properties } = this.named(stack, 'AWS::IAM::Policy', `${name}RoleDefaultPolicy`);
    return Properties.PolicyDocument.Statement;
  }
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
}
