/** Who is a module in real kernels, and which modules handle page-table internals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckAnswer } from '../../server/src/features/findings/check.ts';
import type { ModulesAnswer } from '../../server/src/features/modules.ts';
import { answer, opscope } from '../harness/command.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';

for (const { root, version } of kernelTrees) {
  test(`Linux ${version}: KVM and XFS can be modules, /proc and Xen's translation cannot`, async () => {
    const paths = ['virt/kvm/kvm_main.c', 'fs/xfs', 'fs/proc/task_mmu.c', 'drivers/xen/xlate_mmu.c'];
    const { files }: ModulesAnswer = await answer(['modules', ...paths, '--tree', root]);
    const by = new Map(files.map((each) => [each.file, each]));
    const kvm = by.get('virt/kvm/kvm_main.c');
    assert.ok(kvm?.moduleOn.includes('x86') && kvm.builtInOn.includes('arm64') && !kvm.moduleOn.includes('arm64'));
    const xfs = files.filter((each) => each.file.startsWith('fs/xfs/') && each.status !== 'unbuilt');
    assert.ok(xfs.length > 100);
    for (const each of xfs) assert.ok(each.moduleOn.includes('x86') && each.why?.file === 'fs/xfs/Makefile', each.file);
    for (const path of ['fs/proc/task_mmu.c', 'drivers/xen/xlate_mmu.c']) {
      assert.deepEqual([by.get(path)?.status, by.get(path)?.moduleOn], ['built-in', []]);
    }
  });
}

for (const { root, version } of kernelTrees.filter(({ series }) => series === '7.3')) {
  test(`Linux ${version}: the modules outside arch that handle page-table internals`, async () => {
    const folders = [
      'block',
      'crypto',
      'drivers',
      'fs',
      'ipc',
      'kernel',
      'lib',
      'mm',
      'net',
      'security',
      'sound',
      'virt',
    ];
    const { out } = await opscope(['check', ...folders, '--tree', root, '--format', 'json']);
    const { findings } = JSON.parse(out) as CheckAnswer;
    const internals = findings.filter((each) => each.rule === 'pgtable-in-module');
    const files = (severity: string): string[] =>
      [...new Set(internals.filter((each) => each.severity === severity).map((each) => each.file))].sort();
    assert.deepEqual(files('warning'), [
      // Included by i915_gem_mman.c, and so part of the same module.
      'drivers/gpu/drm/i915/gem/selftests/i915_gem_mman.c',
      'drivers/gpu/drm/i915/i915_mm.c',
      'drivers/gpu/drm/vmwgfx/vmwgfx_page_dirty.c',
      'drivers/xen/gntdev.c',
      'drivers/xen/privcmd.c',
    ]);
    assert.deepEqual(files('info'), [
      'drivers/vfio/vfio_iommu_type1.c',
      'drivers/virt/acrn/mm.c',
      'virt/kvm/kvm_main.c',
    ]);
    const contracts = findings.filter((each) => !/^pgtable-(?:in-module|export)$/.test(each.rule));
    assert.deepEqual(
      contracts.map((each) => `${each.file} ${each.rule}`),
      [
        'mm/shmem.c hook-duplicate-body',
        'mm/userfaultfd.c core-includes-backend',
        'mm/userfaultfd.c core-special-case',
      ],
    );
    const exported = findings.filter((each) => each.rule === 'pgtable-export');
    assert.ok(exported.some((each) => each.function === 'apply_to_page_range'));
    assert.equal(contracts.find((each) => each.rule === 'core-special-case')?.evidence.length, 13);
  });
}
