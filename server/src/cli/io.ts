/** What a command may do to the outside: given by the entry point, replaced in tests. */

import type { FactBase } from '../features/export/fact-base.ts';
import type { IndexWriter } from '../features/export/scip-index.ts';
import type { Change } from '../features/findings/introduced.ts';
import type { NamedConfig } from '../features/modules.ts';
import type { Batch, Everything } from '../features/whole-tree/batch.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Provenance, TreeInfo } from '../model/answers.ts';
import type { NewFile } from '../model/new-file.ts';
import type { PatchSources } from '../series/sources.ts';
import type { OptionValues } from './options.ts';
import type { Shown } from './shown.ts';

/** What was asked on the command line. */
export interface Arguments {
  readonly command: string;
  /** What follows the command. */
  readonly rest: readonly string[];
  readonly options: OptionValues;
}

/** The same without the command: what it takes, and how. */
export type Asked = Pick<Arguments, 'rest' | 'options'>;

/** Where a command's answer goes. */
export interface Output {
  out(text: Shown): void;
  err(text: Shown): void;
  /** Is kept when what went out was taken: who reads it may be slow, and what waits is in memory. */
  taken(): Promise<void>;
  /** Whether `out` is a terminal, and how wide it is. */
  readonly terminal: boolean;
  readonly width: number;
  readonly colour: boolean;
}

/** What logs say of this program. */
export interface Program {
  readonly version: string;
  /** The address of its repository; null where package.json names none. */
  readonly home: string | null;
}

/** An opened tree. */
export interface OpenTree {
  readonly tree: TreeInfo;
  readonly snapshot: Snapshot;
  /** Every table or dispatch site of every file that is read, whatever its struct, in the order of the files. */
  everything(wanted: Everything): AsyncIterable<Batch>;
  /** What differs from the merge base with a revision; throws a UsageError where git knows none. */
  change(base: string): Promise<Change>;
  /** Which commit it is, by git; null outside a repository, and in one that was fetched from nowhere. */
  provenance(): Promise<Provenance | null>;
  /** A file that the command line names; null when it cannot be read. */
  readFile(path: string): string | null;
  /** Begins a file; throws NotWritten where there can be none. */
  create(path: string): NewFile;
  /** Makes an empty file a base of facts. */
  base(path: string): Promise<FactBase>;
  /** Begins a SCIP index of the tree. */
  index(write: (bytes: Uint8Array) => void): Promise<IndexWriter>;
  /** Where patches are, and what they are applied to. */
  readonly patches: PatchSources;
  /** Another tree, in a folder; null where there is no such folder. Throws a UsageError where it is no kernel tree. */
  beside(folder: string): Promise<OpenTree | null>;
  /** The page about a rule, in Markdown; null when it is not there. */
  rulePage(rule: string): string | null;
  readonly program: Program;
}

/** A wrong use, or no tree: one line for the person, exit code 2. */
export class UsageError extends Error {}

/** The .config that the command line names; null where it names none. */
export function namedConfig({ readFile }: OpenTree, { config }: OptionValues): NamedConfig | null {
  if (config === undefined) return null;
  const text = readFile(config);
  if (text === null) throw new UsageError(`${config}: cannot be read`);
  if (!/^CONFIG_\w+=|^# CONFIG_\w+ is not set/m.test(text)) throw new UsageError(`${config} is no .config`);
  return { file: config, text };
}
