/** What the language server takes for each edit of a file that is large in one way and a question behind it, at a size and at twice that. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CallHierarchyItem,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  ImplementationRequest,
} from 'vscode-languageserver/node';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { projectRoot } from '../harness/root.ts';
import { cpuOf, inScratch, peakOf, type Taken } from './machine.ts';

/** How many letters are typed. */
const LETTERS = 20;

const path = 'mm/large.c';

/** A question at a word of the file; it throws where there is no answer. */
type Ask = (server: TestServer, position: { readonly line: number; readonly character: number }) => Promise<unknown>;

/** What is asked behind each edit. */
export const QUESTIONS = {
  lenses: (server) => server.request(CodeLensRequest.type, { textDocument: server.document(path) }),
  implementations: (server, position) =>
    server.request(ImplementationRequest.type, { textDocument: server.document(path), position }),
  async callers(server, position) {
    const at = { textDocument: server.document(path), position };
    const [item] = (await server.request(CallHierarchyPrepareRequest.type, at)) ?? [];
    return item && server.request<CallHierarchyItem[]>('callHierarchy/incomingCalls', { item });
  },
  graph: async (server) => [await server.request('opscope/graph', { to: 'turn' })],
  matrix: async (server) => [await server.request('opscope/matrix', { ops: 'dial_ops' })],
} as const satisfies Readonly<Record<string, Ask>>;

/** What is typed into: a function of its own, behind all that makes the file large. */
const typedIn = 'static int typed_in(int x) { return x; }\n';

/** Has a call of the hook in it, where the file may have none. */
const caller = 'int call_it(const struct dial_ops *ops) { return ops->turn(1); }\n';

/** Types into a file, letter by letter, and asks after each: the processor time of all edits together. */
export function typedInto(text: string, question: keyof typeof QUESTIONS): Promise<Taken> {
  return inScratch(async (folder) => {
    const root = join(folder, 'linux');
    cpSync(join(projectRoot, 'test/trees/sample'), root, { recursive: true });
    writeFileSync(join(root, path), text + typedIn + caller);
    const settings = { ops: ['dial_ops'], check: { enable: false } };
    const server = await startServer({ root, cacheFolder: join(folder, 'cache'), settings });
    try {
      await server.open(path);
      const lines = text.split('\n');
      // The function that fills the hook is at the head of every file.
      const head = lines.findIndex((line) => line.startsWith('static int turn('));
      const at = { line: head, character: lines[head]?.indexOf('turn') ?? 0 };
      return await typed(server, lines.length - 1, () => QUESTIONS[question](server, at));
    } finally {
      await server.stop();
    }
  });
}

async function typed(server: TestServer, line: number, ask: () => Promise<unknown>): Promise<Taken> {
  // The first edit finds out what the others need not: the size counts once.
  const edit = async (character: number): Promise<void> => {
    const at = { line, character: typedIn.indexOf('x;') + character };
    await server.change(path, [{ range: { start: at, end: at }, text: 'x' }]);
    const found = await ask();
    if (!Array.isArray(found) || found.length === 0 || found[0] === null) throw new Error('no answer');
  };
  await edit(0);
  const [before, began] = [cpuOf(server.pid), performance.now()];
  for (let letter = 1; letter <= LETTERS; letter++) await edit(letter);
  const cpu = before === null ? null : (cpuOf(server.pid) ?? 0) - before;
  return { seconds: (performance.now() - began) / 1000, cpu, megabytes: peakOf(server.pid), out: '' };
}
