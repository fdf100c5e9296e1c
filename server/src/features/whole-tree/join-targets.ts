/**
 * What every call through a hook can reach, for all structs at once: each file says which hooks it calls, fills and checks, and
 * these are put together by the struct, told apart by the file that defines it, and the field.
 */
import { addTo } from '../../base/add-to.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { DispatchSite, Place } from '../../model/answers.ts';
import { argumentKey, paramKey } from '../../resolve/uses/holders.ts';
import { type InFunction, isOnTheWay } from '../../resolve/uses/on-the-way.ts';
import type { CheckFacts, FillFacts, HookFacts, SiteFacts } from './hook-facts.ts';

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
  readonly #handed = new Map<string, Set<number>>();
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
      const { hook = '', named = [], copyOf } = known[i] ?? {};
      this.#sites.push({
        site: this.#shared(site),
        hook: this.#text(hook),
        named: named.map((each) => this.#text(each)),
        ...(copyOf ? { copyOf: { struct: this.#text(copyOf.struct), field: this.#text(copyOf.field) } } : {}),
      });
    });
    for (const { fills, copies, checks, handed } of facts) {
      for (const fill of fills) listed(this.#fills, this.#text(fill.hook)).push(this.#fill(fill));
      for (const { hook, into } of copies) this.#copy(this.#text(hook), this.#text(into));
      for (const check of checks) this.#check(check);
      for (const { hook, index } of handed) this.#hand(this.#text(hook), index);
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

  #fill({ function: name, table, at, of }: FillFacts): Fill {
    const own = of === undefined ? {} : { of: this.#text(of) };
    const fill = { function: this.#text(name), table: table === null ? null : this.#text(table), ...own };
    return at ? { ...fill, at: { ...at, file: this.#text(at.file) } } : fill;
  }

  #copy(hook: string, into: string): void {
    const known = this.#copies.get(hook);
    if (known) known.add(into);
    else this.#copies.set(hook, new Set([into]));
  }

  #hand(hook: string, index: number): void {
    const known = this.#handed.get(hook);
    if (known) known.add(index);
    else this.#handed.set(hook, new Set([index]));
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
    for (const { site, hook, named, copyOf = null } of this.#sites) {
      const all = this.#fills.get(hook) ?? [];
      const own = named.length > 0 ? all.filter((each) => each.table !== null && named.includes(each.table)) : [];
      const targets = own.length > 0 ? functionsOf(own) : (targetsOf.get(hook) ?? functionsOf(all));
      if (own.length === 0) targetsOf.set(hook, targets);
      const check = site.guarded ? undefined : this.#checks.get(hook)?.find((each) => this.#isOnTheWay(each, site));
      const whole = check ? { ...site, targets, checkedIn: placeOf(check) } : { ...site, targets };
      yield { site: whole, hook, copyOf, fills: own.length > 0 ? own : all };
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
    const changed = new Set([...this.#handed.keys(), ...this.#copies.keys()]);
    for (const hook of changed) {
      changed.delete(hook);
      for (const from of this.#handOn(hook)) changed.add(from);
      for (const into of this.#copies.get(hook) ?? []) {
        const filled = listed(this.#fills, into);
        const has = new Set(filled.map(idOf));
        const fresh = (this.#fills.get(hook) ?? []).filter((each) => !has.has(idOf(each)));
        if (fresh.length === 0) continue;
        addTo(
          filled,
          fresh.map((each) => ({ ...each, table: null })),
        );
        changed.add(into);
      }
    }
  }

  /** What the calls of a hook hand over is copied to the parameters of its functions; answers with what is new of that. */
  #handOn(hook: string): readonly string[] {
    const found: string[] = [];
    for (const index of this.#handed.get(hook) ?? []) {
      const from = argumentKey(hook, index);
      for (const fill of this.#fills.get(hook) ?? []) {
        const into = paramKey(idOf(fill), index);
        if (this.#copies.get(from)?.has(into)) continue;
        this.#copy(from, into);
        found.push(from);
      }
    }
    return found;
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
  /** The one hook that a called variable is a copy of; null for all else. */
  readonly copyOf: NonNullable<SiteFacts['copyOf']> | null;
  readonly fills: readonly Fill[];
}

function idOf({ function: name, of }: Fill): string {
  return of === undefined ? name : `${of}:${name}`;
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
