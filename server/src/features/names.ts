/** What people call a table: its memory type. */
import type { OpsTable } from '../resolve/tables.ts';

/** Words at the end of a table's name that say what it is rather than whose it is. */
const GENERIC = /_(?:operations|ops|fops|ops_t)$/;

/**
 * The memory type of a table: its name less its ops suffix, so `shmem_uffd_ops` of `struct vm_uffd_ops` is `shmem`. Takes
 * the longest tail of the struct's name that the table's name ends with.
 */
export function memoryType(table: Pick<OpsTable, 'name' | 'path'>, struct: string): string {
  const words = struct.replace(/_t$/, '').split('_');
  const path = table.path.replace(/^\[(.*)\]$/, '$1');
  if (table.name === '') return path || '(literal)';
  for (let first = 0; first < words.length; first++) {
    const tail = `_${words.slice(first).join('_')}`;
    if (table.name.endsWith(tail) && table.name.length > tail.length)
      return withPath(table.name.slice(0, -tail.length), table.path);
  }
  return withPath(table.name.replace(GENERIC, '') || table.name, table.path);
}

function withPath(name: string, path: string): string {
  return path === '' ? name : `${name}${path}`;
}
