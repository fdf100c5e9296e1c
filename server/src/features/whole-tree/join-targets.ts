/**
 * What every call through a hook can reach, for all structs at once: each file says which hooks it calls, fills and checks, and
 * these are put together by the struct, told apart by the file that defines it, and the field.
 */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { DispatchSite, Place } from '../../model/answers.ts';
import type { Expr } from '../../model/ir.ts';
import type { Expressions } from '../../resolve/language/expressions.ts';
import { functionsIn } from '../../resolve/tables/named-functions.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { Flow, Flows } from '../../resolve/uses/flows.ts';
import { holderKey, hookKey } from '../../resolve/uses/holders.ts';
import type { HookUses, MemberCall } from '../../resolve/uses/hook-uses.ts';
import { type InFunction, isOnTheWay } from '../../resolve/uses/on-the-way.ts';

/** What one file says of the hooks of every struct: plain data, which threads hand over. */
export interface HookFacts {
  /** For each dispatch site of the file, in order. */
  readonly sites: readonly SiteFacts[];
  readonly fills: readonly FillFacts[];
  readonly checks: readonly CheckFacts[];
  readonly copies: readonly CopyFacts[];
}

interface SiteFacts {
  readonly hook: string;
  /** The tables that the call can name, `shmem_uffd_ops.alloc_folio(...)`; empty where it goes through a pointer. */
  readonly named: readonly string[];
}

/** A function in a slot of a table, or assigned at run time: then `table` is null. */
export interface FillFacts {
  readonly hook: string;
  readonly function: string;
  readonly table: string | null;
  /** Where the function is defined, for an export; null where it is in another file. */
  readonly at?: Place | null;
}

interface CheckFacts extends Place {
  readonly hook: string;
  readonly function: string;
}

/** `info->op = ops->copy`: what fills the one fills the other. */
interface CopyFacts {
  readonly hook: string;
  readonly into: string;
}

/** The facts of one file. */
export function hookFacts(
  expressions: Expressions,
  file: SourceFile,
  tables: readonly OpsTable[],
  calls: readonly MemberCall[],
  uses: HookUses,
  { flows, calls: held }: Flows,
): HookFacts {
  const slots = tables.flatMap((table) =>
    table.slots.flatMap(({ field, value }) =>
      value.k === 'function'
        ? [{ hook: hookKey(table.struct, field), function: value.name, table: tableId(table) }]
        : [],
    ),
  );
  const assigned = uses.assignments.flatMap(({ struct, field, value, place }) =>
    functionsIn(expressions, value, place).map(({ name }) => ({
      hook: hookKey(struct, field),
      function: name,
      table: null,
    })),
  );
  return {
    sites: [
      ...calls.map((call) => ({ hook: hookKey(call.struct, call.field), named: tablesNamed(call) })),
      ...held.map(({ holder }) => ({ hook: holderKey(holder), named: [] })),
    ],
    fills: [...slots, ...assigned, ...flows.flatMap(handed)],
    checks: uses.checks
      .toSorted((a, b) => a.at - b.at)
      .map(({ struct, field, inFunction, at }) => ({
        hook: hookKey(struct, field),
        function: inFunction,
        file: file.path,
        ...file.point(at),
      })),
    copies: [
      ...uses.copies.flatMap(({ struct, field, into }) =>
        into ? [{ hook: hookKey(struct, field), into: hookKey(into.struct, into.field) }] : [],
      ),
      ...flows.flatMap(({ from, into }) =>
        from.k === 'function' ? [] : [{ hook: holderKey(from), into: holderKey(into) }],
      ),
    ],
  };
}

function handed({ from, into }: Flow): readonly FillFacts[] {
  return from.k === 'function' ? [{ hook: holderKey(into), function: from.name, table: null }] : [];
}

/** The sites with what they can reach, and with where else their hook is checked. `facts` are those of their files, in order. */
export function joinTargets(
  snapshot: Snapshot,
  sites: readonly DispatchSite[],
  facts: readonly HookFacts[],
): readonly DispatchSite[] {
  const join = new TargetJoin(snapshot);
  join.add(sites, facts);
  return [...join.sites()];
}

/** Takes in what files say as they are read, and keeps no more of it than the answer needs. */
export class TargetJoin {
  readonly #sites: Site[] = [];
  readonly #fills = new Map<string, Fill[]>();
  readonly #copies = new Map<string, Set<string>>();
  readonly #checks = new Map<string, CheckFacts[]>();
  /** What comes from another thread has each text anew. */
  readonly #texts = new Map<string, string>();
  readonly #snapshot: Snapshot;

  /** The snapshot is asked which checks are on the way to a call. */
  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** `facts` are those of the files of the sites, in order. */
  add(sites: readonly DispatchSite[], facts: readonly HookFacts[]): void {
    const known = facts.flatMap((each) => each.sites);
    sites.forEach((site, i) => {
      const { hook = '', named = [] } = known[i] ?? {};
      this.#sites.push({
        site: this.#shared(site),
        hook: this.#text(hook),
        named: named.map((each) => this.#text(each)),
      });
    });
    for (const { fills, copies, checks } of facts) {
      for (const fill of fills) listed(this.#fills, this.#text(fill.hook)).push(this.#fill(fill));
      for (const { hook, into } of copies) this.#copy(this.#text(hook), this.#text(into));
      for (const check of checks) this.#check(check);
    }
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }

