import { basename, join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { bundleFunction, FUNCTION_ENTRIES, type FunctionEntry } from '../lambda-bundling.ts';

const projectRoot = join(import.meta.dirname, '..', '..');
const folderOf = (entry: FunctionEntry) => join(projectRoot, 'dist', 'functions', basename(entry, '.ts'));

/** Bundles every function, once for all stages. To be done before a stage is made, since constructs cannot wait. */
export async function bundleFunctions(): Promise<void> {
  await Promise.all(FUNCTION_ENTRIES.map((entry) => bundleFunction(entry, folderOf(entry))));
}

/**
 * What `bundleFunctions` made of the entry file. Where bundling is turned off, for a template is all that is wanted, a
 * stand-in takes its place.
 */
export const functionCode = (scope: Construct, entry: FunctionEntry): Code =>
  Stack.of(scope).bundlingRequired ? Code.fromAsset(folderOf(entry)) : Code.fromInline(`// ${entry}`);
