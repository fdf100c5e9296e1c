/** Who is a module: what Makefiles and Kconfig say of files, and the line that says so. */
import type { TreeSource } from '../index/source.ts';
import { type Config, parseConfig } from '../kbuild/arches.ts';
import { type Kbuild, type ModuleStatus, openKbuild } from '../kbuild/status.ts';
import { SCHEMA, type TreeInfo } from '../model/answers.ts';

/** What `opscope modules` answers. */
export interface ModulesAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  /** The .config that narrowed "can be" to "is"; null where there is none. */
  readonly configFile: string | null;
  readonly files: readonly ModuleStatus[];
}

/** Where a built tree keeps its configuration. */
export const CONFIG_FILE = '.config';

/** The tree's own .config; null where it was never configured. */
export function treeConfig(source: TreeSource): Config | null {
  const text = source.read(CONFIG_FILE);
  return text === null ? null : parseConfig(text);
}

/** Kbuild's view of a tree, narrowed by its .config where it has one. */
export function treeKbuild(source: TreeSource): Kbuild {
  const config = treeConfig(source);
  return openKbuild(source, config ? { config } : {});
}

/** The status of each of these C files. */
export function modules(source: TreeSource, files: readonly string[], tree: TreeInfo): ModulesAnswer {
  const kbuild = treeKbuild(source);
  return {
    schema: SCHEMA,
    tree,
    configFile: source.exists(CONFIG_FILE) ? CONFIG_FILE : null,
    files: files.map((file) => kbuild.status(file)),
  };
}
