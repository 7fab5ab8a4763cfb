import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { IConstruct } from 'constructs';

/**
 * Says why a finding of cdk-nag is meant to be as it is. `rule` is the rule's name, with the finding in brackets where a
 * rule has several: `AwsSolutions-IAM5[Resource::*]`. It holds for the construct and all below it.
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  // A rule without its pack in front matches nothing, and nothing says so.
  const pack = rule.split('-')[0];
  Validations.of(construct).acknowledge({ id: `${pack}::${rule}`, reason });
}

/** Why a role reaches more than one thing by these resources, which end in a wildcard; no other wildcard is let through. */
export function acknowledgeWildcards(role: IConstruct, resources: readonly string[], reason: string): void {
  role.node.addValidation({
    validate: () => {
      // The finding is named by the resource as the template has it: known once references between stacks are resolved.
      for (const resource of resources) {
        const flat = flattenCfnReference(Stack.of(role).resolve(resource));
        acknowledge(role, `AwsSolutions-IAM5[Resource::${flat}]`, reason);
      }
      return [];
    },
  });
}
