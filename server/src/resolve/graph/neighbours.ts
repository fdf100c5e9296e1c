/** Who calls a function, and whom it calls: one step, hops through ops tables included. */
import { addTo, pushTo } from '../../base/add-to.ts';
import { pattern } from '../../base/patterns.ts';
import { atOnce, type Steps } from '../../base/steps.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Region } from '../../syntax/region.ts';
import { instancesIn } from '../language/macros/instances.ts';
import { Bodies, type Body, ownFile } from '../ops/bodies.ts';
import { type OpsIndex, Resolver } from '../ops/ops.ts';
import { MacroCalls } from '../run/macro-calls.ts';
import { type Site, Sites, slotFunctions } from '../run/sites.ts';
import type { OpsTable } from '../tables/tables.ts';
import { Callees } from './callees.ts';
import { type CalledName, calledNames } from './calls.ts';

/** With more macros that lead to a function, those that use these are not looked for: what takes 18 s for 60 of them, takes 27 for 200. */
const MAX_MACROS = 60;

/** One step of the call hierarchy. */
export interface Hop {
  readonly from: Body;
  /** Null for a function whose definition is not in the folders read. */
  readonly to: Body | null;
  /** The name of the function called. */
  readonly name: string;
  /** Where the call stands, in the file of `from`. */
  readonly at: number;
  readonly kind: 'call' | 'dispatch';
  /** For a dispatch: the hook, and the table that fills it. */
  readonly hook: { readonly ops: OpsIndex; readonly field: string; readonly table: OpsTable } | null;
}

/** A slot that a function fills. */
interface Fill {
  readonly ops: OpsIndex;
  readonly table: OpsTable;
  readonly field: string;
}

/** Answers one step either way, for some ops structs. */
export class Neighbours {
  readonly #resolver: Resolver;
  readonly #bodies: Bodies;
  readonly #sites: Sites;
  /** By the id of a function: one can fill thousands of tables, and is asked about at each way that leads to it. */
  readonly #filled = new Map<string, readonly Fill[]>();
  readonly #types = new Map<SourceFile, string | null>();
  #byFunction: ReadonlyMap<string, readonly Fill[]> | null = null;

  constructor(resolver: Resolver, ops: readonly string[]) {
    this.#resolver = resolver;
    this.#bodies = new Bodies(resolver);
    this.#sites = Sites.named(resolver, ops);
  }

  static of(resolver: Resolver, ops: readonly string[]): Neighbours {
    return resolver.snapshot.get(NEIGHBOURS, ops.join());
  }

  /** The functions that a function calls, in the order of the code. */
  outgoing(from: Body): readonly Hop[] {
    const callees = new Callees(this.#resolver);
    const written = calledNames(this.#resolver, from).flatMap((call) => this.#called(call, from));
    this.#resolver.functions.prefetch(
      new Set(written.map((each) => each.name).filter((name) => !this.#isKnown(name, from.file))),
    );
    const direct = written.flatMap(({ name, at }): Hop[] => {
      const place = callees.find(name, from.file);
      const to = place ? (this.#bodies.own(name, place.file)[0] ?? null) : null;
      return place ? [{ from, to, name, at, kind: 'call', hook: null }] : [];
    });
    return [...direct, ...this.#dispatches(from)].sort((a, b) => a.at - b.at);
  }

  /** What a written call calls: the function of its name, or for a macro the functions that its body calls. */
  #called({ name, at }: CalledName, from: Body): readonly { readonly name: string; readonly at: number }[] {
    const names =
      this.#bodies.own(name, from.file).length > 0 ? [] : new MacroCalls(this.#resolver).names(name, from.file);
    return [name, ...names].map((each) => ({ name: each, at }));
  }

  #isKnown(name: string, file: SourceFile): boolean {
    return this.#resolver.snapshot.lookup(name, ['function', 'define'], file) !== null;
  }

  #dispatches(from: Body): Hop[] {
    return this.#sites.inside(from).flatMap((site) =>
      this.#sites.choices(site).flatMap(({ ops, table, field }) =>
        slotFunctions(table, field).map((name): Hop => {
          const to = this.#bodies.anywhere(name, table.file)[0] ?? null;
          return { from, to, name, at: site.call.at, kind: 'dispatch', hook: { ops, field, table } };
        }),
      ),
    );
  }

  /** The functions that call a function, by file and place; through the hooks that it fills too. */
  incoming(to: Body): readonly Hop[] {
    return atOnce(this.incomingSteps(to));
  }

