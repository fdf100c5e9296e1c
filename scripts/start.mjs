/**
 * npm start -- [KERNEL] [--no-open]
 *
 * Installs and builds what is needed, prints `opscope matrix` and `opscope reach` of the kernel tree (by default the project's sample
 * tree), and opens the tree in VS Code: the desktop's where there is a `code` command, else one served for a browser, whose address
 * is the last line. Whatever it started ends with it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { build, endWithParent, install, must, root, run, sampleTree, vsixPath } from './steps.mjs';

/** Takes a step whose output nobody reads unless it fails. */
async function quietly(step) {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-start-'));
  const log = join(folder, 'log');
  try {
    await step({ log });
  } catch (error) {
    if (existsSync(log)) process.stderr.write(readFileSync(log));
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a command is on PATH. */
function onPath(command) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** Shows the tree in VS Code; resolves to an exit code, at once or when the served one is stopped. */
async function open(kernel) {
  if (onPath('code')) return run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, kernel]);
  console.log('\nThere is no `code` command here: VS Code is served for a browser until Ctrl+C, at');
  await quietly((options) => build(['--host'], options));
  await quietly((options) => must(process.execPath, [join(root, 'scripts/package.mjs'), '--built'], options));
  return run(process.execPath, [join(root, 'out/test/harness/vscode-host/serve.cjs'), vsixPath, kernel]);
}

async function start(args) {
  const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--no-open');
  const folders = args.filter((arg) => !arg.startsWith('-'));
  if (unknown !== undefined || folders.length > 1) throw new Error('usage: npm start -- [KERNEL] [--no-open]');
  // npm runs this in the project; INIT_CWD is where the user called it.
  const kernel = folders[0] === undefined ? sampleTree : resolve(process.env.INIT_CWD ?? '.', folders[0]);
  await quietly(install);
  await quietly((options) => build([], options));
  const report = (command) => run(process.execPath, [join(root, 'dist/opscope.cjs'), command, '--tree', kernel]);
  const matrix = await report('matrix');
  console.log();
  const code = matrix || (await report('reach'));
  return code !== 0 || args.includes('--no-open') ? code : open(kernel);
}

endWithParent();
start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
