/** The version of a kernel, as the Makefile in its root says it. */
import { patternWith } from '../base/patterns.ts';

/** The version in the text of a Makefile, e.g. `7.3.4` or `6.1.0-rc2`; empty when it says none. */
export function versionIn(makefile: string): string {
  const text = makefile.slice(0, MOST);
  const value = (name: string): string => patternWith('m')`^${name}[ \t]*=[ \t]*(\S*)`.exec(text)?.[1] ?? '';
  const version = value('VERSION');
  return version && [version, value('PATCHLEVEL'), value('SUBLEVEL')].filter(Boolean).join('.') + value('EXTRAVERSION');
}

/** It stands in the first lines. */
const MOST = 4096;
