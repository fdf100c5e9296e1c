/** The Makefile line that builds one file, read by itself: cheap enough for every table of an answer. */
import { inFolder, type TreeReader } from './reader.ts';

/**
 * The options that the objects of a folder are built under by `obj-$(CONFIG_X) += file.o` lines of their own: `CONFIG_X`, by the name
 * of the C file. An object that is not here is built otherwise: always, as a part of a composite object, or by a condition that only
 * the whole of Kbuild can tell.
 */
export function objectOptions(reader: TreeReader, folder: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const name of ['Kbuild', 'Makefile']) {
    const text = reader.read(inFolder(folder, name));
    if (text === null) continue;
    for (const [, option = '', objects = ''] of text
      .replace(/\\\r?\n/g, ' ')
      .matchAll(/^obj-\$\((CONFIG_\w+)\)\s*[+:]?=([^#\n]*)/gm)) {
      for (const object of objects.split(/\s+/)) {
        const file = object.replace(/\.o$/, '.c');
        // The first line counts.
        if (file !== object && !options.has(file)) options.set(file, option);
      }
    }
  }
  return options;
}
