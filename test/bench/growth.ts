/** What the command takes for files that are large in one way, at a size and at twice that: time that grows faster is a fault. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../harness/root.ts';
import { LARGE } from '../kbuild/nasty.ts';
import { type Large, large } from '../robust/large.ts';
import { ask } from './command.ts';
import { type QUESTIONS, typedInto } from './growth-server.ts';
import { inScratch, type Taken } from './machine.ts';
import { type Figure, megabytes, type Row, seconds } from './table.ts';

const SAMPLE = join(projectRoot, 'test/trees/sample');

/** The questions that every such tree is asked. */
const questions: Readonly<Record<string, readonly string[]>> = {
  tables: ['tables', '--ops', 'all'],
  dispatch: ['dispatch', '--ops', 'all'],
  check: ['check', 'mm', '--ops', 'dial_ops'],
  explain: ['explain', 'turn'],
};

/** Twice the input must take no more than so many times as long. */
const GOAL = 2.2;

/** How large the makefiles and Kconfig files are. */
const MANY = 50_000;

/** The rows of growth. */
export function growthRows(): Row[] {
  return [...codeRows(), ...serverRows(), ...kbuildRows()];
}

function kbuildRows(): Row[] {
  return Object.entries(LARGE).map(([name, text]) => {
    const input = { what: name, size: MANY, text: (size: number) => ({ 'fs/a.c': '', ...text(size) }) };
    const modules = (size: number): Promise<Taken> => taken(input, size, ['modules', 'fs']);
    return {
      id: `growth-kbuild-${name.replaceAll(' ', '-')}`,
      what: `modules, ${name}: ${MANY.toLocaleString('en')}, and twice as many`,
      goal: `${GOAL} times, 1 GB`,
      measure: async () => grown(await modules(MANY), await modules(2 * MANY)),
    };
  });
}

/** What some are asked besides, or otherwise. */
const besides: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = Object.fromEntries([
  ...['functions', 'listed', 'namesakes', 'uses'].map((name) => [name, { calls: ['calls', 'mm'] }]),
  ['cases', { reach: ['reach'] }],
  ['hooks', { check: ['check', 'mm', '--ops', 'wide_ops'] }],
  ['chained', { graph: ['graph', '--from', 'start', '--ops', 'dial_ops'] }],
  ...['callers', 'includers'].map((name) => [name, { graph: ['graph', '--hook', 'dial_ops.turn'] }]),
  ['same', { graph: ['graph', '--hook', 'dial_ops.turn'], compare: ['compare', '.', SAMPLE, '--ops', 'dial_ops'] }],
  ['files', { export: ['export', '--format', 'jsonl', '--ops', 'dial_ops'] }],
]);

function codeRows(): Row[] {
  return Object.entries(large).flatMap(([name, input]) =>
    Object.entries({ ...questions, ...besides[name] }).map(([question, args]) => ({
      id: `growth-${name}-${question}`,
      what: `${question}, ${input.size.toLocaleString('en')} ${input.what}, and twice as many`,
      goal: `${GOAL} times, 1 GB`,
      measure: async () => grown(await taken(input, input.size, args), await taken(input, 2 * input.size, args)),
    })),
  );
}

/** Files that people edit: those that are large by what opscope shows in them, and by what it does not. */
const EDITED = ['tables', 'fillers', 'functions', 'fields', 'sites', 'rows', 'comments', 'branches'];

/** Other questions about files with many tables of one function. */
const ASKED: readonly (keyof typeof QUESTIONS)[] = ['implementations', 'callers', 'graph', 'matrix'];

function serverRows(): Row[] {
  const asked = ['rows', 'tables', 'branches'].flatMap((name) => ASKED.map((question) => [name, question] as const));
  const ofHooks = [['hooks', 'implementations'] as const, ['hooks', 'callers'] as const];
  return [...EDITED.map((name) => [name, 'lenses'] as const), ...asked, ...ofHooks].flatMap(([name, question]) => {
    const input = large[name];
    const text = input?.text(1);
    if (!input || typeof text !== 'string') return [];
    const typing = (size: number): Promise<Taken> => typedInto(`${input.text(size)}`, question);
    const half = input.size / 10;
    return {
      id: `growth-server-${name}${question === 'lenses' ? '' : `-${question}`}`,
      what: `edit to ${question === 'lenses' ? 'fresh lenses' : question}, ${half.toLocaleString('en')} ${input.what}, and twice as many`,
      goal: `${GOAL} times, 1 GB`,
      measure: async () => grown(await typing(half), await typing(2 * half)),
    };
  });
}

/** Asks about the sample tree with the input in it. */
function taken(input: Large, size: number, args: readonly string[]): Promise<Taken> {
  return inScratch((folder) => {
    const root = join(folder, 'linux');
    cpSync(SAMPLE, root, { recursive: true });
    const text = input.text(size);
    for (const [path, each] of Object.entries(typeof text === 'string' ? { 'mm/large.c': text } : text)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), each);
    }
    return ask(root, [...args, '--no-cache'], join(folder, 'cache'));
  });
}

function grown(one: Taken, two: Taken): Figure {
  const [before, after] = [one.cpu ?? one.seconds, two.cpu ?? two.seconds];
  const ratio = (after / before).toFixed(1);
  return {
    measured: `${ratio} times`,
    cpu: `${seconds(before)}, ${seconds(after)}`,
    memory: megabytes(Math.max(one.megabytes ?? 0, two.megabytes ?? 0)),
  };
}
