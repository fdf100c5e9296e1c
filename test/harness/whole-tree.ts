/** Small trees of C, and what `--ops all` says of them, as short texts. */
import { join } from 'node:path';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { HookSlot } from '../../server/src/model/answers.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from './memory-tree.ts';
import { projectRoot } from './root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** A struct of hooks, one that holds it, and functions for it. */
export const LAMP = `
struct lamp;
struct lamp_ops {
	int (*on)(struct lamp *lamp);
	int (*off)(struct lamp *lamp);
};
struct lamp {
	const struct lamp_ops *ops;
	struct lamp_ops own;
};
static int a_on(struct lamp *lamp) { return 1; }
static int a_off(struct lamp *lamp) { return 0; }
`;

/** Texts by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A tree: one text is \`mm/a.c\` behind the declarations above. */
export async function resolver(files: string | Files): Promise<Resolver> {
  const given = typeof files === 'string' ? { 'mm/a.c': LAMP + files } : files;
  const tree = new MemoryTree(new Map(Object.entries(given)));
  return Resolver.of(Snapshot.of(tree, { folders: LIKELY_FOLDERS }, await lowerer));
}

/** \`STRUCT NAME: FIELD=FUNCTION ... [CONDITION]\` of each table that holds a function. */
export async function slots(files: string | Files, path = 'mm/a.c'): Promise<readonly string[]> {
  const { tables } = readBatch(await resolver(files), [path], 'tables');
  return tables.flatMap(({ struct, name, path: inside, hooks, condition }) => {
    const held = Object.entries(hooks).flatMap(([field, slot]) => (isHeld(slot) ? [`${field}=${slot.function}`] : []));
    const where = condition === null ? '' : ` [${condition}]`;
    return held.length === 0 ? [] : [`${`${struct} ${name}${inside}`.trim()}: ${held.join(' ')}${where}`];
  });
}

/** Whether a slot holds a function. */
export function isHeld(slot: HookSlot | null): slot is Extract<HookSlot, { function: string }> {
  return slot !== null && 'function' in slot;
}

/** \`FUNCTION: STRUCT.FIELD\` of each dispatch site. */
export async function sites(files: string | Files, path = 'mm/a.c'): Promise<readonly string[]> {
  const { dispatch } = readBatch(await resolver(files), [path], 'dispatch');
  return dispatch.map(({ function: inFunction, struct, field }) => `${inFunction}: ${struct}.${field}`);
}
