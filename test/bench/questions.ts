/** Three questions about the whole tree, to opscope and to each peer: how long, how much memory, and is it right. */
import type { Matrix } from '../../server/src/model/answers.ts';
import type { GraphAnswer } from '../../server/src/model/graph-answers.ts';
import { askClangd, callers, clangd, implementations, slots } from './clangd.ts';
import { ask, rowsIn } from './command.ts';
import { inScratch, installed, measure, type Taken } from './machine.ts';
import { coccinelle, global, indexers, onStage, places, ripgrep, type Scene, semanticPatch } from './peers.ts';
import { megabytes, seconds } from './table.ts';
import { type Truth, verdict } from './tree.ts';

/** An answer and what it took; times in seconds, memory in MB. */
export interface Answer {
  /** From nothing: with an index to build, or an empty cache. */
  readonly cold: number;
  /** Asked again. */
  readonly warm: number;
  readonly memory: number | null;
  readonly found: ReadonlySet<string>;
}

/** A question: what it is called, and which part of the truth answers it. */
interface Question {
  readonly id: 'implementations' | 'callers' | 'faults';
  readonly what: string;
}

const questions: readonly Question[] = [
  { id: 'implementations', what: 'implementations of get_folio_noalloc' },
  { id: 'callers', what: 'callers of shmem_get_folio_noalloc' },
  { id: 'faults', what: 'all vm_operations_struct.fault' },
];

/** How a tool is asked each; null where it has no such question. */
interface Tool {
  readonly program: string;
  readonly name: string;
  /** Builds what all three need; asked about before each "cold". */
  index?(scene: Scene): Promise<Taken>;
  readonly ask: Readonly<Record<Question['id'], ((scene: Scene) => Promise<Answer>) | null>>;
}

/** The names that a field is given, in lines of source text. */
const given = (field: string) => (out: string) =>
  new Set([...out.matchAll(new RegExp(`\\.${field}\\s*=\\s*&?(\\w+)`, 'g'))].map(([, name = '']) => name));

const words = (out: string): Set<string> => new Set(out.split('\n').filter((line) => line !== ''));

/** Asks a tool that keeps nothing between two questions: warm is cold. */
const once = (run: (scene: Scene) => Promise<Taken>, read: (out: string) => Set<string>) => async (scene: Scene) =>
  answered([await run(scene)], read);

function answered(taken: readonly Taken[], read: (out: string) => Set<string>): Answer {
  const [first, last] = [taken[0], taken.at(-1)];
  const peaks = taken.flatMap(({ megabytes: peak }) => peak ?? []);
  return {
    cold: first?.seconds ?? Number.NaN,
    warm: last?.seconds ?? Number.NaN,
    memory: peaks.length > 0 ? Math.max(...peaks) : null,
    found: read(last?.out ?? ''),
  };
}

/** Asks the command with an empty cache folder, and again. */
const opscope = (args: readonly string[], read: (out: string) => Set<string>) => (scene: Scene) =>
  inScratch(async (cache) => {
    return answered([await ask(scene.tree, args, cache), await ask(scene.tree, args, cache)], read);
  });

interface FaultTable {
  readonly hooks: Readonly<Record<string, { readonly function?: string } | null>>;
}

function callSites(out: string): Set<string> {
  const { edges } = JSON.parse(out) as GraphAnswer;
  return new Set(edges.filter(({ kind }) => kind === 'dispatch').map(({ file, line }) => `${file}:${line}`));
}

function filled(out: string): Set<string> {
  const slotsOf = (JSON.parse(out) as Matrix).tables.map(({ hooks }) => hooks['get_folio_noalloc']);
  return new Set(slotsOf.flatMap((slot) => (slot && 'function' in slot ? slot.function : [])));
}

const cscope = (kind: string, symbol: string) => (scene: Scene) =>
  measure('cscope', ['-d', '-L', kind, symbol, '-f', `${scene.folder}/cscope.out`], { cwd: scene.tree });

/** GNU Global keeps names that are defined somewhere apart from others, and a field's name may be either. */
const mentioned =
  (name: string) =>
  async (scene: Scene): Promise<Taken> => {
    const references = await global(scene, ['--result', 'grep', '-r', name]);
    const symbols = await global(scene, ['--result', 'grep', '-s', name]);
    return { ...references, seconds: references.seconds + symbols.seconds, out: references.out + symbols.out };
  };

/** cscope's lines are `file function line text`. */
const cscopePlaces = (out: string): Set<string> =>
  new Set([...out.matchAll(/^(\S+) \S+ (\d+) /gm)].map(([, file, line]) => `${file}:${line}`));

const slotRule = (struct: string, field: string): string =>
  `@r@ identifier T, f; @@\n struct ${struct} T = { ..., .${field} = f, ... };\n@script:python@ f << r.f; @@\nprint(f)\n`;

