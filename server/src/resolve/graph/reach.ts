/** From each ioctl to the hooks and backends that it can run. */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { type Costs, losing } from '../../model/gaps.ts';
import type { Stmt } from '../../model/ir.ts';
import { Bodies, type Body } from '../ops/bodies.ts';
import { type OpsIndex, Resolver } from '../ops/ops.ts';
import type { Assumption } from '../run/assumption.ts';
import { Constants } from '../run/constants.ts';
import type { Host } from '../run/frame.ts';
import { Interpreter } from '../run/interpret.ts';
import { Sites } from '../run/sites.ts';
import type { Summary } from '../run/summary.ts';
import { UNKNOWN, type Value } from '../run/values.ts';
import { Backends } from './backends.ts';
import { Into } from './into.ts';
import { type Ioctl, ioctlsOf } from './ioctls.ts';
import { lateReachers } from './late-reachers.ts';
import type { LaterCall } from './queuers.ts';
import { ioctlSlots, Reachers, reacher } from './reachers.ts';

/** Words of an ops struct's name that say nothing of what it is for. */
const GENERIC = new Set(['vm', 'ops', 'operations', 'struct', 'file', 'fops', 'op']);

/** An ioctl handler and its ioctls. */
export interface Entry {
  readonly body: Body;
  readonly ioctls: readonly Ioctl[];
}

/** Everything that a question about ioctls needs; built once a snapshot. */
export class Reach {
  readonly resolver: Resolver;
  readonly ops: readonly OpsIndex[];
  readonly sites: Sites;
  readonly bodies: Bodies;
  readonly reachers: Reachers;
  readonly entries: readonly Entry[];
  readonly core: readonly SourceFile[];
  readonly backends: Backends;
  /** Who queues functions that lead to a hook, by the one that queues; null where what runs later does not count. */
  readonly late: ReadonlyMap<string, readonly LaterCall[]> | null;
  readonly #into: Into;
  readonly #interpreter: Interpreter;
  readonly #entered: ReadonlySet<Body>[] = [];
  readonly #enteredFrom = new Map<string, ReadonlySet<Body>>();

  constructor(resolver: Resolver, ops: readonly OpsIndex[], countsLater = false) {
    this.resolver = resolver;
    this.ops = ops.filter((each) => each.definition() !== null);
    this.sites = new Sites(this.ops);
    this.bodies = new Bodies(resolver);
    const about = this.ops.map((each) => each.name).join(', ');
    const late = countsLater ? new Map<string, LaterCall[]>() : null;
    this.late = late;
    this.reachers = late
      ? lateReachers(resolver, this.#seeds(), about, late)
      : new Reachers(resolver, this.#seeds(), about);
    this.entries = this.#entries(ops.map((each) => each.name));
    this.core = this.#coreFiles();
    this.backends = new Backends(resolver, this.bodies, this.core, this.ops);
    this.#into = new Into(this);
    this.#interpreter = new Interpreter(this.#host(new Map(), null, 'the calls that lead to hooks'));
  }

  /** Where hooks are called, or read to be called elsewhere. */
  #seeds(): readonly { readonly file: SourceFile; readonly at: number }[] {
    return [...this.sites.all.map(({ call }) => call), ...this.sites.handed];
  }

  /** Begins a question about some ops structs. */
  static of(resolver: Resolver, names: readonly string[]): Reach {
    const reach = resolver.snapshot.get(REACH, names.join());
    reach.#interpreter.begin();
    return reach;
  }

  /** The same where what is queued counts, too. */
  static withLater(resolver: Resolver, names: readonly string[]): Reach {
    const reach = resolver.snapshot.get(REACH_LATER, names.join());
    reach.#interpreter.begin();
    return reach;
  }

  /** What an ioctl does, from the handler on. */
  run(entry: Entry, ioctl: Ioctl): Summary | null {
    return this.#runOn(entry, ioctl, ioctl.forced ? this.#runner(ioctl, null) : this.#interpreter);
  }

  /** The same, on what is taken for granted of the tables. */
  runAssuming(entry: Entry, ioctl: Ioctl, assumption: Assumption): Summary | null {
    return this.#runOn(entry, ioctl, this.#runner(ioctl, assumption));
  }

  #runner({ forced, name }: Ioctl, assumption: Assumption | null): Interpreter {
    return new Interpreter(this.#host(new Map(forced ? [forced] : []), assumption, `what ${name} reaches`));
  }

  #runOn(entry: Entry, ioctl: Ioctl, interpreter: Interpreter): Summary | null {
    const { forced } = ioctl;
    const cmd: Value = forced ? UNKNOWN : { k: 'name', name: ioctl.name, body: ioctl.body };
    return interpreter.run(entry.body, [UNKNOWN, cmd]);
  }

  /** What a function does when nothing is known of its arguments. */
  runFunction(body: Body): Summary | null {
    return this.#interpreter.run(body, []);
  }

