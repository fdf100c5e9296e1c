/**
 * npm run bench [-- KERNEL] [--only ROW]... [--list]
 *
 * Prints what opscope takes on a kernel tree, beside its peers on the same files in the same run, as tables in Markdown.
 * Nothing here fails because a machine is slow. The tree is the one that is named, else the first of OPSCOPE_TREES or
 * OPSCOPE_KERNEL. `--only` runs the rows whose ids begin so, and `--list` says what there is.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelVersion } from '../../server/src/host/kernel-tree.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { projectRoot } from '../harness/root.ts';
import { commandRows } from './command.ts';
import { growthRows } from './growth.ts';
import { machine } from './machine.ts';
import { indexRows, tableRows } from './peers.ts';
import { questionTable } from './questions.ts';
import { serverRows } from './server.ts';
import { sizeRows } from './sizes.ts';
import { type Figure, type Row, table, without } from './table.ts';
import { packageSize, sizeOf, sources, truthOf } from './tree.ts';
import { wholeServerRows } from './whole-server.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, list: { type: 'boolean' } },
});

const wanted = (id: string): boolean => values.only?.some((each) => id.startsWith(each)) ?? true;

function treeToMeasure(): string {
  const named = positionals[0] ?? (process.env['OPSCOPE_TREES'] || process.env['OPSCOPE_KERNEL'])?.split(':')[0];
  if (!named) throw new Error('which kernel tree? npm run bench -- KERNEL');
  return resolve(named);
}

/** The size of the package, when there is one. */
function packaged(): Figure {
  const size = packageSize(projectRoot);
  return size === null
    ? without('none: npm run package')
    : { measured: `${(size / 1e6).toFixed(2)} MB`, cpu: '', memory: '' };
}

/** Measures rows and prints their table. A line to stderr says where it is. */
async function print(title: string, rows: readonly Row[]): Promise<void> {
  const lines: string[][] = [];
  for (const { id, what, goal, measure } of rows.filter((row) => wanted(row.id))) {
    process.stderr.write(`${id}\n`);
    const { measured, cpu, memory } = await measure().catch(without);
    lines.push([what, goal, measured, cpu, memory]);
  }
  if (lines.length === 0) return;
  console.log(`\n### ${title}\n\n${table(['what', 'goal', 'measured', 'processor time', 'peak memory'], lines)}`);
}

async function bench(): Promise<void> {
  const tree = treeToMeasure();
  const files = sources(tree, LIKELY_FOLDERS);
  const all = sources(tree, ['']);
  const truth = truthOf(tree, all);
  const size: Row = { id: 'vsix', what: 'size of the .vsix', goal: '3 MB', measure: async () => packaged() };
  const own = [...commandRows(tree, truth), ...serverRows(tree), ...wholeServerRows(tree), size];
  const indexes = indexRows(tree, files);
  const tables = tableRows(tree, all, truth);
  const growth = growthRows();
  const sizes = sizeRows(tree, all);
  if (values.list)
    return console.log(
      [...own, ...indexes, ...tables, ...growth, ...sizes].map(({ id }) => id).join('\n'),
      '\nquestions-TOOL',
    );

  console.log(machine());
  console.log(`Linux ${kernelVersion(tree)}; ${LIKELY_FOLDERS.join(' ')}: ${sizeOf(tree, files)}`);
  console.log(`The whole tree: ${sizeOf(tree, all)}. Page cache warm.`);
  await print('opscope', own);
  await print('Other tools on the same folders', indexes);
  await print('Every vm_operations_struct table of the whole tree', tables);
  await print('Twice the input', growth);
  await print('Ever more files', sizes);
  const { head, lines } = await questionTable(tree, all, truth, wanted);
  if (lines.length > 0) console.log(`\n### Three questions on the whole tree\n\n${table(head, lines)}`);
  console.log(`\n${machine()}`);
}

bench().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
