import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryType } from '../../server/src/resolve/tables/memory-type.ts';

/** Checks the memory type of a table of an ops struct. */
function check(name: string, struct: string, expected: string, path = '', file = 'mm/a.c'): void {
  assert.equal(memoryType({ name, path, file: { path: file } }, struct), expected);
}

describe('memoryType', () => {
  it('drops the longest tail of the name of the struct', () => check('shmem_uffd_ops', 'vm_uffd_ops', 'shmem'));
  it('drops the whole name of the struct', () => check('kvm_gmem_vm_uffd_ops', 'vm_uffd_ops', 'kvm_gmem'));
  it('takes ops and operations for one word', () => check('shmem_vm_ops', 'vm_operations_struct', 'shmem'));
  it('drops words that are written as one', () => check('ion_vmops', 'vm_operations_struct', 'ion'));
  it('drops the whole name of any struct', () => check('ext4_file_operations', 'file_operations', 'ext4'));
  it('drops a word that only says what a table is', () => check('hpet_fops', 'file_operations', 'hpet'));
  it('drops the tail of a typedef', () => check('anon_foo', 'foo_t', 'anon'));
  it('keeps a name that has no such tail', () => check('special', 'vm_uffd_ops', 'special'));
  it('drops underscores in front', () => check('_dev_ioctl_fops', 'file_operations', 'dev_ioctl'));
  it('keeps a name of nothing but underscores', () => check('__ops', 'vm_uffd_ops', '__ops'));
  it('keeps a name that is nothing else', () => check('uffd_ops', 'vm_uffd_ops', 'uffd'));
  it('tells the elements of an array apart', () => check('all_uffd_ops', 'vm_uffd_ops', 'all[ANON]', '[ANON]'));
  it('tells the members of an object apart', () => check('device', 'vm_uffd_ops', 'device.ops', '.ops'));
  it('has the number of a folder that is called the same', () => {
    check('pond_aops', 'address_space_operations', 'pond3', '', 'fs/pond3/inode.c');
    check('pond_file_vm_ops', 'vm_operations_struct', 'pond3_file', '', 'fs/pond3/file.c');
    check('pond_aops', 'address_space_operations', 'pond', '', 'fs/pond/aops.c');
    check('ponder_aops', 'address_space_operations', 'ponder', '', 'fs/pond3/inode.c');
    check('pond4_aops', 'address_space_operations', 'pond4', '', 'fs/pond4/inode.c');
  });
  it('names a literal by its element', () => check('', 'vm_uffd_ops', 'ANON', '[ANON]'));
  it('says so of a literal without a name', () => check('', 'vm_uffd_ops', '(literal)'));
});
