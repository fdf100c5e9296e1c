/** Patches that come with a question. No file is read for a name that an agent writes. */
import * as z from 'zod';
import type { OpenTree } from '../cli/io.ts';

/** As much is taken as a message may have. */
const LONGEST = 8 << 20;

/** The text of a patch. */
export const PATCH = z.string().min(1).max(LONGEST);

/** The tree with patches that are named in a question, and no others. */
export function given(tree: OpenTree, patches: Readonly<Record<string, string>>): OpenTree {
  const texts = new Map(Object.entries(patches));
  return {
    ...tree,
    patches: {
      ...tree.patches,
      async mailsAt(name) {
        const text = texts.get(name);
        return text === undefined ? null : [{ name, bytes: Buffer.from(text) }];
      },
    },
  };
}
