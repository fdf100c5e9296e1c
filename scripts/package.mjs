/** `npm run package`: packs dist/ and what belongs to it into opscope-VERSION.vsix; too large a package is an error. */
import { rmSync, statSync } from 'node:fs';
import { build, install, root, vsixPath } from './steps.mjs';

const limit = 3 * 1024 * 1024;
async function pack() {
  await install();
  await build();
  const { createVSIX } = await import('@vscode/vsce');
  rmSync(vsixPath, { force: true });
  await createVSIX({ cwd: root, packagePath: vsixPath, dependencies: false, rewriteRelativeLinks: false });
  const { size } = statSync(vsixPath);
  console.log(`${(size / 1024).toFixed(0)} kB of at most ${limit / 1024} kB`);
  if (size > limit) throw new Error(`${vsixPath} is larger than ${limit} bytes`);
}

await pack();
