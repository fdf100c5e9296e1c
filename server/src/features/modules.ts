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

/** Every C file at the paths, each a file or a folder, in the order of their paths; null for a path that is neither. */
export function filesAt(source: TreeSource, path: string): readonly string[] | null {
  const clean = cleanPath(path);
  const found = clean === '' ? [] : [clean].filter((each) => /\.[ch]$/.test(each) && source.exists(each));
  if (found.length > 0) return found;
  const inside = [...walk(source, clean)];
  return inside.length > 0 || source.list(clean).length > 0 ? inside.sort() : null;
}

/** A path as the tree names it: relative, without `./` in front or a slash behind. */
export function cleanPath(path: string): string {
  return path
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
}

function* walk(source: TreeSource, folder: string): Iterable<string> {
  for (const name of source.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name.endsWith('/')) {
      if (name !== '.git/') yield* walk(source, path.slice(0, -1));
    } else if (/\.[ch]$/.test(name)) yield path;
  }
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
