/**
 * Runs git. No shell is run: arguments are arguments. Each git has a bound on its time, its memory and what it says; beyond
 * that it is ended, and that is told. `stand-in.ts` sees to it that a repository cannot make git run anything.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { Bound } from './bound.ts';

/** What one git is asked. */
export interface Question {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Settings that win over all others: nothing watches files, and names are quoted for their control characters only. */
const OVERRIDES = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotePath=false'];

/** What git says; rejects with its reason, which is empty where it was asked to be quiet. */
export async function runGit(root: string, { args, env, input = '' }: Question): Promise<Buffer> {
  const program = gitProgram();
  if (program === null) throw new Error('git is not installed, or not in PATH');
  const settings = OVERRIDES.flatMap((each) => ['-c', each]);
  const child = spawn(program, ['--no-pager', '-C', root, ...settings, ...args], { env: { ...env, ...ALWAYS } });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [name = ''] = args;
  const bound = new Bound(child, name);
  const out = bound.collect(child.stdout);
  const err = bound.collect(child.stderr);
  // git may end before it has read everything; what it says then is the reason.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await ended.finally(() => bound.stop());
  if (bound.broken !== null) throw new Error(bound.broken);
  if (code === 0) return Buffer.concat(out);
  throw new Error(code === null ? `git ${name} ended at once` : reasonIn(Buffer.concat(err).toString()));
}

/** Whatever is asked: nothing is fetched, nothing is written, nobody is asked, and no piece of memory is out of proportion. */
const ALWAYS = {
  GIT_ALLOC_LIMIT: '1g',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** git, by PATH. A folder that is named from where the program stands may be one of the tree: that is left out. */
function gitProgram(): string | null {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What git gives as its reason, in one line. */
function reasonIn(said: string): string {
  const owner = /^fatal: detected dubious ownership in repository at '(.*)'$/m.exec(said)?.[1];
  if (owner !== undefined)
    return `the repository belongs to another user; "git config --global --add safe.directory ${owner}" says that it is trusted`;
  const lines = said.trim().split('\n');
  const reason = lines.find((line) => !/^(?:warning|hint): /.test(line)) ?? '';
  return reason.replace(/^(?:fatal|error): /, '');
}
