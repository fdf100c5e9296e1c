/** Where the ground truth is kept, and of which tree. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folders that opscope is compared with clang on. */
export const FOLDERS: readonly string[] = ['mm', 'ipc', 'virt/kvm', 'arch/x86/kvm', 'fs'];

/** Where everything about one kernel version is kept, so that a comparison can be repeated in seconds. */
export interface TruthFolder {
  readonly tree: string;
  readonly version: string;
  readonly folder: string;
  /** The compile lines. */
  readonly record: string;
  readonly slots: string;
  readonly dispatch: string;
  readonly calls: string;
  readonly files: string;
  /** One file for each folder of the tree that is done, so that a run that was stopped goes on from there. */
  readonly parts: string;
}

/** The truth's folder for a kernel tree. */
export function truthFolder(tree: string): TruthFolder {
  const version = kernelVersion(tree);
  const folder = join(cacheHome(), 'truth', version);
  return {
    tree,
    version,
    folder,
    record: join(folder, 'compile.jsonl'),
    slots: join(folder, 'slots.jsonl'),
    dispatch: join(folder, 'dispatch.jsonl'),
    calls: join(folder, 'calls.jsonl'),
    files: join(folder, 'files.jsonl'),
    parts: join(folder, 'parts'),
  };
}

/** opscope's own cache folder. */
export function cacheHome(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'opscope');
}

function kernelVersion(tree: string): string {
  const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
  const value = (name: string): string => new RegExp(`^${name} *= *(\\S*)`, 'm').exec(makefile)?.[1] ?? '';
  const [major, minor, patch] = [value('VERSION'), value('PATCHLEVEL'), value('SUBLEVEL')];
  if (major === '' || minor === '') throw new Error(`${tree}: the Makefile does not say which Linux this is`);
  return [major, minor, patch].filter((part) => part !== '').join('.');
}
