/** The tools that people use instead, on the same files in the same run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inScratch, measure, repeat, type Taken } from './machine.ts';
import { figureOf, type Row } from './table.ts';
import { type Truth, verdict } from './tree.ts';

/** What a peer is run on. */
export interface Scene {
  readonly tree: string;
  /** A file that lists C files, one a line, relative to the tree. */
  readonly list: string;
  /** An empty folder; what is written there goes afterwards. */
  readonly folder: string;
}

/** How each index is built. None is written into the tree. */
export const indexers = {
  cscope: ({ tree, list, folder }: Scene) =>
    measure('cscope', ['-b', '-k', '-q', '-i', list, '-f', join(folder, 'cscope.out')], { cwd: tree }),
  gtags: ({ tree, list, folder }: Scene) => measure('gtags', ['-f', list, folder], { cwd: tree }),
  ctags: ({ tree, list, folder }: Scene) => measure('ctags', ['-L', list, '-o', join(folder, 'tags')], { cwd: tree }),
};

/** Asks GNU Global. */
export const global = ({ tree, folder }: Scene, args: readonly string[]): Promise<Taken> =>
  measure('global', args, { cwd: tree, env: { GTAGSROOT: tree, GTAGSDBPATH: folder } });

/** Runs a semantic patch over the whole tree; it prints what its Python says. */
export function coccinelle({ tree, folder }: Scene, patch: string): Promise<Taken> {
  const file = join(folder, 'question.cocci');
  writeFileSync(file, patch);
  return measure('spatch', ['--very-quiet', '--no-includes', '--sp-file', file, '--dir', '.'], { cwd: tree });
}

/** Searches the whole tree by text; finding nothing is no failure. */
export const ripgrep = ({ tree }: Scene, args: readonly string[]): Promise<Taken> =>
  measure('rg', ['--no-heading', '-n', '-tc', ...args, '.'], { cwd: tree, codes: [0, 1] });

/** Calls with a folder in which the files are listed. */
export function onStage<T>(tree: string, files: readonly string[], use: (scene: Scene) => Promise<T>): Promise<T> {
  return inScratch((scratch) =>
    inScratch((folder) => {
      const list = join(scratch, 'files');
      writeFileSync(list, `${files.join('\n')}\n`);
      return use({ tree, list, folder });
    }),
  );
}

/** The same files as the matrix. */
export function indexRows(tree: string, files: readonly string[]): Row[] {
  const row = (id: keyof typeof indexers, what: string): Row => ({
    id,
    what,
    goal: '',
    measure: async () => figureOf(await repeat(() => onStage(tree, files, indexers[id]))),
  });
  const search = ['-l', 'vm_uffd_ops'];
  return [
    row('cscope', 'cscope -bkq, index of the same files'),
    row('gtags', 'GNU Global, index of the same files'),
    row('ctags', 'universal-ctags, index of the same files'),
    {
      id: 'rg',
      what: 'ripgrep -l vm_uffd_ops, whole tree',
      goal: '',
      measure: async () => figureOf(await repeat(() => onStage(tree, [], (scene) => ripgrep(scene, search)))),
    },
  ];
}

/** `file:line` at the start of each line, the tree's own path left out. */
export const places = (out: string): Set<string> =>
  new Set([...out.matchAll(/^(?:\.\/)?([\w./+-]+\.[ch]):(\d+)\b/gm)].map(([, file, line]) => `${file}:${line}`));

/** Every table of `vm_operations_struct`, as far as each can say. */
export function tableRows(tree: string, files: readonly string[], truth: Truth): Row[] {
  const row = (id: string, what: string, run: (scene: Scene) => Promise<Taken>): Row => ({
    id,
    what,
    goal: '',
    async measure() {
      const taken = await onStage(tree, files, run);
      const kernel = [...places(taken.out)].filter((each) => !each.startsWith('tools/'));
      return figureOf([taken], verdict(new Set(kernel), truth.tables));
    },
  });
  return [
    row('tables-coccinelle', 'Coccinelle', (scene) =>
      coccinelle(
        scene,
        semanticPatch('@r@ identifier T; position p; @@\n struct vm_operations_struct T@p = { ... };\n'),
      ),
    ),
    row('tables-rg', 'ripgrep, `struct vm_operations_struct x = {` by text', (scene) =>
      ripgrep(scene, ['struct vm_operations_struct \\w+.*= *\\{']),
    ),
    row('tables-global', 'GNU Global: index, then references of the struct', async (scene) => {
      const index = await indexers.gtags(scene);
      const asked = await global(scene, ['--result', 'grep', '-r', 'vm_operations_struct']);
      return {
        ...asked,
        seconds: index.seconds + asked.seconds,
        cpu: add(index.cpu, asked.cpu),
        megabytes: index.megabytes,
      };
    }),
  ];
}

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** A semantic patch that prints where its rule `r` matched: `file:line name`. */
export function semanticPatch(rule: string): string {
  return `${rule}\n@script:python@ p << r.p; @@\nfor each in p: print("%s:%s" % (each.file, each.line))\n`;
}
