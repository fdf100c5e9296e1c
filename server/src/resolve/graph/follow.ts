/** From any function on: what it can call, with the constants that are known on the way, to some depth. */
import type { SourceFile } from '../../index/file.ts';
import { Bodies, type Body } from '../ops/bodies.ts';
import type { Resolver } from '../ops/ops.ts';
import { Constants } from '../run/constants.ts';
import { Interpreter } from '../run/interpret.ts';
import { MacroCalls } from '../run/macro-calls.ts';
import { Sites, slotFunctions, WIDE } from '../run/sites.ts';
import type { Summary } from '../run/summary.ts';
import { Callees } from './callees.ts';
import { writtenCalls } from './calls.ts';

/** How many functions are looked into; those that are not are marked as having more. */
const MAX_BODIES = 250;

/** What a function can call. */
export interface Followed {
  readonly summary: Summary | null;
  /** Functions whose own calls are left out because of the depth or the bound on size. */
  readonly more: ReadonlySet<string>;
}

/** Follows functions. What is known of the dispatch sites of some ops structs is shared by all that it follows. */
export class Follower {
  readonly #resolver: Resolver;
  readonly #bodies: Bodies;
  readonly #sites: Sites;

  constructor(resolver: Resolver, ops: readonly string[]) {
    this.#resolver = resolver;
    this.#bodies = new Bodies(resolver);
    this.#sites = Sites.named(resolver, ops);
  }

  /** Follows a function to a depth: that many levels of calls are looked into. */
  follow(start: Body, depth: number): Followed {
    const resolver = this.#resolver;
    const surroundings = new Surroundings(resolver, this.#bodies, this.#sites);
    surroundings.look(start, depth);
    const into = (name: string, file: SourceFile): readonly Body[] => surroundings.bodies(name, file);
    const interpreter = new Interpreter({
      expressions: resolver.expressions,
      constants: new Constants(resolver),
      sites: this.#sites,
      forced: new Map(),
      assumption: null,
      cut: (bound) =>
        resolver.snapshot.gaps.add({ k: 'cut', what: `what ${start.name}() calls`, ...placeOf(start), bound }),
      into: (name, from) => into(name, from.file),
      names: (name, from) => surroundings.isFunction(name, from.file),
      pointed: (name, file) => into(name, file),
      expands: (name, from) => surroundings.isMacro(name, from.file),
    });
    return { summary: interpreter.run(start, []), more: surroundings.more };
  }
}

function placeOf({ file, fn }: Body): { readonly file: string; readonly line: number } {
  return { file: file.path, line: file.point(fn.nameAt).line };
}

/** The functions around a start that are looked into. */
class Surroundings {
  readonly more = new Set<string>();
  readonly #resolver: Resolver;
  readonly #bodies: Bodies;
  readonly #sites: Sites;
  readonly #callees: Callees;
  readonly #found = new Map<string, readonly Body[]>();
  readonly #functions = new Set<string>();
  readonly #macros = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(resolver: Resolver, bodies: Bodies, sites: Sites) {
    this.#resolver = resolver;
    this.#bodies = bodies;
    this.#sites = sites;
    this.#callees = new Callees(resolver);
  }

  bodies(name: string, file: SourceFile): readonly Body[] {
    return this.#found.get(`${file.path} ${name}`) ?? [];
  }

  /** Whether a name is a macro that calls one of the functions found. */
  isMacro(name: string, file: SourceFile): boolean {
    return this.#macros.has(`${file.path} ${name}`);
  }

  isFunction(name: string, file: SourceFile): boolean {
    return this.#functions.has(`${file.path} ${name}`);
  }

  look(start: Body, depth: number): void {
    let level: Body[] = [start];
    this.#seen.add(start.id);
    for (let step = 0; step < depth && level.length > 0; step++) level = this.#step(level, step + 1 < depth);
  }

  /** Finds what one level of functions calls; `further` says whether those are looked into. */
  #step(level: readonly Body[], further: boolean): Body[] {
    const wanted = level.flatMap((from) => this.#called(from));
    this.#resolver.functions.prefetch(
      new Set(wanted.filter(({ name, file }) => !this.#callees.sees(name, file)).map((each) => each.name)),
    );
    const next: Body[] = [];
    for (const { name, file } of wanted) {
      const key = `${file.path} ${name}`;
      if (this.#functions.has(key)) continue;
      const place = this.#callees.find(name, file);
      if (!place) continue;
      this.#functions.add(key);
      const found = this.#bodies.own(name, place.file);
      const own = found.filter((each) => Math.abs(each.fn.nameAt - place.at) < 2 || place.file === file);
      const chosen = own.length > 0 ? own : found;
      if (!further || this.#seen.size > MAX_BODIES) {
        for (const each of chosen) if (!this.#seen.has(each.id)) this.more.add(each.id);
        continue;
      }
      this.#found.set(key, chosen);
      for (const each of chosen) {
        if (this.#seen.has(each.id)) continue;
        this.#seen.add(each.id);
        next.push(each);
      }
    }
    return next;
  }

  #called(from: Body): { name: string; file: SourceFile }[] {
    const { file } = from;
    const direct = writtenCalls(from).flatMap(({ name, expr }) => {
      const inside = this.#through(name, file);
      // A macro may call what it is handed.
      const handed = inside.length > 0 ? expr.args.flatMap((arg) => (arg.k === 'id' ? [arg.name] : [])) : [];
      return [name, ...inside, ...handed.filter((each) => !from.place.scope?.local(each, expr.at))];
    });
    return [...[...new Set(direct)].map((name) => ({ name, file })), ...this.#hooks(from)];
  }

  /** The names that a macro calls. */
  #through(name: string, file: SourceFile): readonly string[] {
    if (this.#bodies.own(name, file).length > 0) return [];
    const names = new MacroCalls(this.#resolver).names(name, file);
    if (names.size > 0) this.#macros.add(`${file.path} ${name}`);
    return [...names];
  }

  /** What the hooks that a function calls hold; not looked into where that is too much. */
  #hooks(from: Body): { name: string; file: SourceFile }[] {
    return this.#sites.inside(from).flatMap((site) => {
      const held = this.#sites
        .choices(site)
        .flatMap(({ table, field }) => slotFunctions(table, field).map((name) => ({ name, file: table.file })));
      return held.length > WIDE ? [] : held;
    });
  }
}
