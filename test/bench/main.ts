/**
 * npm run bench [-- KERNEL]
 *
 * Prints what opscope takes on a kernel tree, beside its peers on the same files in the same run. Nothing here fails
 * because a machine is slow. The tree is the one that is named, else the first of OPSCOPE_TREES or OPSCOPE_KERNEL.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kernelVersion } from '../../server/src/host/disk.ts';
import { DEFAULT_FOLDERS } from '../../server/src/index/snapshot.ts';
import { opscope } from '../harness/command.ts';
import { projectRoot } from '../harness/root.ts';
import { commandRows } from './command.ts';
import { machine } from './machine.ts';
import { peerRows, sizeOf, sources } from './peers.ts';
import { serverRows } from './server.ts';
import { type Row, table, without } from './table.ts';

function treeToMeasure(): string {
  const named = process.argv[2] ?? (process.env['OPSCOPE_TREES'] || process.env['OPSCOPE_KERNEL'])?.split(':')[0];
  if (!named) throw new Error('which kernel tree? npm run bench -- KERNEL');
  return resolve(named);
}

/** The size of the package, when there is one. */
function packageRow(): Row {
  const what = 'size of the .vsix';
  const [name] = readdirSync(projectRoot).filter((each) => each.endsWith('.vsix'));
  if (name === undefined) return without(what, 'none: npm run package');
  const size = statSync(join(projectRoot, name)).size / 1e6;
  return { what, goal: '3 MB', figure: `${size.toFixed(2)} MB`, memory: '' };
}

async function bench(): Promise<void> {
  const tree = treeToMeasure();
  const files = sources(tree, DEFAULT_FOLDERS);
  console.log(machine());
  console.log(`Linux ${kernelVersion(tree)}; ${DEFAULT_FOLDERS.join(' ')}: ${sizeOf(tree, files)}; page cache warm\n`);
  // Every file is read once, so that the first figure does not pay for the disk.
  await opscope(['tables', '--ops', 'vm_operations_struct', '--all-folders', '--no-cache', '--tree', tree]);
  const rows = [
    ...(await commandRows(tree)),
    ...(await serverRows(tree)),
    packageRow(),
    ...(await peerRows(tree, files)),
  ];
  console.log(table(rows));
}

bench().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
