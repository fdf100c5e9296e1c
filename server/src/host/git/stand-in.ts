/**
 * A folder of git that stands in for a repository's own. It leads to the repository's objects and references, has a copy of its
 * index, which git writes to when it finds that a file is as it was, and settings that are written here: of what a repository
 * configures git reads nothing, so there are no filters, drivers, hooks, file monitors, helpers or remotes that it could run,
 * whatever they are called. Attributes count for nothing either.
 */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwn } from '../files/own.ts';
import { isRunning, processSpace } from '../files/processes.ts';
import { configText } from './config-text.ts';
import { copyIndex, headOf, link } from './links.ts';
import { environment, findRepository, type Repository, type Setting, safeSettings } from './repository.ts';
import { runGit } from './run.ts';

/** Asks git about one repository, through the stand-in. */
export interface Git {
  /** What git says, in bytes; rejects with its reason. */
  bytes(args: readonly string[], input?: string): Promise<Buffer>;
  /** The same as text. */
  text(...args: readonly string[]): Promise<string>;
  /** What the repository or the person has set, of what is harmless; none where it was not asked for. */
  readonly settings: readonly Setting[];
}

/** Asks about the repository around a folder; `plain` questions need none of its settings. Rejects where there is none. */
export async function inRepository<T>(root: string, ask: (git: Git) => Promise<T>, plain = false): Promise<T> {
  const repository = await findRepository(root);
  const settings = plain ? [] : await safeSettings(root);
  if (made.size === 0) removeLeft(tmpdir());
  const folder = mkdtempSync(join(tmpdir(), `opscope-git-${process.pid}-${processSpace()}-`));
  made.add(folder);
  try {
    const begin = fill(folder, repository, settings);
    const env = environmentFor(begin, folder, repository);
    const bytes: Git['bytes'] = (args, input = '') =>
      runGit(root, { args, env, input }).catch((error: Error) => {
        throw new Error(error.message.replaceAll(begin, repository.own).replaceAll(folder, repository.common));
      });
    return await ask({ bytes, text: async (...args) => (await bytes(args)).toString(), settings });
  } finally {
    remove(folder);
  }
}

/** Nothing is left when the program ends before git has answered. */
const made = new Set<string>();
process.once('exit', () => {
  for (const folder of made) remove(folder);
});

/** The name of such a folder, with the process that made it: containers that share a temporary folder may have several of one id. */
const NAME = /^opscope-git-(\d+)-(\d*)-\w+$/;

/** Removes the folders of programs that were killed. What is no folder of ours, or cannot be removed, stays. */
function removeLeft(temporary: string): void {
  try {
    for (const name of readdirSync(temporary)) {
      const [, owner, space] = NAME.exec(name) ?? [];
      if (owner === undefined || space !== processSpace() || isRunning(Number(owner))) continue;
      const path = join(temporary, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory() && isOwn(stats, process.getuid?.())) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Another run is at it, too, or it is not ours to see: the next run tries again.
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  made.delete(folder);
}

/** What a linked worktree shares with the others of its repository. */
const SHARED = ['refs', 'packed-refs', 'reftable', 'logs', 'shallow', 'info/exclude', 'info/grafts'];

/** What each has for itself, besides its HEAD and index: FETCH_HEAD and its kind among them. */
const OWN = ['info/sparse-checkout'];
const OWN_PATTERN = /^[A-Z_]+_HEAD$/;

/** What a linked worktree has for itself, and shares too. */
const BOTH = ['refs', 'reftable', 'logs'];

/** Attributes that would change what git compares, or how: unset for every file, with the last word. */
const ATTRIBUTES = '* -text !eol !crlf -ident !filter !working-tree-encoding !diff !merge !whitespace\n';

/** The tree without files, from which git, since 2.41, takes the attributes of files instead of the work tree. */
const NO_ATTRIBUTES: Readonly<Record<string, string>> = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** Fills the folder; answers where in it git is to begin. */
function fill(folder: string, { own, common, objectFormat }: Repository, settings: readonly Setting[]): string {
  mkdirSync(join(folder, 'info'));
  writeFileSync(join(folder, 'config'), configText(objectFormat, settings), 'latin1');
  writeFileSync(join(folder, 'info/attributes'), ATTRIBUTES);
  writeFileSync(join(folder, 'HEAD'), headOf(common));
  for (const name of SHARED) link(common, folder, name);
  const names = [...OWN, ...readdirSync(own).filter((name) => OWN_PATTERN.test(name))];
  if (own === common) {
    for (const name of names) link(own, folder, name);
    copyIndex(own, folder);
    return folder;
  }
  const linked = join(folder, 'worktree');
  mkdirSync(join(linked, 'info'), { recursive: true });
  writeFileSync(join(linked, 'commondir'), '..\n');
  writeFileSync(join(linked, 'HEAD'), headOf(own));
  for (const name of [...names, ...BOTH]) link(own, linked, name);
  copyIndex(own, linked);
  return linked;
}

/** An environment that leads git to the stand-in, and to nobody's settings. */
function environmentFor(begin: string, folder: string, { common, top, objectFormat }: Repository): NodeJS.ProcessEnv {
  return {
    ...environment(/^GIT_EXEC_PATH$/),
    GIT_DIR: begin,
    GIT_WORK_TREE: top,
    GIT_OBJECT_DIRECTORY: join(common, 'objects'),
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ATTR_SOURCE: NO_ATTRIBUTES[objectFormat],
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    // A git before 2.32 looks for the person's settings here.
    HOME: folder,
    XDG_CONFIG_HOME: folder,
  };
}