  /** The same, a step for each file that is read: some functions are called in every other file. */
  *incomingSteps(to: Body): Steps<readonly Hop[]> {
    const names = [to.name, ...this.#macrosOver(to)];
    const word = pattern`\b${names}\b`;
    const found: Hop[] = [];
    for (const file of this.#mentioning(to, names)) {
      for (const region of file.regions) {
        if (region.kind === 'function' && word.test(bodyText(file, region)))
          addTo(found, this.#callersIn(file, region, names, to));
      }
      yield;
    }
    return [...found, ...this.#dispatchers(to)];
  }

  *#callersIn(file: SourceFile, region: Region, names: readonly string[], to: Body): Iterable<Hop> {
    for (const fn of file.lower(region).functions) {
      const from = fn.body ? this.#bodies.at(file, fn.nameAt) : null;
      for (const call of from ? calledNames(this.#resolver, from) : []) {
        if (from && names.includes(call.name) && this.#means(from, call.name, to)) {
          yield { from, to, name: to.name, at: call.at, kind: 'call', hook: null };
        }
      }
    }
  }

  /** The macros whose bodies call a function, those that use such a macro included. */
  #macrosOver(to: Body): readonly string[] {
    const found = new Set<string>();
    let level = [to.name];
    while (level.length > 0) {
      if (found.size >= MAX_MACROS) {
        this.#tellMany(to);
        break;
      }
      const word = pattern`\b${level}\b`;
      const next = new Set<string>();
      for (const file of this.#mentioning(to, level)) {
        if (!word.test(file.text)) continue;
        for (const region of file.regions) {
          if (region.kind !== 'define' || found.has(region.name) || region.name === to.name) continue;
          if (word.test(defineBody(file, region))) next.add(region.name);
        }
      }
      for (const each of next) found.add(each);
      level = [...next];
    }
    return [...found];
  }

  #tellMany({ name, file, fn }: Body): void {
    const { line } = file.point(fn.nameAt);
    const what = `who calls ${name}()`;
    this.#resolver.snapshot.gaps.add({ k: 'cut', what, file: file.path, line, bound: `${MAX_MACROS} macros` });
  }

  #mentioning(to: Body, names: readonly string[]): readonly SourceFile[] {
    const templates = instancesIn(this.#resolver.snapshot, to.file);
    if (ownFile(to)) return [to.file, ...templates];
    const { snapshot } = this.#resolver;
    const files = snapshot.search([...names]).flatMap((path) => snapshot.file(path) ?? []);
    // What a template is at an inclusion has names that are written nowhere.
    return [...(to.file.written ? [to.file] : templates), ...files];
  }

  /** Whether a function means this one by a name, be it a macro's, and not a static one of its own file. */
  #means(from: Body, name: string, to: Body): boolean {
    if (name !== to.name) return new MacroCalls(this.#resolver).names(name, from.file).has(to.name);
    return from.file === to.file || this.#bodies.own(to.name, from.file).length === 0;
  }

  *#dispatchers(to: Body): Iterable<Hop> {
    const sites = new Map<string, readonly Site[]>();
    for (const { ops, table, field } of this.fills(to)) {
      const hook = `${ops.name}.${field}`;
      const all = sites.get(hook) ?? this.#sites.of(ops, field);
      sites.set(hook, all);
      for (const site of all) {
        const from = this.#bodies.at(site.call.file, site.call.at);
        if (from) {
          yield { from, to, name: to.name, at: site.call.at, kind: 'dispatch', hook: { ops, field, table } };
        }
      }
    }
  }

  /** The memory type that a function's file is of: it holds a table named like the file. */
  memoryTypeOf({ file }: Body): string | null {
    const known = this.#types.get(file);
    if (known !== undefined) return known;
    const type = this.#typeOf(file);
    this.#types.set(file, type);
    return type;
  }

  #typeOf(file: SourceFile): string | null {
    const stem = /(?<![^/])([^/]+)\.c$/.exec(file.path)?.[1] ?? '';
    const own = this.#sites.ops.some((ops) =>
      ops.tables().some((table) => table.file === file && table.name.startsWith(`${stem}_`)),
    );
    return own ? stem : null;
  }

  /** Whether a file that names a function means this one: not one of its own, and a static one only in its file. */
  #isMeantIn(file: SourceFile, { fn, name, file: own }: Body): boolean {
    return file === own || (!fn.static && this.#bodies.own(name, file).length === 0);
  }

  /** The slots that a function fills. */
  fills(body: Body): readonly Fill[] {
    const known = this.#filled.get(body.id);
    if (known) return known;
    this.#byFunction ??= fillsByFunction(this.#sites.ops);
    const fills = (this.#byFunction.get(body.name) ?? []).filter(({ table }) => this.#isMeantIn(table.file, body));
    this.#filled.set(body.id, fills);
    return fills;
  }
}

/** The slots of all tables, by the names of the functions in them. */
function fillsByFunction(all: readonly OpsIndex[]): ReadonlyMap<string, readonly Fill[]> {
  const found = new Map<string, Fill[]>();
  for (const ops of all)
    for (const table of ops.tables())
      for (const { field, value } of table.slots)
        if (value.k === 'function') pushTo(found, value.name, { ops, table, field });
  return found;
}

function bodyText(file: SourceFile, region: Region): string {
  return file.text.slice(Math.max(region.start, region.brace), region.end);
}

/** A macro's text behind its name. */
function defineBody(file: SourceFile, { start, end, name }: Region): string {
  const text = file.text.slice(start, end);
  return text.slice(text.indexOf(name) + name.length);
}

const NEIGHBOURS = query('neighbours', (snapshot: Snapshot, ops: string) => {
  snapshot.pin();
  return new Neighbours(Resolver.of(snapshot), ops === '' ? [] : ops.split(','));
});
