/** What the language server takes on a whole tree: lists that are the tree's, and typing while it is still being read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeLensRequest, ImplementationRequest } from 'vscode-languageserver/node';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { offsetOf, positionAt } from '../protocol/sample.ts';
import { cpuOf, inScratch, peakOf, quantile } from './machine.ts';
import { type Figure, megabytes, type Row, seconds } from './table.ts';

/** Where the hook is that a list of implementations is asked for, and how many there are at least. */
const hook = { path: 'fs/ext4/file.c', at: '.read_|iter = ext4_file_read_iter', least: 60 };
const typedIn = 'mm/hugetlb.c';

const isReady = (server: TestServer): Promise<StatusParams> =>
  server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');

/** Asks a server that has all of the tree for every implementation of a hook, in parts. */
async function listed(server: TestServer, root: string): Promise<Figure> {
  const text = readFileSync(join(root, hook.path), 'utf8');
  await server.open(hook.path);
  await isReady(server);
  const before = cpuOf(server.pid) ?? 0;
  const began = performance.now();
  const took = (): number => (performance.now() - began) / 1000;
  let count = 0;
  const first = server.waitFor<{ token: unknown }>('$/progress', ({ token }) => token === 'parts').then(() => took());
  const position = positionAt(text, offsetOf(text, hook.at));
  const asked = { textDocument: server.document(hook.path), position };
  await server.request(ImplementationRequest.type, { ...asked, partialResultToken: 'parts' });
  const all = took();
  const again = await server.request(ImplementationRequest.type, asked);
  if (Array.isArray(again)) count = again.length;
  if (count < hook.least) throw new Error(`${count} implementations`);
  return {
    measured: `first ${seconds(await first)}, all ${count} ${seconds(all)}`,
    cpu: seconds((cpuOf(server.pid) ?? 0) - before),
    memory: megabytes(peakOf(server.pid)),
  };
}

const implementations = (root: string): Promise<Figure> =>
  inScratch(async (cacheFolder) => {
    const earlier = await startServer({ root, cacheFolder });
    await isReady(earlier);
    await earlier.stop();
    const server = await startServer({ root, cacheFolder });
    try {
      return await listed(server, root);
    } finally {
      await server.stop();
    }
  });

/** Types until all of the tree has been read; seconds from each letter to the lenses. */
async function typed(server: TestServer): Promise<number[]> {
  let isRead = false;
  void isReady(server).then(() => {
    isRead = true;
  });
  await server.open(typedIn);
  await server.request(CodeLensRequest.type, { textDocument: server.document(typedIn) });
  const taken: number[] = [];
  while (!isRead) {
    const began = performance.now();
    const start = { line: 0, character: 0 };
    await server.change(typedIn, [{ range: { start, end: start }, text: ' ' }]);
    await server.request(CodeLensRequest.type, { textDocument: server.document(typedIn) });
    taken.push((performance.now() - began) / 1000);
  }
  return taken;
}

const typing = (root: string): Promise<Figure> =>
  inScratch(async (cacheFolder) => {
    const server = await startServer({ root, cacheFolder });
    try {
      const taken = await typed(server);
      const [half, most] = [quantile(taken, 0.5), quantile(taken, 0.95)].map(seconds);
      return {
        measured: `p50 ${half}, p95 ${most} of ${taken.length}`,
        cpu: '',
        memory: megabytes(peakOf(server.pid)),
      };
    } finally {
      await server.stop();
    }
  });

/** The rows of the server on a whole tree. */
export function wholeServerRows(root: string): Row[] {
  return [
    {
      id: 'implementations',
      what: `implementations of .read_iter from ${hook.path}, in parts, index warm`,
      goal: 'first 0.3 s, all 1.5 s',
      measure: () => implementations(root),
    },
    {
      id: 'typing-cold',
      what: `edit to fresh lenses of ${typedIn} while the whole tree is being read, cold`,
      goal: 'p95 50 ms',
      measure: () => typing(root),
    },
  ];
}
