/** What a change is, by git. */
import type { Change } from '../../features/findings/introduced.ts';
import type { FilesBefore } from '../../index/before.ts';
import { decode } from '../disk.ts';
import { git, gitBytes } from './run.ts';

/** Files whose earlier texts matter: sources, and what Kbuild reads. */
const READ = /\.[ch]$|(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/;

/** With more changed files than this, the earlier texts are left out; half a release of the kernel has fewer. */
const MAX_TEXTS = 6000;

/** How differences are asked for, whatever the repository or the person has set. */
const DIFF = [
  'diff',
  '--relative',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--find-renames',
  '--ignore-submodules',
  '-O/dev/null',
];

/** Lines without context; what only moved in or out, or got other line ends, is no change of a line. */
const LINES = ['--unified=0', '--inter-hunk-context=0', '--ignore-all-space', '--src-prefix=a/', '--dst-prefix=b/'];

/** What differs between the merge base with a revision and the working tree, untracked files included. */
export async function changeSince(root: string, base: string): Promise<Change> {
  const mergeBase = await findMergeBase(root, base);
  const untracked = await untrackedFiles(root);
  return explained(root, mergeBase, async () => {
    const before = await filesBefore(root, mergeBase, untracked);
    const diff = await differences(root, mergeBase, ...LINES);
    return { lines: new Map([...parseDiff(diff), ...untracked.map((path) => [path, null] as const)]), ...before };
  });
}

/** What the tracked files were in a commit that are others in the working tree. Untracked ones take long to look for. */
export async function filesSince(root: string, commit: string): Promise<FilesBefore> {
  return explained(root, commit, () => filesBefore(root, commit, []));
}

async function filesBefore(root: string, commit: string, untracked: readonly string[]): Promise<FilesBefore> {
  const files = parseRaw(await differences(root, commit, '--raw', '-z', '--no-abbrev'));
  return {
    texts: await textsBefore(root, files, untracked),
    renamed: new Map(
      files.flatMap(({ before, after }) => (before !== after && before && after ? [[after, before]] : [])),
    ),
  };
}

async function differences(root: string, commit: string, ...options: readonly string[]): Promise<string> {
  return git(root, [...DIFF, ...options, commit, '--', '.']);
}

/** What is asked of a commit; where a partial clone has not its files, rejects with the command that fetches them. */
async function explained<T>(root: string, commit: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw (await isPartial(root)) ? new Error(missing(commit)) : error;
  }
}

async function untrackedFiles(root: string): Promise<readonly string[]> {
  const listed = await git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']);
  return listed.split('\0').filter((path) => path !== '');
}

/** Whether a repository was cloned without the texts of its files. */
async function isPartial(root: string): Promise<boolean> {
  const found = await git(root, ['config', '--get-regexp', '^remote\\..*\\.promisor$']).catch(() => '');
  return /\btrue$/m.test(found);
}

function missing(commit: string): string {
  return `the clone is partial, and files of ${commit} are not in it; "git diff ${commit}" fetches them`;
}

async function findMergeBase(root: string, base: string): Promise<string> {
  await git(root, ['rev-parse', '--git-dir']);
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`];
  const shallow = async (): Promise<string> =>
    (await git(root, ['rev-parse', '--is-shallow-repository'])).trim() === 'true'
      ? ': the clone is shallow; fetch more of it (git fetch --unshallow, or fetch-depth: 0 in a workflow)'
      : '';
  const revision = await git(root, verify).catch(async (error: Error) => {
    throw error.message === '' ? new Error(`git knows no such revision${await shallow()}`) : error;
  });
  return (
    await git(root, ['merge-base', revision.trim(), 'HEAD']).catch(async (error: Error) => {
      throw error.message === '' ? new Error(`it has no commit in common with HEAD${await shallow()}`) : error;
    })
  ).trim();
}

/** A file that differs: its path and blob before, and its path after; null where it was not there, or is no more. */
interface ChangedFile {
  readonly before: string | null;
  readonly blob: string;
  readonly after: string | null;
}

/** Reads `git diff --raw -z`. */
function parseRaw(raw: string): readonly ChangedFile[] {
  const found: ChangedFile[] = [];
  const words = raw.split('\0');
  for (let i = 0; i < words.length; ) {
    const head = /^:\d+ \d+ ([0-9a-f]+) [0-9a-f]+ ([A-Z])/.exec(words[i++] ?? '');
    if (!head) continue;
    const [, blob = '', status = ''] = head;
    const first = words[i++] ?? '';
    const second = status === 'R' || status === 'C' ? (words[i++] ?? '') : first;
    found.push({
      before: status === 'A' || status === 'C' ? null : first,
      blob,
      after: status === 'D' ? null : second,
    });
  }
  return found;
}

/** The texts that changed files had; null instead of all when there are too many. */
async function textsBefore(
  root: string,
  files: readonly ChangedFile[],
  untracked: readonly string[],
): Promise<Change['texts']> {
  const texts = new Map<string, string | null>();
  for (const path of untracked) if (READ.test(path)) texts.set(path, null);
  for (const { after } of files) if (after !== null && READ.test(after)) texts.set(after, null);
  const old = files.filter(({ before }) => before !== null && READ.test(before));
  if (texts.size + old.length > MAX_TEXTS) return null;
  const blobs = await readBlobs(
    root,
    old.map(({ blob }) => blob),
  );
  for (const [i, { before }] of old.entries()) if (before !== null) texts.set(before, blobs[i] ?? null);
  return texts;
}

/** The texts of blobs, by one git for all; null for one that is not there. */
async function readBlobs(root: string, ids: readonly string[]): Promise<readonly (string | null)[]> {
  if (ids.length === 0) return [];
  const output = await gitBytes(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  const found: (string | null)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const size = / blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1];
    at = end + 1;
    found.push(size === undefined ? null : decode(output.subarray(at, at + Number(size))));
    if (size !== undefined) at += Number(size) + 1;
  }
  return found;
}

/** The lines of each file that a diff without context adds. */
function parseDiff(diff: string): Map<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  let current = new Set<number>();
  let left = 0;
  for (const line of diff.split('\n')) {
    if (left > 0) {
      if (/^[+-]/.test(line)) left--;
      continue;
    }
    const file = /^\+\+\+ (?:"b\/(.*)"|b\/(.*?))\t?$/.exec(line);
    if (file) {
      current = new Set();
      found.set(file[1] === undefined ? (file[2] ?? '') : unquoted(file[1]), current);
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [start, count] = [Number(hunk[2]), Number(hunk[3] ?? 1)];
    left = Number(hunk[1] ?? 1) + count;
    for (let each = start; each < start + count; each++) current.add(each);
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A name as it is, of one that git quotes as C would. */
function unquoted(name: string): string {
  return name.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
}
