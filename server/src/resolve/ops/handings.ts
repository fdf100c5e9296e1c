/** What becomes of a function that is handed over, found forwards: which hooks it fills, and who calls it by a parameter or a variable. */
import { addTo } from '../../base/add-to.ts';
import { pattern } from '../../base/patterns.ts';
import { atOnce, type Steps } from '../../base/steps.ts';
import type { SourceFile } from '../../index/file.ts';
import { type FunctionText, flowsIn } from '../uses/flow-index.ts';
import { type Flow, FlowReader, type Flows, type HeldCall } from '../uses/flows.ts';
import { valuesOf } from '../uses/handed-values.ts';
import { type FunctionId, functionMeant, type Holder, holderKey } from '../uses/holders.ts';
import { Bodies, type Body } from './bodies.ts';
import type { Implementation, Resolver } from './ops.ts';

/** A hook that has what is handed over. */
export type HookEnd = Extract<Holder, { k: 'hook' }>;

/** A place that hands a function over, with what becomes of it. */
export interface Handing {
  /** The function or macro that it is handed to; null where it is kept in a variable. */
  readonly to: string | null;
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
  readonly hooks: readonly HookEnd[];
  readonly calls: readonly HeldCall[];
}

/** The places that hand a function over and of which it is known what becomes of it. */
export function handingsOf(resolver: Resolver, body: Body): readonly Handing[] {
  return atOnce(handingSteps(resolver, body));
}

/** The same, file by file: what many files hand over takes long. */
export function* handingSteps(resolver: Resolver, { name, fn, file }: Body): Steps<readonly Handing[]> {
  const { snapshot, expressions } = resolver;
  const isOwn = fn.static && file.path.endsWith('.c');
  // `= name(...)` and `name(` are calls.
  const value = pattern`[(,=?:]\s*(?:&\s*)?${name}\s*[,);:]`;
  const files = isOwn ? [file.path] : snapshot.searchPattern(value, [name]);
  const mayHand = ({ text, brace }: FunctionText): boolean => value.test(text.slice(brace));
  const found: Handing[] = [];
  for (const path of files) {
    yield;
    const source = snapshot.file(path);
    if (!source) continue;
    const read = flowsIn(expressions, source, new FlowReader(expressions), mayHand);
    for (const flow of read.flows)
      if (flow.from.k === 'function' && flow.from.name === name) addTo(found, yield* handing(resolver, flow, read));
  }
  return found;
}

function* handing(
  resolver: Resolver,
  { into, to, file, at, inFunction }: Flow,
  read: Flows,
): Steps<readonly Handing[]> {
  // What is assigned by itself is told as that.
  if (into.k === 'hook' && to === null) return [];
  const ends = new Ends(resolver);
  yield* ends.follow(into, file, read);
  const { hooks, calls } = ends;
  if (hooks.size === 0 && calls.size === 0) return [];
  return [{ to, file, at, inFunction, hooks: [...hooks.values()], calls: [...calls.values()] }];
}

/** Where the functions go that get into a holder. */
class Ends {
  readonly hooks = new Map<string, HookEnd>();
  readonly calls = new Map<string, HeldCall>();
  readonly #resolver: Resolver;
  readonly #met = new Set<string>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** `read` is what is known of the function that a variable is of; a parameter's function is looked for. */
  *follow(holder: Holder, from: SourceFile, read: Flows): Steps<void> {
    const key = holderKey(holder);
    if (this.#met.has(key)) return;
    this.#met.add(key);
    if (holder.k === 'hook') this.hooks.set(key, holder);
    else if (holder.k === 'local') yield* this.#inside(key, from, read);
    else if (holder.k === 'param') yield* this.#in(holder, key, from);
    else if (holder.k === 'argument') yield* this.#through(holder, from, read);
    else yield* this.#naming(holder.k === 'global' ? holder : holder.fn, key);
  }

  /** In the function of a parameter. */
  *#in({ fn: { name, file } }: Extract<Holder, { k: 'param' }>, key: string, from: SourceFile): Steps<void> {
    const bodies = new Bodies(this.#resolver);
    for (const body of file ? bodies.own(name, file) : bodies.anywhere(name, from))
      yield* this.#inside(key, body.file, flowsOf(this.#resolver, body));
  }

  /** Wherever a variable of no function is named, or a function whose result it is. */
  *#naming({ name, file }: FunctionId, key: string): Steps<void> {
    const { snapshot, expressions } = this.#resolver;
    for (const path of file ? [file.path] : snapshot.search([name])) {
      yield;
      const source = snapshot.file(path);
      const wanted = ({ text, brace }: FunctionText): boolean => text.slice(brace).includes(name);
      if (source) yield* this.#inside(key, source, flowsIn(expressions, source, new FlowReader(expressions), wanted));
    }
  }

  /** In all functions that a hook has, to which its call hands over what it is given. */
  *#through({ of, index }: Extract<Holder, { k: 'argument' }>, from: SourceFile, read: Flows): Steps<void> {
    if (of.k !== 'hook') return;
    for (const { function: name, file } of implementations(this.#resolver, of))
      yield* this.follow({ k: 'param', fn: functionMeant(this.#resolver.snapshot, name, file), index }, from, read);
  }

  *#inside(key: string, file: SourceFile, read: Flows): Steps<void> {
    for (const call of read.calls) {
      if (holderKey(call.holder) === key) this.calls.set(`${call.file.path}:${call.at}`, call);
    }
    for (const { from, into } of read.flows) {
      if (from.k !== 'function' && holderKey(from) === key) yield* this.follow(into, file, read);
    }
  }
}

function flowsOf({ expressions }: Resolver, { fn, place }: Body): Flows {
  return new FlowReader(expressions).read({ fn, place, macro: null });
}

/** A function that a call of a parameter or a variable can reach, and who hands it over. */
export interface HandedFunction {
  readonly call: HeldCall;
  readonly name: string;
  /** Where it is handed over, and by which function. */
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
}

/** The functions that the calls of parameters and variables in a function can reach: all of them, or those that are wanted. */
export function handedFunctionsIn(
  resolver: Resolver,
  body: Body,
  wanted: (call: HeldCall) => boolean = () => true,
): readonly HandedFunction[] {
  return flowsOf(resolver, body).calls.flatMap((call) => {
    const { holder } = call;
    if (holder.k === 'hook' || !wanted(call)) return [];
    return valuesOf(resolver.snapshot, holder).flatMap(({ from, file, at, inFunction }) => {
      const names = from.k === 'function' ? [from.name] : hookFunctions(resolver, from);
      return [...new Set(names)].map((name) => ({ call, name, file, at, inFunction }));
    });
  });
}

function hookFunctions(resolver: Resolver, hook: HookEnd): readonly string[] {
  return implementations(resolver, hook).map((each) => each.function);
}

function implementations(resolver: Resolver, { struct, field }: HookEnd): readonly Implementation[] {
  return struct.name === '' ? [] : resolver.ops(struct.name).implementations(field);
}
