/** What people call a table: its memory type. */
import { pattern } from '../../base/patterns.ts';
import type { OpsTable } from './tables.ts';

/** The word for a table of hooks, however it is written. */
const OPS = /op(?:s|erations)/;

/** Words at the end of a table's name that say what it is rather than whose it is: `ops`, or `fops` for file_operations. */
const GENERIC = pattern`_(?:[a-z]?${OPS}|ops_t)$`;

/**
 * The memory type of a table: its name less its ops suffix, so `shmem_uffd_ops` of `struct vm_uffd_ops` is `shmem`. Takes
 * the longest tail of the struct's name that the table's name ends with; `ops` and `operations` are one word to it, and
 * `struct` is none, so that `shmem_vm_ops` of `struct vm_operations_struct` is `shmem` as well.
 */
export function memoryType(table: Pick<OpsTable, 'name' | 'path'>, struct: string): string {
  const path = table.path.replace(/^\[(.*)\]$/, '$1');
  if (table.name === '') return path || '(literal)';
  const own = tailOf(struct).exec(table.name)?.[1] ?? table.name.replace(GENERIC, '');
  // The underscores of `_dev_ioctl_fops` say that the table is somebody's own, not whose.
  return withPath(own.replace(/^_+/, '') || table.name, table.path);
}

/** Those that were made last: a question about every struct asks for thousands. */
const tails = new Map<string, RegExp>();

const MAX_TAILS = 64;

/** A pattern for names that end as a struct's does, the longest such tail left out of its group. */
function tailOf(struct: string): RegExp {
  const known = tails.get(struct);
  if (known) return known;
  const words = struct
    .replace(/_(?:t|struct)$/, '')
    .split('_')
    .map((word) => (/^op(?:s|erations)$/.test(word) ? OPS : word));
  const ends = words.map((_, first) => joined(words.slice(first)));
  const tail = pattern`^(.+?)_${ends}$`;
  if (tails.size >= MAX_TAILS) tails.clear();
  tails.set(struct, tail);
  return tail;
}

function joined([first = '', ...rest]: readonly (string | RegExp)[]): RegExp {
  return rest.reduce((all: RegExp, word) => pattern`${all}_?${word}`, pattern`${first}`);
}

function withPath(name: string, path: string): string {
  return path === '' ? name : `${name}${path}`;
}
