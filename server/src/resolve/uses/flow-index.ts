/** Which functions of a file store, keep or hand over functions: found by text, read by type. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { losing } from '../../model/gaps.ts';
import type { Region } from '../../syntax/region.ts';
import { argumentOf, solidBefore, wordBefore } from '../../syntax/sheet.ts';
import type { Expressions } from '../language/expressions.ts';
import { type FunctionNames, namesOf } from '../language/function-names.ts';
import { placeIn } from '../language/place.ts';
import { Scope } from '../language/scope.ts';
import { madeFunctions } from '../tables/macro-objects.ts';
import type { FlowReader, Flows } from './flows.ts';

/** Says by text whether a function may do something with functions that it is not known for elsewhere. */
export class FlowFilter {
  readonly #expressions: Expressions;
  readonly #names: FunctionNames;
  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#names = namesOf(expressions.snapshot);
  }

  wants(each: FunctionText): boolean {
    const { file, text, brace } = each;
    if (each.isMade) return this.#wantsMade(each);
    const { snapshot } = this.#expressions;
    const head = text.slice(0, brace);
    return (
      this.#names.hasParameter(snapshot, head, file) ||
      this.#names.mayReturnFunction(snapshot, head, file) ||
      callsVariable(text) ||
      keepsFunction(text, file) ||
      (!file.path.endsWith('.h') && (this.#setsVariable(text, file) || this.#usesMacro(text, file))) ||
      this.#copiesHook(text, file) ||
      this.#handsHook(text, file) ||
      this.#handsFunction(text, file)
    );
  }

  /**
   * The same of a function that a macro makes: there are very many, each trace event makes several. Only what it hands over
   * counts, and variables that it declares.
   */
  #wantsMade({ file, text, brace }: FunctionText): boolean {
    return POINTER.test(text.slice(brace)) || keepsFunction(text, file) || this.#handsFunction(text, file);
  }

  // What a header sees is asked for where that cannot be helped: it takes long, and its functions rarely do the following.

  /** Whether a text sets a variable of no function that may hold one. */
  #setsVariable(text: string, file: SourceFile): boolean {
    for (const { 1: name = '', index } of text.matchAll(SET))
      if (!isMember(text, index) && this.#names.mayBeVariable(this.#expressions.snapshot, name, file)) return true;
    return false;
  }

  /** Whether a text calls such a variable, or uses a macro that hands over a function by itself. */
  #usesMacro(text: string, file: SourceFile): boolean {
    for (const [, name = ''] of text.matchAll(USE)) {
      if (this.#names.handsFunction(this.#expressions, name, file)) return true;
      if (this.#names.mayBeVariable(this.#expressions.snapshot, name, file)) return true;
    }
    return false;
  }

  /** `a->hook = b->hook`, or `a->hook = get()`. */
  #copiesHook(text: string, file: SourceFile): boolean {
    const { snapshot } = this.#expressions;
    for (const [, to = '', value = ''] of text.matchAll(COPY)) {
      const from = memberIn(value);
      if (from !== '' && this.#names.mayBeHook(snapshot, to, file) && this.#names.mayBeHook(snapshot, from, file))
        return true;
    }
    for (const [, to = '', callee = ''] of text.matchAll(RESULT)) {
      if (this.#names.mayBeHook(snapshot, to, file) && this.#returnsFunction(callee, file)) return true;
    }
    return false;
  }

  #returnsFunction(name: string, file: SourceFile): boolean {
    const { snapshot } = this.#expressions;
    const symbol = snapshot.lookup(name, ['function', 'prototype'], file);
    if (!symbol) return false;
    const { start, end } = symbol.region;
    return this.#names.mayReturnFunction(snapshot, symbol.file.text.slice(start, end), symbol.file);
  }

  /** Whether a text has a member as an argument that may be a hook, of a function that takes one. */
  #handsHook(text: string, file: SourceFile): boolean {
    for (const { 1: name = '', index } of text.matchAll(MEMBER_ARGUMENT)) {
      const call = this.#names.mayBeHook(this.#expressions.snapshot, name, file) ? argumentOf(text, index) : null;
      if (call && this.#takesFunction(call.callee, file)) return true;
    }
    return false;
  }

  #takesFunction(name: string, file: SourceFile): boolean {
    const { snapshot } = this.#expressions;
    const symbol = snapshot.lookup(name, ['function', 'prototype', 'define'], file);
    if (!symbol || symbol.kind === 'define') return false;
    const { start, end, brace } = symbol.region;
    return this.#names.hasParameter(snapshot, symbol.file.text.slice(start, brace < 0 ? end : brace), symbol.file);
  }

  /** Whether a text has a function's name as an argument, or that of a variable which may hold one. */
  #handsFunction(text: string, file: SourceFile): boolean {
    const met = new Set<string>();
    const declared = new Declared(text);
    const isHeader = file.path.endsWith('.h');
    for (const { 1: name = '', index } of text.matchAll(ARGUMENT)) {
      if (met.has(name)) continue;
      met.add(name);
      if (file.symbols(name).some(({ kind }) => kind === 'function' || kind === 'prototype')) return true;
      const type = declared.typeOf(name, index);
      // A variable of the function is handed on when its type may be that of one.
      if (type !== null && !isHeader && this.#names.isType(this.#expressions.snapshot, type, file)) return true;
      if (type !== null) continue;
      if (this.#names.isFunction(this.#expressions, name, file)) return true;
      if (this.#names.mayBeVariable(this.#expressions.snapshot, name, file)) return true;
    }
    return false;
  }
}

const USE = /\b([A-Za-z_]\w+)\(/g;

const COPY = /(?:->|\.)\s*(\w+)\s*=([^;=(){}]+);/g;

const RESULT = /(?:->|\.)\s*(\w+)\s*=\s*(\w+)\s*\(/g;

/** The last member that a value names; empty where it names none. */
function memberIn(value: string): string {
  const name = wordBefore(value, solidBefore(value, value.length));
  const at = value.lastIndexOf(name);
  return name !== '' && isMember(value, at) ? name : '';
}

/** A name by itself among arguments, as an address too, or in a list. */
const ARGUMENT = /(?:[(,?:{]|(?:long|\*)\))\s*(?:&\s*)?([A-Za-z_]\w*)\s*(?=[,):}])/g;

/** A member by itself among arguments. */
const MEMBER_ARGUMENT = /,\s*\w+(?:(?:->|\.)\w+)*(?:->|\.)(\w+)\s*(?=[,)])/g;

/** The call of what a call returns, `get(x)(y)`, of what is cast, `((fn)data)(y)`, or of what a pointer points to, `(*p++)(y)`, `p[i](y)`, or of
 * what is chosen, `(x ? a : b)(y)`. */
const CALL_OF_VALUE = /\b\w+\([^()]*\)\(|[):]\s?\w+\)\(|\+\+\)\(|\]\(/;

/** The declaration of a variable as a pointer to a function, or as several, or its call. */
const POINTER = /\(\s*\*\s*(?:const\s+)?\w+\s*(?:\[[^\]]*\]\s*)*\)\s*\(/;

/** A name that is called, but for a member's. */
const CALLED = /(?<![\w.>])([a-z_]\w*)\(/g;

/** A variable that is set. */
const SET = /\b([a-z_]\w*)\s*=(?!=)/g;

/** Whether a text calls a name that it sets: a variable's, then. */
function callsVariable(text: string): boolean {
  if (POINTER.test(text) || CALL_OF_VALUE.test(text)) return true;
  const set = new Set<string>();
  for (const { 1: name = '', index } of text.matchAll(SET)) if (!isMember(text, index)) set.add(name);
  for (const { 1: name = '' } of set.size > 0 ? text.matchAll(CALLED) : []) if (set.has(name)) return true;
  return false;
}

/** Whether a text sets a variable to a function of its file. */
function keepsFunction(text: string, file: SourceFile): boolean {
  for (const { 1: name = '', index } of text.matchAll(SET_TO_NAME)) {
    if (!isMember(text, index) && file.symbols(name).some(({ kind }) => kind === 'function')) return true;
  }
  return false;
}

/** A variable that is set to what a name stands for. */
const SET_TO_NAME = /\b[a-z_]\w*(?:\[[^\][]*\])*\s*=\s*(?:&\s*)?([A-Za-z_]\w*)\s*;/g;

function isMember(text: string, at: number): boolean {
  return /[.>]/.test(text.charAt(at - 1));
}

/** Where names first stand in a text as variables are declared. Asked from the front on, it reads a text once for all of its names. */
class Declared {
  readonly #text: string;
  readonly #first = new Map<string, number>();
  readonly #found: Iterator<RegExpExecArray>;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#found = text.matchAll(AS_DECLARED);
  }

  /** The word, or the asterisk, in front of a name; null where it does not stand so in front of a use. */
  typeOf(name: string, use: number): string | null {
    while (this.#at < use) this.#next();
    const at = this.#first.get(name) ?? use;
    if (at >= use) return null;
    const end = solidBefore(this.#text, at);
    if (this.#text.charAt(end - 1) === '*') return wordBefore(this.#text, solidBefore(this.#text, end - 1)) || '*';
    const before = wordBefore(this.#text, end);
    return before === '' || NO_TYPES.has(before) ? null : before;
  }

  #next(): void {
    const { done, value } = this.#found.next();
    this.#at = done ? this.#text.length : value.index;
    const name = value?.[1];
    if (!done && name !== undefined && !this.#first.has(name)) this.#first.set(name, value.index);
  }
}

const AS_DECLARED = /(?<!\w)([A-Za-z_]\w*)\s{0,3}[;,=)[]/g;

const NO_TYPES: ReadonlySet<string> = new Set(['return', 'else', 'do']);

/** The text of a function, as it is written or as a macro makes it. */
export interface FunctionText {
  readonly file: SourceFile;
  readonly region: Region;
  readonly text: string;
  /** Where its body begins. */
  readonly brace: number;
  readonly isMade: boolean;
}

/** A variable that begins with something else than a list. */
const SET_AT_ONCE = /=\s*[^{\s]/;

type Wanted = (each: FunctionText) => boolean;

/** What the functions of a file do with functions; `wanted` says of which of them it is asked. */
export function flowsIn(expressions: Expressions, file: SourceFile, reader: FlowReader, wanted: Wanted): Flows {
  const found: Flows = { flows: [], calls: [] };
  for (const region of file.regions) {
    const read = (): void => {
      for (const { flows, calls } of flowsOf(expressions, file, region, reader, wanted)) {
        addTo(found.flows, flows);
        addTo(found.calls, calls);
      }
    };
    losing(expressions.snapshot.gaps, () => file.costs(region), read, undefined);
  }
  return found;
}

function* flowsOf(
  expressions: Expressions,
  file: SourceFile,
  region: Region,
  reader: FlowReader,
  wanted: Wanted,
): Iterable<Flows> {
  const { kind, start, end, brace } = region;
  if (
    kind === 'function' &&
    wanted({ file, region, text: file.text.slice(start, end), brace: brace - start, isMade: false })
  ) {
    for (const fn of file.lower(region).functions)
      yield reader.read({ fn, place: placeIn(file, new Scope(fn, file)), macro: null });
  }
  const names = namesOf(expressions.snapshot);
  const isSet = kind === 'object' && SET_AT_ONCE.test(file.text.slice(start, end));
  if (isSet && names.mayBeVariable(expressions.snapshot, region.name, file)) yield reader.readObjects(file, region);
  if (kind !== 'invocation') return;
  const isWanted = (text: string): boolean =>
    wanted({ file, region, text, brace: Math.max(0, text.indexOf('{')), isMade: true });
  for (const made of madeFunctions(expressions.snapshot, expressions, file, region, isWanted)) yield reader.read(made);
}
