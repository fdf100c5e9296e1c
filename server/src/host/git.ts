/** What a change touched, by git. No shell is run: arguments are arguments. */
import { execFile } from 'node:child_process';
import type { ChangedLines } from '../features/check.ts';

const MAX_OUTPUT = 256 * 1024 * 1024;

/** The lines that differ between the merge base with a revision and the working tree, untracked files included. */
export async function changedLines(root: string, base: string): Promise<ChangedLines> {
  const revision = (
    await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`])
  ).trim();
  const mergeBase = (await git(root, ['merge-base', revision, 'HEAD'])).trim();
  const options = ['--relative', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/'];
  const diff = await git(root, ['diff', ...options, ...prefixes, mergeBase, '--', '.']);
  const fresh = await git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']);
  const changed = new Map<string, ReadonlySet<number> | null>(parseDiff(diff));
  for (const path of fresh.split('\0')) if (path !== '') changed.set(path, null);
  return changed;
}

/** The changed lines of each file of a diff without context; where lines only went, those around the place. */
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
    const last = count === 0 ? start + 1 : start + count - 1;
    for (let each = start; each <= last; each++) current.add(each);
  }
  return found;
}

function git(root: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', root, ...args], { maxBuffer: MAX_OUTPUT, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim().split('\n')[0] || `git ${args[0]} failed`));
      else resolve(stdout);
    });
  });
}
