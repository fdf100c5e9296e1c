/** What the language server takes: from its start to the first lens, and from an edit to fresh lenses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeLensRequest } from 'vscode-languageserver/node';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { offsetOf, positionAt } from '../protocol/sample.ts';
import { inScratch, peakOf, quantile, repeat } from './machine.ts';
import { megabytes, type Row, seconds } from './table.ts';

const edits = 200;

async function lensesOf(server: TestServer, path: string): Promise<readonly string[]> {
  const found = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
  return (found ?? []).map((each) => each.command?.title ?? '');
}

/** Seconds from the start of the process to the right lenses of a file that is opened at once. */
function firstLens(root: string, path: string): Promise<number> {
  return inScratch(async (cacheFolder) => {
    const began = performance.now();
    const server = await startServer({ root, cacheFolder });
    await server.open(path);
    const lenses = await lensesOf(server, path);
    const taken = (performance.now() - began) / 1000;
    await server.stop();
    if (!lenses.some((each) => each.startsWith('anon: 2 of 5 hooks')))
      throw new Error(`wrong lenses: ${lenses.join()}`);
    return taken;
  });
}

/** Types into a function of a file, letter by letter, and waits for the lenses after each; seconds of each. */
async function typeInto(server: TestServer, root: string, path: string): Promise<number[]> {
  const text = readFileSync(join(root, path), 'utf8');
  const at = positionAt(text, offsetOf(text, 'static bool hugetlb_can_|userfault('));
  const inside = { line: at.line + 3, character: 0 };
  await server.open(path);
  await lensesOf(server, path);
  const taken: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const position = { ...inside, character: edit };
    const began = performance.now();
    await server.change(path, [{ range: { start: position, end: position }, text: 'x' }]);
    const lenses = await lensesOf(server, path);
    taken.push((performance.now() - began) / 1000);
    if (!lenses.some((each) => each.startsWith('hugetlb: 1 of 5 hooks'))) throw new Error(`wrong: ${lenses.join()}`);
  }
  return taken;
}

/** The rows of the server. */
export async function serverRows(root: string): Promise<Row[]> {
  const first = await repeat(5, () => firstLens(root, 'mm/userfaultfd.c'));
  return inScratch(async (cacheFolder) => {
    const server = await startServer({ root, cacheFolder });
    const typed = await typeInto(server, root, 'mm/hugetlb.c');
    const memory = megabytes(peakOf(server.pid));
    await server.stop();
    return [
      {
        what: 'server start to lenses of mm/userfaultfd.c',
        goal: '800 ms',
        figure: seconds(quantile(first, 0.5)),
        memory: '',
      },
      {
        what: `edit to lenses of mm/hugetlb.c, p95 of ${edits}`,
        goal: '50 ms',
        figure: seconds(quantile(typed, 0.95)),
        memory,
      },
      { what: 'the same, median', goal: '', figure: seconds(quantile(typed, 0.5)), memory: '' },
    ];
  });
}