const tools: readonly Tool[] = [
  {
    program: 'node',
    name: 'opscope',
    ask: {
      implementations: opscope(['matrix'], filled),
      callers: opscope(['graph', '--to', 'shmem_get_folio_noalloc', '--depth', '1'], callSites),
      faults: opscope(
        ['tables', '--ops', 'vm_operations_struct'],
        (out) => new Set(rowsIn<FaultTable>(out).flatMap(({ hooks }) => hooks['fault']?.function ?? [])),
      ),
    },
  },
  {
    program: 'cscope',
    name: 'cscope -bkq',
    index: indexers.cscope,
    ask: {
      implementations: once(cscope('-9', 'get_folio_noalloc'), given('get_folio_noalloc')),
      callers: once(cscope('-3', 'shmem_get_folio_noalloc'), cscopePlaces),
      faults: once(cscope('-9', 'fault'), given('fault')),
    },
  },
  {
    program: 'gtags',
    name: 'GNU Global',
    index: indexers.gtags,
    ask: {
      implementations: once(mentioned('get_folio_noalloc'), given('get_folio_noalloc')),
      callers: once(mentioned('shmem_get_folio_noalloc'), places),
      faults: once(mentioned('fault'), given('fault')),
    },
  },
  {
    program: 'ctags',
    name: 'universal-ctags',
    index: indexers.ctags,
    ask: { implementations: null, callers: null, faults: null },
  },
  {
    program: 'spatch',
    name: 'Coccinelle',
    ask: {
      implementations: once((scene) => coccinelle(scene, slotRule('vm_uffd_ops', 'get_folio_noalloc')), words),
      callers: once(
        (scene) => coccinelle(scene, semanticPatch('@r@ position p; @@\n shmem_get_folio_noalloc@p(...)\n')),
        places,
      ),
      faults: once((scene) => coccinelle(scene, slotRule('vm_operations_struct', 'fault')), words),
    },
  },
  {
    program: clangd,
    name: 'clangd, no build',
    ask: {
      implementations: ({ tree }) => askClangd(tree, 'mm/userfaultfd.c', '= ops->get_folio|_noalloc(', implementations),
      callers: ({ tree }) =>
        askClangd(tree, 'mm/shmem.c', '.get_folio_noalloc = shmem_get|_folio_noalloc', callers(tree)),
      faults: ({ tree }) =>
        askClangd(tree, 'mm/shmem.c', 'struct vm_operations_struct shmem_vm_ops = { .fa|ult =', slots),
    },
  },
  {
    program: 'rg',
    name: 'ripgrep',
    ask: {
      implementations: once((scene) => ripgrep(scene, ['\\.get_folio_noalloc\\s*=']), given('get_folio_noalloc')),
      callers: once((scene) => ripgrep(scene, ['shmem_get_folio_noalloc\\s*\\(']), places),
      faults: once((scene) => ripgrep(scene, ['\\.fault\\s*=']), given('fault')),
    },
  },
];

const head = ['question', 'tool', 'cold', 'warm', 'peak memory', 'answer'];

function cells({ what, id }: Question, { name }: Tool, index: Taken | null, answer: Answer, truth: Truth): string[] {
  const peak = Math.max(answer.memory ?? 0, index?.megabytes ?? 0);
  return [
    ...[what, name, seconds(answer.cold + (index?.seconds ?? 0)), seconds(answer.warm)],
    ...[megabytes(peak), verdict(answer.found, truth[id])],
  ];
}

async function linesOf(tool: Tool, scene: Scene, truth: Truth): Promise<string[][]> {
  if (!installed(tool.program)) return [['', tool.name, '', '', '', 'not installed']];
  const index = (await tool.index?.(scene)) ?? null;
  const lines: string[][] = [];
  for (const question of questions) {
    const answer = await tool.ask[question.id]?.(scene);
    if (answer) lines.push(cells(question, tool, index, answer, truth));
  }
  if (lines.length > 0 || index === null) return lines;
  const took = [seconds(index.seconds), '', megabytes(index.megabytes)];
  return [['all three', tool.name, ...took, 'knows definitions only']];
}

/** Asks those tools that `wanted` accepts; the head of the table, and its lines in the order of the questions. */
export async function questionTable(
  tree: string,
  files: readonly string[],
  truth: Truth,
  wanted: (id: string) => boolean,
): Promise<{ readonly head: readonly string[]; readonly lines: readonly (readonly string[])[] }> {
  const lines: string[][] = [];
  for (const tool of tools.filter(({ name }) => wanted(`questions-${name.split(/\W/)[0]}`))) {
    process.stderr.write(`questions: ${tool.name}\n`);
    try {
      lines.push(...(await onStage(tree, files, (scene) => linesOf(tool, scene, truth))));
    } catch (error) {
      lines.push([
        '',
        tool.name,
        '',
        '',
        '',
        (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '',
      ]);
    }
  }
  const order = ['all three', ...questions.map(({ what }) => what), ''];
  return { head, lines: lines.sort(([a = ''], [b = '']) => order.indexOf(a) - order.indexOf(b)) };
}
