import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Linux tree to test on; never to be written to. */
export interface KernelTree {
  readonly root: string;
  /** "7.3.4", from the tree's Makefile. */
  readonly version: string;
  /** "7.3". */
  readonly series: string;
}

function readTree(root: string): KernelTree {
  const makefile = readFileSync(join(root, 'Makefile'), 'utf8');
  const part = (name: string) => new RegExp(`^${name} *= *(\\d+)`, 'm').exec(makefile)?.[1] ?? '0';
  const series = `${part('VERSION')}.${part('PATCHLEVEL')}`;
  return { root, series, version: `${series}.${part('SUBLEVEL')}` };
}

/** The trees that `npm test` found (scripts/test.mjs), newest first. */
export const kernelTrees: readonly KernelTree[] = (process.env['OPSCOPE_TREES'] ?? '')
  .split(':')
  .filter((root) => root !== '')
  .map(readTree);
