import { cpus, totalmem } from 'node:os';

export interface Environment {
  /** RFC 3339, UTC. */
  readonly date: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
}

/** Absolute times mean nothing without the machine they were taken on; compare ratios across machines. */
export function environment(): Environment {
  const cores = cpus();
  return {
    date: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
  };
}