  /** The functions that are entered from some others on, when nothing is known of those's arguments. */
  enteredFrom(starts: readonly Body[]): ReadonlySet<Body> {
    const key = starts.map(({ id }) => id).join();
    const known = this.#enteredFrom.get(key);
    if (known) return known;
    const interpreter = this.assuming(null);
    for (const start of starts) interpreter.run(start, []);
    this.#enteredFrom.set(key, interpreter.entered);
    return interpreter.entered;
  }

  /** Runs functions on what is taken for granted of the tables, nothing known of their arguments. */
  assuming(assumption: Assumption | null): Interpreter {
    const what = `the calls for one memory type of ${this.ops.map((each) => each.name).join(', ')}`;
    const interpreter = new Interpreter(this.#host(new Map(), assumption, what));
    this.#entered.push(interpreter.entered);
    return interpreter;
  }

  /** Every function that was run so: what the findings of rules hang on. */
  *entered(): Iterable<Body> {
    for (const each of this.#entered) yield* each;
  }

  #entries(names: readonly string[]): readonly Entry[] {
    const found = this.reachers.entries().flatMap(({ name, file }) => this.bodies.own(name, file));
    const bodies = found.length > 0 ? found : this.#namedEntries(names);
    return bodies
      .map((body) => ({ body, ioctls: this.#ioctls(body) }))
      .filter((entry) => entry.ioctls.length > 0)
      .sort((a, b) => b.ioctls.length - a.ioctls.length);
  }

  #ioctls(body: Body): readonly Ioctl[] {
    const { file, fn, name } = body;
    const costs = (): Costs => ({ what: `the ioctls of ${name}()`, file: file.path, line: file.point(fn.nameAt).line });
    return losing(this.resolver.snapshot.gaps, costs, () => ioctlsOf(this.bodies, body), []);
  }

  /** Without a dispatch to start from: handlers whose ioctls share a word with the ops struct's name. */
  #namedEntries(names: readonly string[]): Body[] {
    const words = names.flatMap((name) => name.split('_').filter((word) => word !== '' && !GENERIC.has(word)));
    if (words.length === 0) return [];
    const alike = pattern`\bcase\s+(?=\w*${words.map((word) => word.toUpperCase())})\w+\s*:`;
    const { snapshot } = this.resolver;
    return snapshot.searchPattern(alike, []).flatMap((path) => {
      const file = snapshot.file(path);
      return file ? ioctlSlots(file).flatMap((name) => this.#handler(name, file, alike)) : [];
    });
  }

  #handler(name: string, file: SourceFile, pattern: RegExp): readonly Body[] {
    const region = file.symbols(name).find((each) => each.kind === 'function')?.region;
    const found = region && reacher(file, region);
    if (!region || !found || !pattern.test(file.text.slice(region.start, region.end))) return [];
    return this.bodies.own(name, file);
  }

  /** The files of the core: where ioctls are handled and hooks dispatched, and files of the handler's name elsewhere. */
  #coreFiles(): readonly SourceFile[] {
    const { snapshot } = this.resolver;
    const files = new Set(this.sites.all.map(({ call }) => call.file));
    for (const { body } of this.entries) {
      files.add(body.file);
      const name = body.file.path.slice(body.file.path.lastIndexOf('/') + 1);
      for (const folder of this.#folders()) {
        const path = `${folder}/${name}`;
        const file = snapshot.exists(path) ? snapshot.file(path) : null;
        if (file) files.add(file);
      }
    }
    return [...files];
  }

  /** The folders in which the core can be: those asked about, and of a whole tree those at its top. */
  #folders(): readonly string[] {
    const { snapshot } = this.resolver;
    if (snapshot.folders.length > 0) return snapshot.folders;
    return snapshot.list('').flatMap((name) => (name.endsWith('/') ? [name.slice(0, -1)] : []));
  }

  #host(forced: ReadonlyMap<Stmt, Stmt>, assumption: Assumption | null, what: string): Host {
    return {
      expressions: this.resolver.expressions,
      constants: new Constants(this.resolver),
      sites: this.sites,
      forced,
      assumption,
      cut: (bound) => this.resolver.snapshot.gaps.add({ k: 'cut', what, file: null, line: null, bound }),
      into: (name, from, knows) => this.#into.call(name, from.file, knows),
      names: (name, from) => this.backends.find(name, from.file) !== null,
      expands: (name, from) => this.reachers.isMacro(name, from.file),
      pointed: (name, file, knows) => this.#into.pointer(name, file, knows),
    };
  }
}

const REACH = query('reach', (snapshot: Snapshot, names: string) => reachOf(snapshot, names, false));

const REACH_LATER = query('reach with what runs later', (snapshot: Snapshot, names: string) =>
  reachOf(snapshot, names, true),
);

function reachOf(snapshot: Snapshot, names: string, countsLater: boolean): Reach {
  snapshot.pin();
  const resolver = Resolver.of(snapshot);
  const ops = (names === '' ? [] : names.split(',')).map((name) => resolver.ops(name));
  return new Reach(resolver, ops, countsLater);
}
