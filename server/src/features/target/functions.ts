/** Functions by what people call them. */
import { Bodies, type Body } from '../../resolve/bodies.ts';
import type { Resolver } from '../../resolve/ops.ts';

/** The functions of a name, those under different `#if` branches and in different files included; `FILE:NAME` is of one file. */
export function functionsNamed(resolver: Resolver, name: string): readonly Body[] {
  const { snapshot } = resolver;
  const bodies = Bodies.of(resolver);
  const colon = name.lastIndexOf(':');
  const files = colon < 0 ? snapshot.search([name]) : [name.slice(0, colon)].filter((path) => snapshot.exists(path));
  return files.flatMap((path) => snapshot.file(path) ?? []).flatMap((file) => bodies.own(name.slice(colon + 1), file));
}
