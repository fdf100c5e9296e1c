/** Where ways to a dispatch start: functions that nobody calls by name, and those that somebody may call by a pointer. */

import type { Body } from '../ops/bodies.ts';
import type { OpsIndex } from '../ops/ops.ts';
import type { Site } from '../run/sites.ts';
import type { Reach } from './reach.ts';
import type { Pointer, Reacher } from './reachers.ts';

/** How many functions may lead to a site; what is called from everywhere has no ways to speak of. */
const MAX_WAYS = 400;

/** How often functions are added that no way from the roots came to. */
const MAX_ROUNDS = 8;

/** The functions from which every way to some sites starts; null where there are too many ways. */
export function rootsOf(reach: Reach, sites: readonly Site[]): readonly Body[] | null {
  const ways = Ways.to(reach, sites);
  return ways && [...ways.starts, ...ways.unmet()];
}

/** The functions of some sites, and all that lead to them. */
export class Ways {
  readonly #reach: Reach;
  readonly #all: ReadonlySet<Reacher>;
  readonly #starts: readonly Reacher[];
  readonly #sites: readonly Site[];

  private constructor(reach: Reach, all: ReadonlySet<Reacher>, sites: readonly Site[]) {
    this.#reach = reach;
    this.#sites = sites;
    this.#all = all;
    this.#starts = [...all].filter((each) => isRoot(reach, each, all));
  }

  /** The ways to some sites; null where there are too many. */
  static to(reach: Reach, sites: readonly Site[]): Ways | null {
    const all = new Set(sites.flatMap(({ call }) => reach.reachers.around(call.file, call.at) ?? []));
    for (const each of all) {
      if (all.size > MAX_WAYS) return tellCut(reach, sites, `${MAX_WAYS} functions`);
      for (const caller of callers(reach, each)) all.add(caller);
    }
    return new Ways(reach, all, sites);
  }

  /** The functions that nobody calls by name, and those that somebody may call by a pointer. */
  get starts(): readonly Body[] {
    return this.#bodies(this.#starts);
  }

  /** Whether all are among the functions that were entered. */
  areIn(entered: ReadonlySet<Body>): boolean {
    return this.#bodies(this.#all).every((body) => entered.has(body));
  }

  /**
   * Where ways start besides, since no run from the starts comes there: a function in the middle that is handed on as a callback
   * is one, since nobody follows the way there.
   */
  unmet(): readonly Body[] {
    const roots = new Set(this.#starts);
    for (let round = 0; ; round++) {
      const entered = this.#reach.enteredFrom(this.#bodies(roots));
      const left = new Set([...this.#all].filter((each) => this.#bodies([each]).some((body) => !entered.has(body))));
      if (left.size === 0) break;
      if (round === MAX_ROUNDS) {
        tellCut(this.#reach, this.#sites, `${MAX_ROUNDS} rounds`);
        break;
      }
      const tops = [...left].filter((each) => !callers(this.#reach, each).some((caller) => left.has(caller)));
      // In a circle that nobody enters, all are first.
      for (const each of tops.length > 0 ? tops : left) roots.add(each);
    }
    return this.#bodies([...roots].slice(this.#starts.length));
  }

  #bodies(all: Iterable<Reacher>): readonly Body[] {
    return [...all].flatMap((each) => this.#reach.bodies.own(each.name, each.file));
  }
}

function tellCut({ resolver }: Reach, sites: readonly Site[], bound: string): null {
  const hooks = new Set(sites.flatMap(({ ops, fields }) => fields.map((field) => `${ops.name}.${field}`)));
  const what = `the search for the ways to the calls of ${[...hooks].join(', ')}`;
  resolver.snapshot.gaps.add({ k: 'cut', what, file: null, line: null, bound });
  return null;
}

/** Who calls a function, by name or through a hook that it fills. */
function callers(reach: Reach, each: Reacher): readonly Reacher[] {
  const named = [...reach.reachers.callersOf(each)].filter((caller) => caller !== each);
  return [...named, ...fills(reach, each).flatMap(({ ops, field }) => dispatchers(reach, ops, field))];
}

function dispatchers(reach: Reach, ops: OpsIndex, field: string): readonly Reacher[] {
  return reach.sites.of(ops, field).flatMap(({ call }) => reach.reachers.around(call.file, call.at) ?? []);
}

function fills(reach: Reach, { name, file }: Reacher): readonly { readonly ops: OpsIndex; readonly field: string }[] {
  return reach.ops.flatMap((ops) =>
    ops
      .tables()
      .flatMap((table) =>
        table.slots.flatMap(({ field, value }) =>
          value.k === 'function' && value.name === name && (!table.isStatic || table.file === file)
            ? [{ ops, field }]
            : [],
        ),
      ),
  );
}

function isRoot(reach: Reach, each: Reacher, ways: ReadonlySet<Reacher>): boolean {
  if (!callers(reach, each).some((caller) => ways.has(caller))) return true;
  return reach.reachers.pointersTo(each).some((pointer) => !isOpsTable(reach, pointer));
}

/** Whether an object is a table of the ops structs: whoever calls through it is a dispatch site, and known. */
function isOpsTable(reach: Reach, { file, region }: Pointer): boolean {
  return reach.ops.some((ops) =>
    ops.tables().some((table) => table.file === file && region.start <= table.at && table.at < region.end),
  );
}
