/** clangd on a tree that was never built: what a person gets who opens the file and asks. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyPrepareRequest,
  createMessageConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  ImplementationRequest,
  InitializedNotification,
  InitializeRequest,
  type Location,
  type LocationLink,
  type MessageConnection,
  ReferencesRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import { offsetOf, positionAt } from '../protocol/sample.ts';
import { CAP, installed, peakOf } from './machine.ts';
import type { Answer } from './questions.ts';

/** The program's name, as Debian has it with and without its version. */
export const clangd = ['clangd', 'clangd-19'].find(installed) ?? 'clangd';

/** Without a record of compile lines: where headers are, at least. */
const flags = (tree: string): string[] => [
  ...['include', 'arch/x86/include', 'include/uapi', 'arch/x86/include/uapi'].map((path) => `-I${join(tree, path)}`),
  ...['-D__KERNEL__', '-DCONFIG_USERFAULTFD', '-DCONFIG_SHMEM', '-DCONFIG_MMU', '-std=gnu11'],
];

/** A question, asked at a place of a file: `file:line` of the answer, or the text there. */
type Ask = (connection: MessageConnection, at: TextDocumentPositionParams) => Promise<readonly string[]>;

/** Starts clangd, opens a file, asks at the `|` of a pattern in it, and once more. */
export async function askClangd(tree: string, path: string, pattern: string, ask: Ask): Promise<Answer> {
  const began = performance.now();
  const child = spawn(clangd, ['--log=error', '--background-index'], { cwd: tree, stdio: ['pipe', 'pipe', 'ignore'] });
  const cap = setTimeout(() => child.kill('SIGKILL'), CAP * 1000);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  try {
    connection.listen();
    const initializationOptions = { fallbackFlags: flags(tree) };
    const rootUri = pathToFileURL(tree).href;
    await connection.sendRequest(InitializeRequest.type, {
      ...{ processId: process.pid, rootUri, initializationOptions },
      capabilities: { textDocument: { callHierarchy: {} } },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    const text = readFileSync(join(tree, path), 'utf8');
    const textDocument = { uri: pathToFileURL(join(tree, path)).href, languageId: 'c', version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    const at = { textDocument, position: positionAt(text, offsetOf(text, pattern)) };
    const found = await ask(connection, at);
    const cold = (performance.now() - began) / 1000;
    await ask(connection, at);
    const warm = (performance.now() - began) / 1000 - cold;
    const memory = peakOf(child.pid ?? 0);
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    return { cold, warm, memory, found: new Set(found) };
  } finally {
    clearTimeout(cap);
    connection.dispose();
    child.kill();
  }
}

/** The name at a place. */
const nameAt = ({ uri, range }: Location): string => {
  const line = readFileSync(fileURLToPath(uri), 'utf8').split('\n')[range.start.line] ?? '';
  return /^\w+/.exec(line.slice(range.start.character))?.[0] ?? '';
};

const plain = (found: Location | readonly Location[] | readonly LocationLink[] | null): readonly Location[] =>
  [found ?? []].flat().filter((each): each is Location => 'uri' in each);

/** Who implements what is there. */
export const implementations: Ask = async (connection, at) =>
  plain(await connection.sendRequest(ImplementationRequest.type, at)).map(nameAt);

/** What the slots of the field that is there are given. */
export const slots: Ask = async (connection, at) => {
  const found = await connection.sendRequest(ReferencesRequest.type, { ...at, context: { includeDeclaration: false } });
  return (found ?? []).flatMap(({ uri, range }) => {
    const line = readFileSync(fileURLToPath(uri), 'utf8').split('\n')[range.start.line] ?? '';
    return /^\w+\s*=\s*&?(\w+)/.exec(line.slice(range.start.character))?.[1] ?? [];
  });
};

/** Where the function that is there is called. */
export const callers =
  (tree: string): Ask =>
  async (connection, at) => {
    const [item] = (await connection.sendRequest(CallHierarchyPrepareRequest.type, at)) ?? [];
    if (!item) return [];
    const calls = (await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item })) ?? [];
    return calls.flatMap(({ from, fromRanges }) =>
      fromRanges.map(({ start }) => `${fileURLToPath(from.uri).slice(tree.length + 1)}:${start.line + 1}`),
    );
  };
