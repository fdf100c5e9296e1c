/** The tools that people use instead, on the same files in the same run. They answer other questions: see docs/performance.md. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inScratch, installed, measure, quantile, repeat, type Taken } from './machine.ts';
import { megabytes, type Row, seconds, without } from './table.ts';

/** The files that opscope reads in its default folders, relative to the tree. */
export function sources(tree: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(tree, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1)),
  );
}

/** Number and size of files, for the head of the table. Reading every size also warms the cache of names. */
export function sizeOf(tree: string, files: readonly string[]): string {
  const bytes = files.reduce((sum, path) => sum + statSync(join(tree, path)).size, 0);
  return `${files.length} files, ${Math.round(bytes / 1e6)} MB`;
}

/** A tool that builds an index, or answers at once. */
interface Peer {
  readonly program: string;
  readonly what: string;
  readonly runs: number;
  /** Its arguments: `list` has the files, one a line; `folder` is empty. */
  args(list: string, folder: string, tree: string): readonly string[];
}

const peers: readonly Peer[] = [
  {
    program: 'cscope',
    what: 'cscope -bkq, same files',
    runs: 3,
    args: (list, folder) => ['-b', '-k', '-q', '-i', list, '-f', join(folder, 'cscope.out')],
  },
  {
    program: 'ctags',
    what: 'ctags, same files',
    runs: 3,
    args: (list, folder) => ['-L', list, '-o', join(folder, 'tags')],
  },
  { program: 'gtags', what: 'GNU Global (gtags), same files', runs: 1, args: (list, folder) => ['-f', list, folder] },
  {
    program: 'rg',
    what: 'ripgrep -l vm_uffd_ops, same folders',
    runs: 3,
    args: () => ['-l', '-tc', 'vm_uffd_ops', 'mm', 'fs', 'include', 'virt', 'ipc'],
  },
  {
    program: 'rg',
    what: 'ripgrep -l vm_operations_struct, whole tree',
    runs: 3,
    args: () => ['-l', '-tc', 'vm_operations_struct', '.'],
  },
  {
    program: 'spatch',
    what: 'Coccinelle, vm_operations_struct tables of the whole tree',
    runs: 1,
    args: (_list, folder, tree) => ['--very-quiet', '--no-includes', '--sp-file', patch(folder), '--dir', tree],
  },
  {
    program: 'clangd',
    what: 'clangd --check=mm/userfaultfd.c, without a build',
    runs: 1,
    args: (_list, _folder, tree) => [`--check=${join(tree, 'mm/userfaultfd.c')}`, '--log=error'],
  },
];

/** A semantic patch that finds the tables. */
function patch(folder: string): string {
  const path = join(folder, 'tables.cocci');
  writeFileSync(path, '@@ identifier table; @@\n* struct vm_operations_struct table = { ... };\n');
  return path;
}

function row(what: string, taken: readonly Taken[]): Row {
  const middle = quantile(
    taken.map((each) => each.seconds),
    0.5,
  );
  const peaks = taken.flatMap((each) => each.megabytes ?? []);
  return { what, goal: '', figure: seconds(middle), memory: megabytes(peaks.length > 0 ? Math.max(...peaks) : null) };
}

function run(peer: Peer, tree: string, files: readonly string[]): Promise<Taken> {
  return inScratch((folder) => {
    const list = join(folder, 'files');
    writeFileSync(list, `${files.join('\n')}\n`);
    return measure(peer.program, peer.args(list, folder, tree), { cwd: tree });
  });
}

/** The rows of the peers. */
export async function peerRows(tree: string, files: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const peer of peers) {
    if (!installed(peer.program)) {
      rows.push(without(peer.what, 'not installed'));
      continue;
    }
    try {
      rows.push(row(peer.what, await repeat(peer.runs, () => run(peer, tree, files))));
    } catch (error) {
      rows.push(without(peer.what, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)));
    }
  }
  return rows;
}
