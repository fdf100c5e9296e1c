/** The project in another folder, as somebody else has cloned and installed it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from './root.ts';

/** What is no part of a clone, or of a package. */
const LEFT = new Set(['node_modules', 'out', 'test', 'test-artifacts', '.git']);

/** The folders of packages below node_modules, and the file that says what is installed. */
function installed(): readonly string[] {
  return readdirSync(join(projectRoot, 'node_modules')).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(projectRoot, 'node_modules', name)).map((each) => join(name, each))
      : [name],
  );
}

/** Copies the project. What is bundled is copied, too; of other packages links will do. package.json has `also` besides. */
export function projectCopy(folder: string, also: object = {}): string {
  for (const name of readdirSync(projectRoot).filter((each) => !LEFT.has(each) && !/\.(?:vsix|tgz)$/.test(each)))
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  const bundled = readFileSync(join(projectRoot, 'dist/metafile.json'), 'utf8');
  for (const name of installed()) {
    const [from, to] = [join(projectRoot, 'node_modules', name), join(folder, 'node_modules', name)];
    mkdirSync(dirname(to), { recursive: true });
    if (bundled.includes(`"node_modules/${name}/`)) cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, ...also }, null, 2)}\n`);
  return folder;
}

/** Packs a copy of the project, or the project itself, into a folder; fails with what was said. */
export function pack(root: string, out: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): void {
  const script = join(root, 'scripts/package.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--out', out, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout + stderr);
}
