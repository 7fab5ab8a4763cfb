#!/usr/bin/env node
import 'tsx/esm';

await import('./main.ts');
