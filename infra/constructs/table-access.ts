import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What the store asks of the table, call by call; `grantReadWriteData` would add Scan and the stream. A write within a
 * transaction needs the right of that write. A test compares this with the commands that `store/dynamo` sends.
 */
export const READ_TABLE = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'] as const;

export const READ_AND_WRITE_TABLE = [
  ...READ_TABLE,
  'dynamodb:PutItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
] as const;

/** The table and its one index; `table.grant` would take any index there may ever be. */
export function grantTable(table: TableV2, to: IGrantable, actions: readonly string[]): void {
  to.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [table.tableArn, `${table.tableArn}/index/gsi1`],
    }),
  );
}
