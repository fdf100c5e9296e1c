/** Functions by what people call them. */
import { normalPath } from '../../base/paths.ts';
import { definingPasted } from '../../resolve/language/macros/pasted.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';

/** The functions of a name, those under different `#if` branches and in different files included; `FILE:NAME` is of one file. */
export function functionsNamed(resolver: Resolver, name: string): readonly Body[] {
  const { snapshot } = resolver;
  const bodies = new Bodies(resolver);
  const colon = name.lastIndexOf(':');
  const named = colon < 0 ? null : normalPath(name.slice(0, colon));
  const files = colon < 0 ? snapshot.search([name]) : named !== null && snapshot.exists(named) ? [named] : [];
  const own = name.slice(colon + 1);
  const found = files.flatMap((path) => snapshot.file(path) ?? []).flatMap((file) => bodies.own(own, file));
  if (found.length > 0) return found;
  const templates = definingPasted(snapshot, own).filter(({ path }) => colon < 0 || path === named);
  return templates.flatMap((file) => bodies.own(own, file));
}
