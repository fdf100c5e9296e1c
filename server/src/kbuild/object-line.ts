/** The Makefile line that builds one file, read by itself: cheap enough for every table of an answer. */
import { folderOf, type TreeReader } from './reader.ts';

/**
 * The option that a file's own `obj-$(CONFIG_X) += file.o` line names, as `CONFIG_X`; null where the file is built otherwise:
 * always, as a part of a composite object, or by a condition that only the whole of Kbuild can tell.
 */
export function objectOption(reader: TreeReader, file: string): string | null {
  const folder = folderOf(file);
  const object = file.slice(folder === '' ? 0 : folder.length + 1).replace(/\.c$/, '.o');
  for (const name of ['Kbuild', 'Makefile']) {
    const text = reader.read(folder === '' ? name : `${folder}/${name}`);
    if (text === null) continue;
    for (const [, option = '', objects = ''] of text
      .replace(/\\\r?\n/g, ' ')
      .matchAll(/^obj-\$\((CONFIG_\w+)\)\s*[+:]?=([^#\n]*)/gm)) {
      if (objects.split(/\s+/).includes(object)) return option;
    }
  }
  return null;
}
