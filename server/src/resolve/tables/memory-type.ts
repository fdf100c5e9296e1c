/** What people call a table: its memory type. */
import { pattern } from '../../base/patterns.ts';
import type { OpsTable } from './tables.ts';

/** What a table's name is told from. */
type Named = Pick<OpsTable, 'name' | 'path'> & { readonly file: { readonly path: string } };

/** The word for a table of hooks, however it is written. */
const OPS = /op(?:s|erations)/;

/** Words at the end of a table's name that say what it is rather than whose it is: `ops`, or `fops` for file_operations. */
const GENERIC = pattern`_(?:[a-z]?${OPS}|ops_t)$`;

/**
 * The memory type of a table: its name less its ops suffix, so `shmem_uffd_ops` of `struct vm_uffd_ops` is `shmem`. Takes
 * the longest tail of the struct's name that the table's name ends with; `ops` and `operations` are one word to it, and
 * `struct` is none, so that `shmem_vm_ops` of `struct vm_operations_struct` is `shmem` as well. Where the folder is called the same
 * but for a number, it is told apart by that: `ntfs_aops` in fs/ntfs3 is `ntfs3`.
 */
export function memoryType(table: Named, struct: string): string {
  const path = table.path.replace(/^\[(.*)\]$/, '$1');
  if (table.name === '') return path || '(literal)';
  const own = tailOf(struct).exec(table.name)?.[1] ?? table.name.replace(GENERIC, '');
  // The underscores of `_dev_ioctl_fops` say that the table is somebody's own, not whose.
  return withPath(numbered(own.replace(/^_+/, '') || table.name, table.file.path), table.path);
}

/** A name with the number of the folder, where that is the name's first words with a number. */
function numbered(name: string, file: string): string {
  const [, folder = '', words = ''] = /(?:^|\/)((\w*[a-z])\d+)\/[^/]*$/.exec(file) ?? [];
  return words !== '' && (name === words || name.startsWith(`${words}_`)) ? folder + name.slice(words.length) : name;
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
