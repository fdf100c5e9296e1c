/** Which folders of a tree are read, by those that are asked about. */

/** The folders in which an answer is most likely to be found. They are read first; the others follow. */
export const LIKELY_FOLDERS: readonly string[] = ['mm', 'fs', 'include', 'virt', 'ipc'];

/** What is read whoever asks: the headers that any file may include. */
const HEADERS = 'include';

/**
 * The folders that are read for a question about some, without those that lie in others of them: beside these the folders of headers,
 * as what they declare and make decides what a file says. None means the whole tree, and stays it.
 */
export function readFolders(asked: readonly string[]): readonly string[] {
  if (asked.length === 0) return [];
  const all = [...new Set([...asked, HEADERS, ...asked.flatMap(archHeaders)])];
  return all.filter((folder) => !all.some((other) => folder.startsWith(`${other}/`)));
}

/** The headers of the architecture that a folder belongs to. */
function archHeaders(folder: string): readonly string[] {
  const arch = /^arch\/[^/]+/.exec(folder)?.[0];
  return arch === undefined ? [] : [`${arch}/${HEADERS}`];
}

/** Whether a path is in one of some folders; none of them means the whole tree. */
export function isIn(path: string, folders: readonly string[]): boolean {
  return folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`));
}
