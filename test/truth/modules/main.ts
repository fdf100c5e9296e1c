/**
 * Compares only the module answers; `npm run truth` does so beside everything else.
 *
 *     esbuild test/truth/modules/main.ts --bundle --platform=node --format=esm --outfile=out/modules.mjs
 *     node out/modules.mjs TREE [--work FOLDER] [--all]
 *
 * Exit 1 when a figure is below its goal.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { truthFolder } from '../places.ts';
import { moduleTruth } from './modules.ts';

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { work: { type: 'string' }, all: { type: 'boolean', default: false } },
  });
  const tree = positionals[0];
  if (tree === undefined) throw new Error('which kernel tree?');
  const { text, reachesGoal } = moduleTruth(truthFolder(resolve(tree)), { work: values.work ?? null, all: values.all });
  console.log(text);
  return reachesGoal ? 0 : 1;
}

process.exitCode = main();
