/** Where includes are looked for. */
import { joinPath } from '../base/paths.ts';

/** The ways in which an include is looked for: beside the file that has it, where all look, where the flags of a folder lead. */
const WAYS = ['beside', 'standard', 'folder'] as const;
export type Way = (typeof WAYS)[number];

/** Whether a text is one of them. */
export function isWay(text: string): text is Way {
  return WAYS.some((way) => way === text);
}

/** Where every file of an architecture finds headers. */
export function* standard(arch: string, name: string): Iterable<string | null> {
  yield joinPath(`arch/${arch}/include`, name);
  yield joinPath('include', name);
  yield joinPath(`arch/${arch}/include/uapi`, name);
  yield joinPath('include/uapi', name);
  yield joinPath(`arch/${arch}/include/generated`, name);
  yield joinPath('include/generated', name);
  if (name.startsWith('asm/')) {
    yield joinPath('include/asm-generic', name.slice(4));
    yield joinPath('include/uapi/asm-generic', name.slice(4));
  }
}

/** The folders of `-I $(src)/x`, `-I$(srctree)/x` and `-I$(srctree)/$(src)/x` in a Makefile; those outside are left out. */
export function flags(makefile: string, folder: string): string[] {
  return [...makefile.matchAll(/-I[ \t]*((?:\$\(\w+\))?(?:\/?\$\(\w+\))?)([\w./-]*)/g)].flatMap(
    ([, base = '', path = '']) => joinPath(/\((?:src|obj)\)/.test(base) ? folder : '', path) ?? [],
  );
}
