/**
 * `npm run package`: packs dist/ and what belongs to it as it would be published, into opscope-VERSION.vsix and opscope-VERSION.tgz.
 * Too large a package is an error. The same source makes the same bytes, wherever and whenever: `--out FOLDER` names where they go,
 * and `--built` packs what is built already.
 */
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { elsewhere } from './elsewhere.mjs';
import { build, install, must, root, vsixPath } from './steps.mjs';

const limit = 3 * 1024 * 1024;

/** What the files in the packages are dated: what npm dates all of them, unless the one who builds says otherwise. */
process.env['SOURCE_DATE_EPOCH'] ??= String(Date.UTC(1985, 9, 26, 8, 15) / 1000);
// An archive has the time of day where it is made, and files the rights that whoever makes them gives them.
process.umask(0o022);
process.env['TZ'] = 'UTC';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const option = process.argv.indexOf('--out');
const out = option < 0 ? root : resolve(process.argv[option + 1]);

/** Lays out what the extension is made of in a folder, as whoever has the extension reads it. */
function stage(folder, files) {
  for (const file of files) {
    cpSync(join(root, file), join(folder, file));
    chmodSync(join(folder, file), file === 'dist/opscope.cjs' ? 0o755 : 0o644);
  }
  for (const page of ['README.md', 'CHANGELOG.md'])
    writeFileSync(join(folder, page), elsewhere(readFileSync(join(root, page), 'utf8'), manifest));
  writeFileSync(join(folder, '.vscodeignore'), '# What is here is what is packed.\n');
  const { scripts: _, devDependencies: __, ...published } = manifest;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}

async function packExtension(packagePath) {
  const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
  const folder = mkdtempSync(join(tmpdir(), 'opscope-vsix-'));
  try {
    stage(folder, await listFiles({ cwd: root, packageManager: PackageManager.None }));
    rmSync(packagePath, { force: true });
    const own = { allowMissingRepository: true, rewriteRelativeLinks: false };
    await createVSIX({ cwd: folder, packagePath, dependencies: false, ...own });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says how large a package is; one that is too large is an error. */
function weigh(path) {
  const { size } = statSync(path);
  console.log(`${basename(path)}: ${(size / 1024).toFixed(0)} kB of at most ${limit / 1024} kB`);
  if (size > limit) throw new Error(`${path} is larger than ${limit} bytes`);
}

async function pack() {
  await install();
  if (!process.argv.includes('--built')) await build();
  const vsix = join(out, basename(vsixPath));
  await packExtension(vsix);
  await must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out]);
  for (const path of [vsix, join(dirname(vsix), `${manifest.name}-${manifest.version}.tgz`)]) weigh(path);
}

await pack();
