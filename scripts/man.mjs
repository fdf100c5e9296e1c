/**
 * node scripts/man.mjs
 *
 * Writes man/opscope.1 from the table of options. A test fails where it is another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './steps.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { outputFiles } = await build({
  entryPoints: [join(root, 'server/src/cli/man-page.ts')],
  bundle: true,
  format: 'esm',
  write: false,
});
const { manPage } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
writeFileSync(join(root, 'man/opscope.1'), manPage(version));
