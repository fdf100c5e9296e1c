/** What the language server takes for each edit of a file that is large in one way, at a size and at twice that. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeLensRequest } from 'vscode-languageserver/node';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { projectRoot } from '../harness/root.ts';
import { cpuOf, inScratch, peakOf, type Taken } from './machine.ts';

/** How many letters are typed. */
const LETTERS = 20;

const path = 'mm/large.c';

/** What is typed into: a function of its own, behind all that makes the file large. */
const typedIn = 'static int typed_in(int x) { return x; }\n';

/** Types into a file, letter by letter, and waits for the lenses after each: the processor time of all edits together. */
export function typedInto(text: string): Promise<Taken> {
  return inScratch(async (folder) => {
    const root = join(folder, 'linux');
    cpSync(join(projectRoot, 'test/trees/sample'), root, { recursive: true });
    writeFileSync(join(root, path), text + typedIn);
    const settings = { ops: ['dial_ops'], check: { enable: false } };
    const server = await startServer({ root, cacheFolder: join(folder, 'cache'), settings });
    try {
      await server.open(path);
      return await typed(server, text.split('\n').length - 1);
    } finally {
      await server.stop();
    }
  });
}

async function typed(server: TestServer, line: number): Promise<Taken> {
  const lenses = () => server.request(CodeLensRequest.type, { textDocument: server.document(path) });
  // The first edit finds out what the others need not: the size counts once.
  const edit = async (character: number): Promise<void> => {
    const at = { line, character: typedIn.indexOf('x;') + character };
    await server.change(path, [{ range: { start: at, end: at }, text: 'x' }]);
    const found = await lenses();
    if (!found || found.length === 0) throw new Error('no lenses');
  };
  await edit(0);
  const [before, began] = [cpuOf(server.pid), performance.now()];
  for (let letter = 1; letter <= LETTERS; letter++) await edit(letter);
  const cpu = before === null ? null : (cpuOf(server.pid) ?? 0) - before;
  return { seconds: (performance.now() - began) / 1000, cpu, megabytes: peakOf(server.pid), out: '' };
}
