/** `opscope explain SYMBOL`: what hover shows, on a terminal. */
import { explain } from '../features/editor/explain.ts';
import { whatMayBeMeant, whereLooked } from '../features/names-there-are.ts';
import { DEFAULT_CONTEXT_STRUCTS } from '../features/query.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import { type OpenTree, type Output, UsageError } from './io.ts';
import { withNotes } from './notes.ts';
import { Shown } from './shown.ts';
import { paintFor } from './style.ts';
import { explanationText } from './texts/explanation.ts';

/** Prints what is known of a symbol. Throws a UsageError where nothing is. */
export function explainCommand(
  tree: OpenTree,
  ops: readonly string[],
  rest: readonly string[],
  format: 'text' | 'json',
  output: Output,
): number {
  const [symbol] = rest;
  if (symbol === undefined || rest.length > 1)
    throw new UsageError('explain takes one symbol: a hook, a function, a table or an ioctl');
  const settings = { ops, contextStructs: DEFAULT_CONTEXT_STRUCTS };
  const resolver = Resolver.of(tree.snapshot);
  const answers = explain(resolver, settings, symbol);
  const answer = { schema: 1, tree: tree.tree, symbol, answers };
  if (answers.length === 0) {
    const near = whatMayBeMeant(resolver, ops, symbol);
    throw new UsageError(`"${symbol}" is no hook, hook function or ops table ${whereLooked(resolver)}${near}`);
  }
  if (format === 'json') output.out(Shown.json(withNotes(answer, tree), 2));
  else for (const each of answers) output.out(explanationText(each, paintFor(output)));
  return 0;
}
