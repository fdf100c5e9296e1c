/**
 * What a change is, by git. No shell is run: arguments are arguments. Nothing that a repository configures is run either, no
 * file monitor, external diff or text conversion, and nothing is written.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Change } from '../features/introduced.ts';
import { decode } from './disk.ts';

/** Files whose earlier texts matter: sources, and what Kbuild reads. */
const READ = /\.[ch]$|(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/;

/** With more changed files than this, the earlier texts are left out; half a release of the kernel has fewer. */
const MAX_TEXTS = 6000;

/** What differs between the merge base with a revision and the working tree, untracked files included. */
export async function changeSince(root: string, base: string): Promise<Change> {
  const mergeBase = await findMergeBase(root, base);
  const common = [
    '--relative',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--find-renames',
    '--ignore-submodules',
  ];
  const raw = await git(root, ['diff', ...common, '--raw', '-z', '--no-abbrev', mergeBase, '--', '.']);
  const files = parseRaw(raw);
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/'];
  const diff = await git(root, ['diff', ...common, '--unified=0', ...prefixes, mergeBase, '--', '.']);
  const fresh = await git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']);
  const untracked = fresh.split('\0').filter((path) => path !== '');
  return {
    lines: new Map([...parseDiff(diff), ...untracked.map((path) => [path, null] as const)]),
    texts: await textsBefore(root, files, untracked),
    renamed: new Map(
      files.flatMap(({ before, after }) => (before !== after && before && after ? [[after, before]] : [])),
    ),
  };
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
export function parseRaw(raw: string): readonly ChangedFile[] {
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
  const output = await run(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
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
export function parseDiff(diff: string): Map<string, ReadonlySet<number>> {
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
      found.set(file[1] ?? file[2] ?? '', current);
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [start, count] = [Number(hunk[2]), Number(hunk[3] ?? 1)];
    left = Number(hunk[1] ?? 1) + count;
    for (let each = start; each < start + count; each++) current.add(each);
  }
  return found;
}

async function git(root: string, args: readonly string[]): Promise<string> {
  return (await run(root, args, '')).toString('utf8');
}

/** Runs git; rejects with the first line that it says, which is empty where it was asked to be quiet. */
async function run(root: string, args: readonly string[], input: string): Promise<Buffer> {
  const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' };
  const child = spawn('git', ['-C', root, '-c', 'core.fsmonitor=false', ...args], { env });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
  // git may end before it has read everything; what it says then is the reason.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const closed = once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('git is not installed, or not in PATH') : error;
  });
  const [code] = await closed;
  const [reason = ''] = Buffer.concat(err).toString().trim().split('\n');
  if (code !== 0) throw new Error(reason.replace(/^fatal: /, ''));
  return Buffer.concat(out);
}
