/** Where functions begin and end. */
import type { SourceFile } from '../../index/file.ts';
import type { FunctionExtent } from '../../model/graph-answers.ts';
import { Bodies } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';

/** The functions that a file defines, in the order of the code. */
export function functionExtents(resolver: Resolver, file: SourceFile): readonly FunctionExtent[] {
  return Array.from(
    new Bodies(resolver).inFile(file, () => true),
    ({ name, fn, condition }) => {
      const [start, end] = [file.point(fn.at), file.point(fn.end)];
      return {
        name,
        file: file.path,
        ...file.point(fn.nameAt),
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
        condition,
      };
    },
  );
}
