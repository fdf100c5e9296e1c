/**
 * Runs git. No shell is run: arguments are arguments. Nothing that a repository configures is run either, no file monitor,
 * filter or external diff, nothing is fetched, and nothing is written.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What git says; rejects with its reason, which is empty where it was asked to be quiet. */
export async function git(root: string, args: readonly string[]): Promise<string> {
  return (await gitBytes(root, args)).toString('utf8');
}

/** The same in bytes, with an input. */
export async function gitBytes(root: string, args: readonly string[], input = ''): Promise<Buffer> {
  return run(root, args, input, withConfig(await configOf(root)));
}

/** Asked once for each folder: a run of the command is short. */
const configs = new Map<string, Promise<readonly (readonly [string, string])[]>>();

function configOf(root: string): Promise<readonly (readonly [string, string])[]> {
  const known = configs.get(root) ?? settings(root);
  configs.set(root, known);
  return known;
}

/** The settings that are put over those of the repository: a filter, which git runs to compare a file, is no more. */
async function settings(root: string): Promise<readonly (readonly [string, string])[]> {
  const own = [
    ['core.fsmonitor', 'false'],
    // Names are quoted for their control characters only.
    ['core.quotePath', 'false'],
  ] as const;
  const args = ['config', '--null', '--name-only', '--get-regexp', '^filter\\.'];
  const names = await run(root, args, '', withConfig(own)).catch(() => Buffer.alloc(0));
  const filters = names
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => [name, /\.required$/i.test(name) ? 'false' : ''] as const);
  return [...own, ...filters];
}

/** An environment that says these settings, behind those that it says already. */
function withConfig(config: readonly (readonly [string, string])[]): NodeJS.ProcessEnv {
  const before = Number(process.env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const said = config.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${before + i}`, key],
    [`GIT_CONFIG_VALUE_${before + i}`, value],
  ]);
  return {
    ...process.env,
    ...Object.fromEntries(said),
    GIT_CONFIG_COUNT: String(before + config.length),
    // It would put lines of context into a diff that is to have none.
    GIT_DIFF_OPTS: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}

async function run(root: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<Buffer> {
  const child = spawn('git', ['-C', root, ...args], { env });
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
  if (code === 0) return Buffer.concat(out);
  const lines = Buffer.concat(err).toString().trim().split('\n');
  const reason = lines.find((line) => !line.startsWith('warning: ')) ?? '';
  throw new Error(reason.replace(/^(?:fatal|error): /, ''));
}
