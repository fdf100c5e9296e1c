/** What leads to a dispatch when what is queued on the way counts, too: the functions that run later, and who queues them. */
import type { SourceFile } from '../../index/file.ts';
import { Bodies } from '../ops/bodies.ts';
import type { Resolver } from '../ops/ops.ts';
import { type LaterCall, queuersOf } from './queuers.ts';
import { Reachers } from './reachers.ts';

interface At {
  readonly file: SourceFile;
  readonly at: number;
}

/** The functions that lead to some places, and to where one of them is queued; `late` gets the calls that queue them, by who queues. */
export function lateReachers(
  resolver: Resolver,
  seeds: readonly At[],
  about: string,
  late: Map<string, LaterCall[]>,
): Reachers {
  const places = [...seeds];
  const asked = new Set<string>();
  for (;;) {
    const reachers = new Reachers(resolver, places, about);
    const fresh = queuersOfAll(resolver, reachers, asked);
    if (fresh.length === 0) return reachers;
    for (const call of fresh) {
      const known = late.get(call.from.id) ?? [];
      late.set(call.from.id, [...known, call]);
      places.push({ file: call.from.file, at: call.at });
    }
  }
}

function queuersOfAll(resolver: Resolver, reachers: Reachers, asked: Set<string>): readonly LaterCall[] {
  const bodies = new Bodies(resolver);
  return [...reachers.all()].flatMap(({ name, file, region }) => {
    const own = region.kind === 'function' ? bodies.own(name, file) : [];
    const fresh = own.filter(({ id }) => !asked.has(id));
    for (const { id } of fresh) asked.add(id);
    return fresh.flatMap((body) => queuersOf(resolver, body));
  });
}
