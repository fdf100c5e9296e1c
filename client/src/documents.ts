import type { DocumentFilter, TextDocument } from 'vscode';

/**
 * The documents that opscope answers for. VS Code takes a `.h` file for C++ unless it is told otherwise, and the ops
 * structs are declared in headers, so headers count whatever language they are said to be in.
 */
export const KERNEL_C = [
  { scheme: 'file', language: 'c' },
  { scheme: 'file', language: 'cpp', pattern: '**/*.h' },
] as const satisfies readonly DocumentFilter[];

/** Files of patches, of which the server reviews those that are open. */
export const PATCHES = [
  { scheme: 'file', language: 'diff' },
  { scheme: 'file', pattern: '**/*.{patch,diff,eml,mbox,mbx}' },
] as const satisfies readonly DocumentFilter[];

/** Whether the document may be kernel C, by the same rule as `KERNEL_C`. */
export function mayBeKernelC(document: TextDocument): boolean {
  if (document.uri.scheme !== 'file') return false;
  return document.languageId === 'c' || (document.languageId === 'cpp' && document.uri.path.endsWith('.h'));
}
