/** Where the ground truth is kept, and of which tree. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folders that opscope is compared with clang on, unless a set of other ones is named. */
export const FOLDERS: readonly string[] = ['mm', 'ipc', 'virt/kvm', 'arch/x86/kvm', 'fs'];

/** Where everything about one kernel version is kept, so that a comparison can be repeated in seconds. */
export interface TruthFolder {
  readonly tree: string;
  readonly version: string;
  readonly folder: string;
  /** The folders of the tree whose code the truth is about; what is not in them is not recorded. */
  readonly folders: readonly string[];
  /** The compile lines. */
  readonly record: string;
  readonly slots: string;
  readonly dispatch: string;
  readonly calls: string;
  readonly files: string;
  /** Functions that are values: elements of arrays, calls of values, what is handed over and kept. */
  readonly values: string;
  readonly valueParts: string;
  /** One file for each folder of the tree that is done, so that a run that was stopped goes on from there. */
  readonly parts: string;
}

/** The set of the folders above, which has no name of its own. */
const USUAL = '';

/**
 * The truth's folder for a kernel tree, which is made. A set of other folders has a name and is kept beside the usual one;
 * its folders are given once and remembered.
 */
export function truthFolder(tree: string, set: string = USUAL, folders: readonly string[] | null = null): TruthFolder {
  const version = kernelVersion(tree);
  const folder = join(cacheHome(), 'truth', set === USUAL ? version : `${version}-${set}`);
  mkdirSync(folder, { recursive: true });
  return {
    tree,
    version,
    folder,
    folders: set === USUAL ? FOLDERS : foldersOf(set, join(folder, 'folders.json'), folders),
    record: join(folder, 'compile.jsonl'),
    slots: join(folder, 'slots.jsonl'),
    dispatch: join(folder, 'dispatch.jsonl'),
    calls: join(folder, 'calls.jsonl'),
    files: join(folder, 'files.jsonl'),
    values: join(folder, 'values.jsonl'),
    valueParts: join(folder, 'value-parts'),
    parts: join(folder, 'parts'),
  };
}

function foldersOf(set: string, path: string, given: readonly string[] | null): readonly string[] {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  if (given === null)
    throw new Error(`no truth is kept of the set ${set}: say which folders it is about with --folders`);
  writeFileSync(path, JSON.stringify(given));
  return given;
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
