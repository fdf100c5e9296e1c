/** Who is a module: what Makefiles and Kconfig say of files, and the line that says so. */

import { INCLUDES_C } from '../index/parts.ts';
import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { INCLUDED_C, type TreeSource } from '../index/source.ts';
import { type Config, parseConfig } from '../kbuild/arches.ts';
import { type Kbuild, type ModuleStatus, openKbuild } from '../kbuild/status.ts';
import { SCHEMA, type TreeInfo } from '../model/answers.ts';
import { notBuiltHere, notBuiltText } from '../rules/unbuilt.ts';

/** What `opscope modules` answers. */
export interface ModulesAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  /** The .config that narrowed "can be" to "is"; null where there is none. */
  readonly configFile: string | null;
  readonly files: readonly ModuleStatus[];
  /** What is not known since the tree is a part of a kernel, a sentence each. */
  readonly notes: readonly string[];
}

/** Where a built tree keeps its configuration. */
const CONFIG_FILE = '.config';

/** The tree's own .config; null where it was never configured. */
function treeConfig(source: TreeSource): Config | null {
  const text = source.read(CONFIG_FILE);
  return text === null ? null : parseConfig(text);
}

/** Kbuild's view of a snapshot's tree, by a .config; null for the tree's own, or none. */
export function kbuildOf(snapshot: Snapshot, config: string | null): Kbuild {
  return snapshot.get(KBUILD, config);
}

const KBUILD = query('kbuild', (snapshot: Snapshot, config: string | null): Kbuild => {
  snapshot.pin();
  return treeKbuild(snapshot.source, config);
});

/** Kbuild's view of a tree, narrowed by the text of a .config; by the tree's own where none is given and there is one. */
export function treeKbuild(source: TreeSource, given: string | null): Kbuild {
  const config = given === null ? treeConfig(source) : parseConfig(given);
  // All folders: what includes a file may be far from it, as each architecture's vDSO is from lib/vdso.
  const including = (): readonly string[] => source.searchPattern([], INCLUDES_C, INCLUDED_C);
  return openKbuild(source, { gaps: source.gaps, including, ...(config ? { config } : {}) });
}

/** A .config that is named. */
export interface NamedConfig {
  readonly file: string;
  readonly text: string;
}

/** The status of each of these C files. */
export function modules(
  source: TreeSource,
  files: readonly string[],
  tree: TreeInfo,
  config: NamedConfig | null,
  kbuild = treeKbuild(source, config?.text ?? null),
): ModulesAnswer {
  const found = files.map((file) => kbuild.status(file));
  return {
    schema: SCHEMA,
    tree,
    configFile: config?.file ?? (source.exists(CONFIG_FILE) ? CONFIG_FILE : null),
    files: found,
    notes: notBuiltText(notBuiltHere(source, found), () => 'unbuilt says no more than that'),
  };
}
