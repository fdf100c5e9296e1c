/**
 * npm start -- [KERNEL] [--no-open]
 *
 * Installs and builds what is needed, prints `opscope matrix` and `opscope reach` of the kernel tree (by default the project's sample
 * tree), and opens the tree in VS Code: the desktop's where there is a `code` command, else one served for a browser.
 */
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { build, install, must, root, run, sampleTree, vsixPath } from './steps.mjs';

/** Whether a command is on PATH. */
function onPath(command) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** Shows the tree in VS Code; resolves to an exit code, at once or when the served one is stopped. */
async function open(kernel) {
  if (onPath('code')) return run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, kernel]);
  console.log('\nThere is no `code` command here: serving VS Code for a browser.');
  await build(['--host']);
  await must(process.execPath, [join(root, 'scripts/package.mjs')]);
  return run(process.execPath, [join(root, 'out/test/harness/vscode-host/serve.cjs'), vsixPath, kernel]);
}

async function start(args) {
  const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--no-open');
  const folders = args.filter((arg) => !arg.startsWith('-'));
  if (unknown !== undefined || folders.length > 1) throw new Error('usage: npm start -- [KERNEL] [--no-open]');
  // npm runs this in the project; INIT_CWD is where the user called it.
  const kernel = folders[0] === undefined ? sampleTree : resolve(process.env.INIT_CWD ?? '.', folders[0]);
  await install();
  await build();
  const report = (command) => run(process.execPath, [join(root, 'dist/opscope.cjs'), command, '--tree', kernel]);
  const code = (await report('matrix')) || (await report('reach'));
  return code !== 0 || args.includes('--no-open') ? code : open(kernel);
}

start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
