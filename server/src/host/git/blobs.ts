/** Texts of files, out of the objects of a repository. */
import { decode } from '../disk.ts';
import { MAX_BYTES } from '../files/open.ts';
import type { Git } from './stand-in.ts';

/** All texts together. */
const MAX_TOTAL = 256 * 1024 * 1024;

/**
 * The texts of blobs, by their names: empty for one that is larger than what is read of a tree. Null when all of them together
 * are too much to hold. Rejects where one is missing.
 */
export async function readBlobs(git: Git, names: readonly string[]): Promise<ReadonlyMap<string, string> | null> {
  const sizes = await sizesOf(git, names);
  const wanted = [...sizes].filter(([, size]) => size <= MAX_BYTES);
  if (wanted.reduce((sum, [, size]) => sum + size, 0) > MAX_TOTAL) return null;
  const output = await batch(
    git,
    '--batch',
    wanted.map(([name]) => name),
  );
  const found = new Map([...sizes.keys()].map((name) => [name, '']));
  let at = 0;
  for (const [name, size] of wanted) {
    const begin = output.indexOf(10, at) + 1;
    found.set(name, decode(output.subarray(begin, begin + size)));
    at = begin + size + 1;
  }
  return found;
}

/** The sizes of blobs, in bytes. */
async function sizesOf(git: Git, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const said = (await batch(git, '--batch-check', [...new Set(names)])).toString('latin1');
  return new Map(
    said
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, name = '', size] = /^(\S+) blob (\d+)$/.exec(line) ?? [];
        if (size === undefined) throw new Error(`the repository lacks an object: ${line}`);
        return [name, Number(size)];
      }),
  );
}

async function batch(git: Git, how: string, names: readonly string[]): Promise<Buffer> {
  return names.length === 0 ? Buffer.alloc(0) : git.bytes(['cat-file', how], `${names.join('\n')}\n`);
}
