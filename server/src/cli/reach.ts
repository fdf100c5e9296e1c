/** `opscope reach`: what each ioctl can run. */
import { reach } from '../features/graph/ioctl-reach.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import type { Arguments, OpenTree, Output } from './io.ts';
import { withNotes } from './notes.ts';
import { Shown } from './shown.ts';
import { paintFor } from './style.ts';
import { reachText } from './texts/reach.ts';

/** Prints ioctl x hook x memory type. */
export function reachCommand(
  tree: OpenTree,
  { options }: Arguments,
  ops: readonly string[],
  format: 'text' | 'json',
  output: Output,
): number {
  const answer = reach(Resolver.of(tree.snapshot), ops, tree.tree, options.async === true);
  output.out(
    format === 'json' ? Shown.json(withNotes(answer, tree), 2) : reachText(answer, { paint: paintFor(output) }),
  );
  return 0;
}