  #shared(site: DispatchSite): DispatchSite {
    const { struct, field, file, function: inFunction, condition, macro } = site;
    return {
      ...site,
      struct: struct === null ? null : this.#text(struct),
      field: this.#text(field),
      file: this.#text(file),
      function: this.#text(inFunction),
      condition: condition === null ? null : this.#text(condition),
      macro: macro === null ? null : this.#text(macro),
    };
  }

  #fill({ function: name, table, at }: FillFacts): Fill {
    const fill = { function: this.#text(name), table: table === null ? null : this.#text(table) };
    return at ? { ...fill, at: { ...at, file: this.#text(at.file) } } : fill;
  }

  #copy(hook: string, into: string): void {
    const known = this.#copies.get(hook);
    if (known) known.add(into);
    else this.#copies.set(hook, new Set([into]));
  }

  /** Of the checks of a hook in one function the first counts. */
  #check(check: CheckFacts): void {
    const known = listed(this.#checks, this.#text(check.hook));
    if (known.some((each) => each.function === check.function && each.file === check.file)) return;
    known.push({ ...check, function: this.#text(check.function), file: this.#text(check.file) });
  }

  /** The sites, in the order in which they came, when all files were taken in. */
  *sites(): Iterable<DispatchSite> {
    for (const { site } of this.joined()) yield site;
  }

  /** The same with their hooks, and with what fills those. */
  *joined(): Iterable<Joined> {
    this.#follow();
    const targetsOf = new Map<string, readonly string[]>();
    for (const { site, hook, named } of this.#sites) {
      const all = this.#fills.get(hook) ?? [];
      const own = named.length > 0 ? all.filter((each) => each.table !== null && named.includes(each.table)) : [];
      const targets = own.length > 0 ? functionsOf(own) : (targetsOf.get(hook) ?? functionsOf(all));
      if (own.length === 0) targetsOf.set(hook, targets);
      const check = site.guarded ? undefined : this.#checks.get(hook)?.find((each) => this.#isOnTheWay(each, site));
      const whole = check ? { ...site, targets, checkedIn: placeOf(check) } : { ...site, targets };
      yield { site: whole, hook, fills: own.length > 0 ? own : all };
    }
  }

  #isOnTheWay(check: CheckFacts, site: DispatchSite): boolean {
    if (check.function === site.function) return false;
    const before = placed(this.#snapshot, check, null);
    const call = placed(this.#snapshot, site, site.macro);
    return before !== null && call !== null && isOnTheWay(this.#snapshot, before, call);
  }

  /** What one hook is copied to may be copied on, in circles too: a hook is looked at again when something new fills it. */
  #follow(): void {
    const changed = new Set(this.#copies.keys());
    for (const hook of changed) {
      changed.delete(hook);
      for (const into of this.#copies.get(hook) ?? []) {
        const filled = listed(this.#fills, into);
        const has = new Set(filled.map((each) => each.function));
        const fresh = (this.#fills.get(hook) ?? []).filter((each) => !has.has(each.function));
        if (fresh.length === 0) continue;
        addTo(
          filled,
          fresh.map((each) => ({ ...each, table: null })),
        );
        changed.add(into);
      }
    }
  }
}

/** A site with its hook, and the tables that it names. */
interface Site extends SiteFacts {
  readonly site: DispatchSite;
}

export type Fill = Omit<FillFacts, 'hook'>;

/** A site with what fills its hook: several functions can have one name. */
export interface Joined {
  readonly site: DispatchSite;
  readonly hook: string;
  readonly fills: readonly Fill[];
}

function functionsOf(fills: readonly Fill[]): readonly string[] {
  return [...new Set(fills.map((each) => each.function))].sort();
}

function placeOf({ function: inFunction, file, line, column }: CheckFacts): NonNullable<DispatchSite['checkedIn']> {
  return { function: inFunction, file, line, column };
}

function placed(
  snapshot: Snapshot,
  each: Place & { readonly function: string },
  macro: string | null,
): InFunction | null {
  const file = snapshot.file(each.file);
  return file ? { file, at: file.offset(each), inFunction: each.function, macro } : null;
}

function listed<T>(all: Map<string, T[]>, key: string): T[] {
  const known = all.get(key) ?? [];
  if (known.length === 0) all.set(key, known);
  return known;
}

/** A table's name for all files; null for one that nothing can name. */
function tableId({ name, path, file, at, inFunction, isStatic }: OpsTable): string | null {
  if (name === '' || path !== '') return null;
  if (inFunction !== null) return `${file.path}@${at}`;
  return isStatic ? `${file.path}:${name}` : name;
}

/** The tables that a call's receiver can be: `&table` or `table`, local, the file's own, or a shared one. */
function tablesNamed({ receiver, place, file }: MemberCall): readonly string[] {
  const named: Expr = receiver.k === 'unary' && receiver.op === '&' ? receiver.arg : receiver;
  if (named.k !== 'id') return [];
  const local = place.scope?.local(named.name, named.at);
  return local ? [`${file.path}@${local.at}`] : [`${file.path}:${named.name}`, named.name];
}
