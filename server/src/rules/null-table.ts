/** A pointer to the ops struct that can be NULL, and is followed where nothing checks it. */
import type { SourceFile } from '../index/file.ts';
import { Reach } from '../resolve/graph/reach.ts';
import { rootsOf } from '../resolve/graph/roots.ts';
import type { Body } from '../resolve/ops/bodies.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import { evidenceAt, type Raised } from './rule.ts';
import { assume } from './tables.ts';

/** One finding for each function: behind the first such place, the others are not got to. */
export function* nullTables(ops: OpsIndex): Iterable<Raised> {
  const reach = Reach.of(ops.resolver, [ops.name]);
  const [lookup] = lookups(reach, ops);
  if (!lookup) return;
  const assumption = assume(ops, [], true);
  const interpreter = reach.assuming(assumption);
  const roots = rootsOf(reach, reach.sites.all) ?? reach.entries.map(({ body }) => body);
  for (const root of roots) interpreter.run(root, []);
  const first = new Map<
    string,
    { readonly file: SourceFile; readonly at: number; readonly field: string; readonly body: Body }
  >();
  for (const each of assumption.nullTables) {
    const body = reach.bodies.at(each.file, each.at);
    const known = body && first.get(body.id);
    if (body && (!known || each.at < known.at)) first.set(body.id, { ...each, body });
  }
  for (const { file, at, field, body } of first.values()) {
    yield {
      message:
        `${body.name}() reads ${field} through a pointer to struct ${ops.name} that can be NULL: ` +
        `${lookup.name}() answers NULL for a mapping without a table. Check the pointer first.`,
      file,
      at,
      end: at + field.length,
      function: body.name,
      evidence: [evidenceAt(`${lookup.name}() can answer NULL`, lookup.file, lookup.fn.nameAt)],
    };
  }
}

/** The functions of the core that answer a pointer to the struct, or NULL. */
function lookups({ core, bodies }: Reach, ops: OpsIndex): readonly Body[] {
  const { types } = ops.resolver.expressions;
  return core.flatMap((file) =>
    [...bodies.inFile(file, (text) => /\bNULL\b|\breturn\s+0\s*;/.test(text))].filter(({ fn }) => {
      const struct = types.structOf(types.pointee({ type: fn.returns, file }));
      return struct !== null && ops.is(struct);
    }),
  );
}
