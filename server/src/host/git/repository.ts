/** Which repository a tree is in, by git, which also says whether that belongs to somebody else. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runGit } from './run.ts';

/** A repository on disk. */
export interface Repository {
  /** The folder of git that has HEAD and the index. */
  readonly own: string;
  /** The one that has objects and references: another one in a linked worktree. */
  readonly common: string;
  /** The folder that `.git` is in, whatever `core.worktree` says. */
  readonly top: string;
  readonly objectFormat: string;
}

/** Names of a setting and its value. */
export type Setting = readonly [name: string, value: string];

/**
 * Of the environment, what finds a repository and says whom the person trusts. Other variables of git, such as those that it
 * sets for its hooks, would lead to another repository or another index.
 */
const KEPT =
  /^GIT_(?:CONFIG_.*|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TEST_ASSUME_DIFFERENT_OWNER)$/;

/** The environment without those variables of git that are not kept. */
export function environment(kept: RegExp = KEPT): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') || kept.test(name)),
  );
}

/** The repository around a folder. Rejects with git's word where there is none, or git refuses it. */
export async function findRepository(root: string): Promise<Repository> {
  const args = ['rev-parse', '--absolute-git-dir', '--git-common-dir', '--show-object-format'];
  // Asked so, git does not look for the work tree that a repository names.
  const said = (await runGit(root, { args, env: { ...environment(), GIT_WORK_TREE: root } })).toString();
  const [own, common, objectFormat, ...rest] = said.split('\n');
  if (!own || !common || !objectFormat || rest.length !== 1)
    throw new Error('the path of the repository has a line break');
  const top = topOf(root, own);
  if (top === null) throw new Error('the folder is in no work tree of its repository');
  return { own, common: resolve(root, common), top, objectFormat };
}

/** The folder around another that has the `.git` of a repository. */
function topOf(root: string, own: string): string | null {
  const wanted = real(own);
  for (let folder = real(root); ; folder = dirname(folder)) {
    const at = join(folder, '.git');
    const leads = statSync(at, { throwIfNoEntry: false })?.isFile() ? resolve(folder, linkIn(at)) : at;
    if (real(leads) === wanted) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** Where a `.git` that is a file leads. */
function linkIn(path: string): string {
  return /^gitdir: ([^\r\n]*)/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
}

/** The path with symbolic links followed; itself when it is not there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Settings that change what is different or which revision is meant, and none that names a program. */
const SAFE = [
  'core\\.(ignorecase|precomposeunicode|filemode|symlinks|trustctime|checkstat|sparsecheckout|sparsecheckoutcone)',
  'extensions\\.refstorage',
  'branch\\..*\\.(remote|merge|pushremote)',
  'remote\\..*\\.(fetch|push|url|promisor)',
  'remote\\.pushdefault',
  'push\\.default',
];

/** What is set of them, for the person or in the repository. Reading a setting runs nothing. */
export async function safeSettings(root: string): Promise<readonly Setting[]> {
  return listed(await configOf(root, ['--null', '--get-regexp', `^(${SAFE.join('|')})$`]));
}

/** The file of names that git is to ignore everywhere; null where none is set. */
export async function ignoreFile(root: string): Promise<string | null> {
  const said = await configOf(root, ['--null', '--type=path', '--get', 'core.excludesFile']);
  const { XDG_CONFIG_HOME, HOME } = process.env;
  const usual = XDG_CONFIG_HOME || (HOME && join(HOME, '.config'));
  const path = said.replace(/\0$/, '') || (usual ? join(usual, 'git/ignore') : '');
  return statSync(resolve(root, path), { throwIfNoEntry: false })?.isFile() ? resolve(root, path) : null;
}

async function configOf(root: string, args: readonly string[]): Promise<string> {
  const asked = runGit(root, { args: ['config', ...args], env: { ...environment(), GIT_WORK_TREE: root } });
  return (await asked.catch(silent)).toString('latin1');
}

/** git says nothing at all about a setting that there is not. */
function silent(error: Error): Buffer {
  if (error.message !== '') throw error;
  return Buffer.alloc(0);
}

function listed(said: string): readonly Setting[] {
  return said
    .split('\0')
    .filter((each) => each !== '')
    .map((each) => {
      const end = each.indexOf('\n');
      return end < 0 ? [each, 'true'] : [each.slice(0, end), each.slice(end + 1)];
    });
}
