/**
 * The worker that breaks makefiles, Kconfig files and configurations at random and asks who is a module. A mutant is named by its
 * number: the same number is the same mutant.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from '../../server/src/base/contain.ts';
import { check, PLAIN_QUERY } from '../../server/src/features/findings/check.ts';
import { modules } from '../../server/src/features/modules.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { DiskTree, decode } from '../../server/src/host/disk.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { ModuleStatus } from '../../server/src/kbuild/status.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';
import { kernel, tristates } from '../kbuild/tree.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import type { Report, Work } from './watched.ts';

/** Texts that are likely to upset a reader of makefiles or of Kconfig. */
const splinters = [
  ...[
    '$',
    '$(',
    '${',
    ')',
    '}',
    '(',
    '$$',
    ':',
    '=',
    ':=',
    '+=',
    '?=',
    '\\\n',
    '\\',
    '#',
    '\t',
    ',',
    '%',
    '*',
    ';',
    '"',
    "'",
  ],
  ...[
    '\nifdef CONFIG_A\n',
    '\nifeq (',
    '\nelse ifneq ($(x),)\n',
    '\nendif\n',
    '\ndefine f\n',
    '\nendef\n',
    '\ninclude fs/Makefile\n',
  ],
  ...[
    '$(eval ',
    '$(call f,',
    '$(foreach x,',
    '$(if ',
    '$(wildcard fs/*',
    '$(shell touch /tmp/x)',
    '$(obj-y) $(obj-y)',
    '$(1)',
  ],
  ...[
    '\nobj-y += ../',
    '\nobj-m := $(obj-m) $(obj-m)\n',
    '\n%.o: %.o\n',
    '\nx = $(x)\n',
    '/'.repeat(40),
    'x/'.repeat(40),
  ],
  ...[
    '\nif A\n',
    '\nendif\n',
    '\nmenu "m"\n',
    '\nendmenu\n',
    '\nchoice\n',
    '\nhelp\n',
    '\n\thelp\n  ',
    '\nsource "fs/Kconfig"\n',
  ],
  ...[
    '\nconfig A\n\ttristate "A"\n',
    '\n\tselect A if ',
    '\n\tdepends on !(',
    '\n\tdefault m\n',
    '!'.repeat(150),
    '('.repeat(150),
    ' && ',
    ' || ',
  ],
  ...['\0', '\r', '\r\n', '\ufeff', '\ud800', 'é', '=m\n', '=y\n', '# CONFIG_A is not set\n'],
];

/** How many C files a mutant is asked about. */
const MOST_FILES = 40;

/** One kind of mutant: the files of a kernel with it, and the C files that it may build. */
interface Mutant {
  readonly files: Readonly<Record<string, string>>;
  readonly asked: readonly string[];
}

function mutantOf(path: string, whole: string, text: string): Mutant {
  const name = basename(path);
  const symbols = named(whole, name.endsWith('config') ? /^(?:CONFIG_)(\w+)=/gm : /CONFIG_(\w+)/g);
  if (name.startsWith('Kconfig')) {
    const defined = named(whole, /^(?:menu)?config (\w+)/gm);
    return { files: { 'fs/Makefile': builds(defined), 'fs/Kconfig': text }, asked: filesOf(defined) };
  }
  if (name.endsWith('config')) {
    return {
      files: { 'fs/Makefile': builds(symbols), 'fs/Kconfig': tristates(...symbols), '.config': text },
      asked: filesOf(symbols),
    };
  }
  return {
    files: { 'fs/Makefile': text, 'fs/Kconfig': tristates(...symbols) },
    asked: filesOf(named(whole, /([\w-]+)\.o\b/g)),
  };
}

const named = (text: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name)),
];
const builds = (symbols: readonly string[]): string =>
  symbols.map((each) => `obj-$(CONFIG_${each}) += ${each}.o\n`).join('');
const filesOf = (names: readonly string[]): string[] => names.slice(0, MOST_FILES).map((name) => `fs/${name}.c`);

function checkMutant({ files, asked }: Mutant): void {
  const source = kernel(files);
  const answer = modules(source, asked, { root: source.root, version: '' }, null);
  for (const each of answer.files) checkStatus(each, source.gaps.texts());
}

function checkStatus({ file, status, moduleOn, builtInOn, cut }: ModuleStatus, told: readonly string[]): void {
  assert.equal(moduleOn.length > 0, status === 'module' || status === 'either', file);
  assert.equal(builtInOn.length > 0, status === 'built-in' || status === 'either', file);
  if (cut === undefined) return;
  assert.equal(status, 'either');
  assert.ok(told.includes(cut.message), cut.message);
}

/** The sample kernel with one of its files broken, through a whole check. */
function checkSample(lowerer: Lowerer, next: () => number): void {
  const root = join(projectRoot, 'test/trees/sample');
  const path = ['mm/Makefile', 'mm/Kconfig', 'drivers/misc/glimpse/Makefile', 'Kbuild'][Math.floor(next() * 4)] ?? '';
  const text = mutate(readFileSync(join(root, path), 'utf8'), splinters, next);
  const tree = new DiskTree(root, new Map([[path, text]]));
  const snapshot = Snapshot.of(tree, { folders: ['mm', 'drivers'] }, lowerer);
  check(snapshot, { ...PLAIN_QUERY, ops: ['vm_uffd_ops'] }, { root, version: '' });
}

/** So many mutants of real files for one of the sample. */
const EACH_SAMPLE = 20;

async function breakFiles({ files, count }: Work): Promise<void> {
  setStrict(true);
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const post = (report: Report): void => parentPort?.postMessage(report);
  for (let at = 0; at < count; at++) {
    const file = files[at % files.length] ?? '';
    post({ at, file });
    try {
      const whole = decode(readFileSync(file));
      checkMutant(mutantOf(file, whole, mutate(whole, splinters, random(at))));
      if (at % EACH_SAMPLE === 0) checkSample(lowerer, random(at));
    } catch (error) {
      post({ at, file, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

void breakFiles(workerData as Work);
