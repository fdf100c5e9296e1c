/** What the language server takes: from its start to the first lens, and from an edit to fresh lenses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CodeLensRequest,
  ImplementationRequest,
  type PublishDiagnosticsParams,
  ReferencesRequest,
} from 'vscode-languageserver/node';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { REST_AFTER } from '../../server/src/index/memory.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { offsetOf, positionAt } from '../protocol/sample.ts';
import { cpuOf, inScratch, peakOf, quantile, repeat, residentOf, type Taken } from './machine.ts';
import { type Figure, figureOf, megabytes, type Row, seconds } from './table.ts';

const letters = 200;

/** A hook that many files fill and call. */
const asked = { path: 'fs/ext4/file.c', at: '.read_|iter' };

/** The file whose lenses are waited for, and one of those. */
const opened = { path: 'mm/userfaultfd.c', lens: 'anon: 2 of 5 hooks' };
/** What is found when a check of that file is taken out, and how often that is done or undone. */
const unchecked = /calls filemap_add without a check/;
const times = 40;
const typedIn = { path: 'mm/hugetlb.c', lens: 'hugetlb: 1 of 5 hooks' };

/** Asks for the lenses of a file, of which one must begin so. */
async function lensesOf(server: TestServer, { path, lens }: typeof opened): Promise<void> {
  const found = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
  const titles = (found ?? []).map((each) => each.command?.title ?? '');
  if (!titles.some((each) => each.startsWith(lens))) throw new Error(`wrong lenses: ${titles.join()}`);
}

/** From the start of the process to the lenses of a file that is opened at once. */
async function firstLens(root: string, cacheFolder: string, folders?: readonly string[]): Promise<Taken> {
  const began = performance.now();
  const server = await startServer({ root, cacheFolder, ...(folders && { settings: { folders } }) });
  try {
    await server.open(opened.path);
    await lensesOf(server, opened);
    return { seconds: (performance.now() - began) / 1000, cpu: null, megabytes: peakOf(server.pid), out: '' };
  } finally {
    await server.stop();
  }
}

/** The first lens of servers with an empty cache folder each. */
const cold = (root: string, folders?: readonly string[]): Promise<Figure> =>
  repeat(() => inScratch((cache) => firstLens(root, cache, folders))).then((taken) => figureOf(taken));

/** The first lens of servers that come after another one. */
const warm = (root: string, folders?: readonly string[]): Promise<Figure> =>
  inScratch(async (cache) => {
    await firstLens(root, cache, folders);
    return figureOf(await repeat(() => firstLens(root, cache, folders)));
  });

/** Types into a function, letter by letter, and waits for the lenses after each; seconds of each. */
async function typing(server: TestServer, root: string): Promise<number[]> {
  const text = readFileSync(join(root, typedIn.path), 'utf8');
  const { line } = positionAt(text, offsetOf(text, 'static bool hugetlb_can_|userfault('));
  await server.open(typedIn.path);
  await lensesOf(server, typedIn);
  const taken: number[] = [];
  for (let character = 0; character < letters; character++) {
    const position = { line: line + 3, character };
    const began = performance.now();
    await server.change(typedIn.path, [{ range: { start: position, end: position }, text: 'x' }]);
    await lensesOf(server, typedIn);
    taken.push((performance.now() - began) / 1000);
  }
  return taken;
}

const typed = (root: string): Promise<Figure> =>
  inScratch(async (cacheFolder) => {
    const server = await startServer({ root, cacheFolder });
    try {
      const taken = await typing(server, root);
      const [half, most] = [quantile(taken, 0.5), quantile(taken, 0.95)].map(seconds);
      return { measured: `p50 ${half}, p95 ${most}`, cpu: '', memory: megabytes(peakOf(server.pid)) };
    } finally {
      await server.stop();
    }
  });

