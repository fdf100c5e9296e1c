/** The door for contributors: what F5 runs in VS Code, and what editors and containers are told, fit what the scripts make. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../harness/root.ts';
import { scratch } from '../protocol/sample.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const launch = JSON.parse(read('.vscode/launch.json'));
const { tasks } = JSON.parse(read('.vscode/tasks.json'));
const { scripts, engines } = JSON.parse(read('package.json'));

interface Configuration {
  readonly name: string;
  readonly program?: string;
  readonly outFiles: readonly string[];
  readonly preLaunchTask?: string;
}
const configurations: readonly Configuration[] = launch.configurations;
const [task] = tasks;

/** A path as VS Code's files have it. */
const inWorkspace = (path: string): string => `\${workspaceFolder}/${path}`;

/** Runs what the task runs until VS Code would take it for ready; answers what it has said. */
async function untilReady(dist: string): Promise<string> {
  const args = scripts[task.script].split(' ').slice(1);
  const child = spawn(process.execPath, [...args, '--dist', dist], {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { beginsPattern, endsPattern } = task.problemMatcher.background;
  let said = '';
  for await (const part of child.stdout) {
    said += part;
    if (new RegExp(endsPattern, 'm').test(said)) break;
  }
  child.kill();
  assert.match(said, new RegExp(beginsPattern, 'm'));
  return said;
}

test('the build that F5 waits for makes the files that it runs, as they are written, with source maps', async (t) => {
  const dist = scratch(t);
  await untilReady(dist);
  const named = configurations.flatMap(({ program, outFiles }) => [program ?? [], outFiles].flat());
  for (const path of named.filter((each) => !each.includes('*'))) {
    assert.ok(path.startsWith(inWorkspace('dist/')), path);
    const built = join(dist, basename(path));
    assert.match(readFileSync(built, 'utf8'), /\n\/\/# sourceMappingURL=/);
    assert.ok(existsSync(`${built}.map`), path);
  }
  assert.match(readFileSync(join(dist, 'extension.cjs'), 'utf8'), /^async function pickHook\(server, matrices\) \{$/m);
  for (const script of readdirSync(join(projectRoot, 'dist/webview')))
    assert.match(readFileSync(join(dist, 'webview', script), 'utf8'), /\n\/\/# sourceMappingURL=data:/, script);
});

test('F5 starts the extension on the sample tree and attaches to its server', () => {
  const names = configurations.map(({ name }) => name);
  for (const { configurations: together } of launch.compounds)
    for (const name of together) assert.ok(names.includes(name), name);
  for (const { preLaunchTask = task.label } of configurations) assert.equal(preLaunchTask, task.label);
  const [, port] = /--inspect=(\d+)/.exec(read('client/src/client.ts')) ?? [];
  assert.equal(launch.configurations[1].port, Number(port));
  assert.ok(launch.configurations[0].args.includes(inWorkspace('test/trees/sample')));
});

test('editors are told the form that Biome asks for', () => {
  const { formatter } = JSON.parse(read('biome.json'));
  const settings = new Map(
    [...read('.editorconfig').matchAll(/^(\w+) = (\w+)$/gm)].map(([, key, value]) => [key, value]),
  );
  const [everywhere = ''] = read('.editorconfig').split('\n\n#');
  for (const line of [`indent_style = ${formatter.indentStyle}`, `indent_size = ${formatter.indentWidth}`])
    assert.ok(everywhere.includes(line), line);
  assert.equal(settings.get('max_line_length'), String(formatter.lineWidth));
});

test('the container for development has a Node.js that is supported, and builds', () => {
  const { image, postCreateCommand } = JSON.parse(read('.devcontainer/devcontainer.json'));
  assert.ok(Number(/:(\d+)-/.exec(image)?.[1]) >= Number(engines.node.replace('>=', '')), image);
  for (const [, script = ''] of postCreateCommand.matchAll(/npm run (\w+)/g)) assert.ok(script in scripts, script);
});

test('the npm package has all that is built but the extension', () => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  const packed = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(join(projectRoot, 'dist')).filter((each) => /\.(?:cjs|wasm)$/.test(each)))
    assert.equal(packed.has(`dist/${name}`), name !== 'extension.cjs', name);
});

test('the package of the extension has the script of every panel', () => {
  const vsce = join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  const { stdout } = spawnSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const listed = stdout.split('\n');
  const panels = readdirSync(join(projectRoot, 'client/src/features')).filter((name) => name.endsWith('-panel.ts'));
  assert.ok(panels.length > 0);
  for (const panel of panels) {
    const [, script] = /script: '(.+)' \}/.exec(read(`client/src/features/${panel}`)) ?? [];
    assert.ok(listed.includes(`dist/webview/${script}`), panel);
  }
});
