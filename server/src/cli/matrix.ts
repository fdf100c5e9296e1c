/** `opscope matrix`: hooks x memory types. */
import { matrix } from '../features/tables/matrix.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import type { OpenTree, Output } from './io.ts';
import { withNotes } from './notes.ts';
import { Shown, shown } from './shown.ts';
import { matrixText } from './texts/matrix.ts';

/** Prints the matrix of each ops struct. */
export function matrixCommand(tree: OpenTree, ops: readonly string[], format: 'text' | 'json', output: Output): number {
  const resolver = Resolver.of(tree.snapshot);
  const matrices = ops.map((name) => matrix(resolver.ops(name), tree.tree));
  if (format === 'json') {
    for (const each of matrices) output.out(Shown.json(withNotes(each, tree), 2));
    return 0;
  }
  const texts = matrices.map((each) => matrixText(each, output));
  output.out(shown`${Shown.joined(texts, '\n\n')}\n`);
  return 0;
}
