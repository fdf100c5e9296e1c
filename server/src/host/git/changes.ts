/** What a change is, by git. */
import type { Change } from '../../features/findings/introduced.ts';
import type { FilesBefore } from '../../features/findings/tree-before.ts';
import { addedLines } from './added-lines.ts';
import { readBlobs } from './blobs.ts';
import { type ChangedFile, parseRaw } from './raw.ts';
import { ignoreFile } from './repository.ts';
import { type Git, inRepository } from './stand-in.ts';

/** Files whose earlier texts matter: sources, and what Kbuild reads. */
export const READ = /\.[ch]$|(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/;

/** With more changed files than this, the earlier texts are left out; half a release of the kernel has fewer. */
const MAX_TEXTS = 6000;

/** How differences are asked for. */
const DIFF = [
  'diff',
  '--relative',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--find-renames',
  '--ignore-submodules',
];

/**
 * Lines without context, of every file, whatever it looks like; what only moved in or out, or got other line ends, is no change
 * of a line.
 */
const LINES = [
  '--unified=0',
  '--inter-hunk-context=0',
  '--text',
  '--ignore-all-space',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** What differs between the merge base with a revision and the working tree, untracked files included. */
export async function changeSince(root: string, base: string): Promise<Change> {
  const ignored = await ignoreFile(root).catch(() => null);
  return inRepository(root, async (git) => {
    const mergeBase = await findMergeBase(git, base);
    const untracked = await untrackedFiles(git, ignored);
    return explained(git, mergeBase, async () => {
      const before = await filesBefore(git, mergeBase, untracked);
      const diff = await differences(git, mergeBase, ...LINES);
      const lines = [...addedLines(diff.toString('latin1')), ...untracked.map((path) => [path, null] as const)];
      return { lines: new Map(lines), ...before };
    });
  });
}

/** What the tracked files were in a commit that are others in the working tree. Untracked ones take long to look for. */
export async function filesSince(root: string, commit: string): Promise<FilesBefore> {
  return inRepository(root, (git) => explained(git, commit, () => filesBefore(git, commit, [])));
}

/** What the tracked files were in a commit, and the untracked ones were not. */
export async function filesBefore(git: Git, commit: string, untracked: readonly string[]): Promise<FilesBefore> {
  const files = parseRaw((await differences(git, commit, '--raw', '-z', '--no-abbrev')).toString());
  return {
    texts: await textsBefore(git, files, untracked),
    renamed: new Map(
      files.flatMap(({ before, after }) => (before !== after && before && after ? [[after, before]] : [])),
    ),
  };
}

function differences(git: Git, commit: string, ...options: readonly string[]): Promise<Buffer> {
  return git.bytes([...DIFF, ...options, commit, '--', '.']);
}

/** What is asked of a commit; where a partial clone has not its files, rejects with the command that fetches them. */
export async function explained<T>(git: Git, commit: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isPartial(git) ? new Error(missing(commit)) : error;
  }
}

/** The files that git does not track, less those that it is to ignore. */
export async function untrackedFiles(git: Git, ignored: string | null): Promise<readonly string[]> {
  const also = ignored === null ? [] : [`--exclude-from=${ignored}`];
  const listed = await git.text('ls-files', '--others', ...also, '--exclude-standard', '-z', '--', '.');
  return listed.split('\0').filter((path) => path !== '');
}

/** Whether a repository was cloned without the texts of its files. */
function isPartial({ settings }: Git): boolean {
  return settings.some(([name, value]) => /^remote\..*\.promisor$/s.test(name) && value === 'true');
}

function missing(commit: string): string {
  return `the clone is partial, and files of ${commit} are not in it; "git diff ${commit}" fetches them`;
}

async function findMergeBase(git: Git, base: string): Promise<string> {
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`];
  const shallow = async (): Promise<string> =>
    (await git.text('rev-parse', '--is-shallow-repository')).trim() === 'true'
      ? ': the clone is shallow; fetch more of it (git fetch --unshallow, or fetch-depth: 0 in a workflow)'
      : '';
  const revision = await git.text(...verify).catch(async (error: Error) => {
    throw error.message === '' ? new Error(`git knows no such revision${await shallow()}`) : error;
  });
  return (
    await git.text('merge-base', revision.trim(), 'HEAD').catch(async (error: Error) => {
      throw error.message === '' ? new Error(`it has no commit in common with HEAD${await shallow()}`) : error;
    })
  ).trim();
}

/** The texts that changed files had; null instead of all when there are too many. */
async function textsBefore(
  git: Git,
  files: readonly ChangedFile[],
  untracked: readonly string[],
): Promise<Change['texts']> {
  const texts = new Map<string, string | null>();
  for (const path of untracked) if (READ.test(path)) texts.set(path, null);
  for (const { after } of files) if (after !== null && READ.test(after)) texts.set(after, null);
  const old = files.flatMap(({ before, blob }) =>
    before !== null && blob && READ.test(before) ? [{ before, blob }] : [],
  );
  if (texts.size + old.length > MAX_TEXTS) return null;
  const blobs = await readBlobs(
    git,
    old.map(({ blob }) => blob),
  );
  for (const { before, blob } of old) texts.set(before, blobs?.get(blob) ?? '');
  return blobs && texts;
}
