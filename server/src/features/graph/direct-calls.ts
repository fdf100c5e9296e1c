/** Direct calls as answers: what `opscope calls` prints. */
import type { SourceFile } from '../../index/file.ts';
import type { DirectCall } from '../../model/graph-answers.ts';
import { directCalls, type ResolvedCall } from '../../resolve/graph/calls.ts';
import { compiledAs } from '../../resolve/language/macros/instances.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { both } from '../../syntax/conditionals.ts';

/** The direct calls written in a file, in the order of the code. */
export function fileCalls(resolver: Resolver, file: SourceFile): readonly DirectCall[] {
  return directCalls(resolver, file).map(directCall);
}

/** The same for all that a template is compiled as: a call that is the same in each is told once. */
export function callsAsCompiled(resolver: Resolver, file: SourceFile): readonly DirectCall[] {
  const all = compiledAs(resolver.snapshot, file);
  if (all.every((each) => each.file === file)) return fileCalls(resolver, file);
  const calls = all.flatMap((each) => fileCalls(Resolver.of(each.snapshot), each.file));
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

function directCall({ caller, name, at, callee }: ResolvedCall): DirectCall {
  const { file } = caller;
  const defined = callee.file.point(callee.at);
  return {
    caller: caller.name,
    callee: name,
    file: file.path,
    ...file.point(at),
    calleeFile: callee.file.path,
    calleeLine: defined.line,
    calleeColumn: defined.column,
    condition: both(file.condition(at), callee.condition ?? null),
  };
}
