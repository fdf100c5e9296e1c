/** Servers on the sample tree, cursors named by the text around them, and answers as short strings. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Location, Position, Range } from 'vscode-languageserver/node';
import { type ServerOptions, startServer, type TestServer } from '../harness/lsp-client.ts';
import { startInside } from '../harness/lsp-inside.ts';
import { projectRoot } from '../harness/root.ts';

/** The project's own kernel tree. */
export const sampleTree = join(projectRoot, 'test/trees/sample');

/** What something is made for, and goes with. */
export interface Ended {
  after(end: () => void): void;
}

/** A server in a process of its own that ends with its test, on the sample tree unless another root is named. */
export async function serveApart(t: TestContext, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({ root: sampleTree, ...options });
  t.after(() => server.stop());
  return server;
}

/** The same inside this process, for what is answered and not for how a process behaves. */
export async function serve(t: TestContext, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startInside({ root: sampleTree, ...options });
  t.after(() => server.stop());
  return server;
}

/** A scratch folder that goes with its test. */
export function scratch(t: Ended): string {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the sample tree that a test may write to. */
export function sampleCopy(t: Ended): string {
  const root = join(scratch(t), 'linux');
  cpSync(sampleTree, root, { recursive: true });
  return root;
}

/** A tree of some files, by their paths, that goes with its test. */
export function treeOf(t: Ended, files: Readonly<Record<string, string>>): string {
  const root = join(scratch(t), 'linux');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The text of a file of the sample tree. */
export function sampleText(path: string): string {
  return readFileSync(join(sampleTree, path), 'utf8');
}

/** The offset of `|` in a pattern of words; any white space of the pattern stands for any of the text's. */
export function offsetOf(text: string, pattern: string): number {
  const [before = '', after = ''] = pattern.split('|');
  const literal = (part: string) => part.replace(/[.*+?^${}()[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  const found = [...text.matchAll(new RegExp(`(${literal(before)})${literal(after)}`, 'g'))];
  if (found.length !== 1) throw new Error(`"${pattern}" is ${found.length} times in the text`);
  return (found[0]?.index ?? 0) + (found[0]?.[1]?.length ?? 0);
}

/** An offset as a position, in UTF-16 code units. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Where the cursor is in a file of the sample tree: `.alloc_folio = shmem|_mfill_folio_alloc`. */
export function cursor(path: string, pattern: string): Position {
  const text = sampleText(path);
  return positionAt(text, offsetOf(text, pattern));
}

/** The text between two positions of one line. */
export function textIn(text: string, range: Range): string {
  return text.split('\n')[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
}

/** Locations as `mm/shmem.c shmem_uffd_ops`, with the text that is really there. */
export function named(root: string, locations: readonly Location[] | null): string[] {
  return (locations ?? []).map(({ uri, range }) => {
    const path = fileURLToPath(uri);
    return `${path.slice(root.length + 1)} ${textIn(readFileSync(path, 'utf8'), range)}`;
  });
}

/** The same, with the line: `mm/shmem.c:97`. */
export function lined(root: string, locations: readonly Location[] | null): string[] {
  return (locations ?? []).map(
    ({ uri, range }) => `${fileURLToPath(uri).slice(root.length + 1)}:${range.start.line + 1}`,
  );
}
