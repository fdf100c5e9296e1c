import type { Config } from '../../server/src/kbuild/arches.ts';
import { moduleStatus } from '../../server/src/kbuild/status.ts';
import { MemoryTree } from '../harness/memory-tree.ts';

/** What every little kernel starts from: two architectures, and the folders fs/ and drivers/ and lib/. */
const BASE: Readonly<Record<string, string>> = {
  Kbuild: 'obj-y += arch/$(SRCARCH)/\nobj-y += fs/\nobj-y += $(ARCH_LIB)\nobj-y += drivers/\n',
  Kconfig: 'source "fs/Kconfig"\nsource "arch/$(SRCARCH)/Kconfig"\n',
  'arch/arm64/Kconfig': 'config ARM64\n\tdef_bool y\n',
  'arch/x86/Kconfig': 'config X86\n\tdef_bool y\n',
};

/** A kernel in memory: the base, and the files given, which may replace parts of it. */
export function kernel(files: Readonly<Record<string, string>>): MemoryTree {
  return new MemoryTree(new Map(Object.entries({ ...BASE, ...files })));
}

/**
 * The answers on one line each, in the order asked: `either m:arm64,x86 y:x86 CONFIG_A fs/Makefile:1`, with a dash for
 * what there is none of.
 */
export function statuses(files: Readonly<Record<string, string>>, asked: readonly string[], config?: Config): string[] {
  return moduleStatus(kernel(files), asked, config === undefined ? {} : { config }).map((each) => {
    const place = each.why === null ? '-' : `${each.why.file}:${each.why.line}`;
    const by = each.includedBy === null ? '' : ` in ${each.includedBy}`;
    const [m, y] = [each.moduleOn.join() || '-', each.builtInOn.join() || '-'];
    return `${each.status} m:${m} y:${y} ${each.config ?? '-'} ${place}${by}`;
  });
}

/** The status of fs/a.c alone, with fs/Makefile and fs/Kconfig as given. */
export function statusOf(makefile: string, kconfig: string, file = 'fs/a.c'): string {
  return statuses({ 'fs/Makefile': makefile, 'fs/Kconfig': kconfig, 'fs/a.c': '', 'fs/b.c': '' }, [file])[0] ?? '';
}

/** Kconfig text of prompted symbols: `tristates('A', 'B')`. */
export function tristates(...names: string[]): string {
  return names.map((name) => `config ${name}\n\ttristate "${name}"\n`).join('\n');
}

export function bools(...names: string[]): string {
  return names.map((name) => `config ${name}\n\tbool "${name}"\n`).join('\n');
}