/** Takes a check out and puts it back, and waits each time for what follows from it; the processor time of each, in seconds. */
async function unchecking(server: TestServer, root: string): Promise<number[]> {
  const { uri } = server.document(opened.path);
  const isTold = async (expected: boolean): Promise<void> => {
    const next = () =>
      server.waitFor<PublishDiagnosticsParams>('textDocument/publishDiagnostics', (each) => each.uri === uri);
    for (let told = !expected; told !== expected; ) {
      told = (await next()).diagnostics.some(({ message }) => unchecked.test(`${message}`));
    }
  };
  const text = readFileSync(join(root, opened.path), 'utf8');
  const without = text.replace('if (ops->filemap_add) {', 'if (folio) {');
  await server.open(opened.path, without);
  await isTold(true);
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const before = cpuOf(server.pid);
    await server.change(opened.path, time % 2 === 0 ? text : without);
    await isTold(time % 2 !== 0);
    taken.push((cpuOf(server.pid) ?? 0) - (before ?? 0));
  }
  return taken;
}

const found = (root: string): Promise<Figure> =>
  inScratch(async (cacheFolder) => {
    const server = await startServer({ root, cacheFolder });
    try {
      const taken = await unchecking(server, root);
      const [half, most] = [quantile(taken, 0.5), quantile(taken, 0.95)].map(seconds);
      return { measured: '', cpu: `p50 ${half}, p95 ${most}`, memory: megabytes(peakOf(server.pid)) };
    } finally {
      await server.stop();
    }
  });

/** What a server holds that rests, after a session of questions about all of the tree. */
const rested = (root: string): Promise<Figure> =>
  inScratch(async (cacheFolder) => {
    const server = await startServer({ root, cacheFolder });
    try {
      await server.open(opened.path);
      await lensesOf(server, opened);
      const text = readFileSync(join(root, asked.path), 'utf8');
      await server.open(asked.path);
      const at = { textDocument: server.document(asked.path), position: positionAt(text, offsetOf(text, asked.at)) };
      const began = performance.now();
      await server.request(ImplementationRequest.type, at);
      await server.request(ReferencesRequest.type, { ...at, context: { includeDeclaration: true } });
      const taken = seconds((performance.now() - began) / 1000);
      // What is measured is what is there when it has rested for a while.
      await new Promise((resolve) => setTimeout(resolve, REST_AFTER + 10_000));
      const memory = `${megabytes(residentOf(server.pid))}, peak ${megabytes(peakOf(server.pid))}`;
      return { measured: `questions ${taken}`, cpu: '', memory };
    } finally {
      await server.stop();
    }
  });

/** The rows of the server. */
export function serverRows(root: string): Row[] {
  const start = 'server start to the lenses of mm/userfaultfd.c';
  const few = `folders ${LIKELY_FOLDERS.join(' ')}`;
  return [
    { id: 'lens-cold', what: `${start}, cold`, goal: '0.8 s', measure: () => cold(root) },
    { id: 'lens-warm', what: `${start}, warm`, goal: '0.4 s', measure: () => warm(root) },
    { id: 'lens-few-cold', what: `${start}, ${few}, cold`, goal: '0.8 s', measure: () => cold(root, LIKELY_FOLDERS) },
    { id: 'lens-few-warm', what: `${start}, ${few}, warm`, goal: '', measure: () => warm(root, LIKELY_FOLDERS) },
    {
      id: 'typing',
      what: `edit to fresh lenses, ${letters} letters typed in mm/hugetlb.c`,
      goal: 'p95 50 ms',
      measure: () => typed(root),
    },
    {
      id: 'resting',
      what: 'memory of a server two minutes after all implementations and references of `.read_iter` were asked',
      goal: '400 MB',
      measure: () => rested(root),
    },
    {
      id: 'findings',
      what: `edit to the findings that follow calls, a check taken out of ${opened.path} and put back`,
      goal: 'p95 100 ms of processor time',
      measure: () => found(root),
    },
  ];
}
