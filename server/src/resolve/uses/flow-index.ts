/** Which functions of a file store, keep or hand over functions: found by text, read by type. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { losing } from '../../model/gaps.ts';
import type { Region } from '../../syntax/region.ts';
import { solidBefore, wordBefore } from '../../syntax/sheet.ts';
import type { Expressions } from '../language/expressions.ts';
import { type FunctionNames, namesOf } from '../language/function-names.ts';
import { placeIn } from '../language/place.ts';
import { Scope } from '../language/scope.ts';
import type { FlowReader, Flows } from './flows.ts';

/** Says by text whether a function may do something with functions that it is not known for elsewhere. */
export class FlowFilter {
  readonly #expressions: Expressions;
  readonly #names: FunctionNames;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
    this.#names = namesOf(expressions.snapshot);
  }

  wants(file: SourceFile, region: Region): boolean {
    const { snapshot } = this.#expressions;
    const text = file.text.slice(region.start, region.end);
    const head = text.slice(0, region.brace - region.start);
    return (
      this.#names.hasParameter(snapshot, head, file) ||
      callsVariable(text) ||
      keepsFunction(text, file) ||
      this.#copiesHook(text, file) ||
      this.#handsHook(text, file) ||
      this.#handsFunction(text, file)
    );
  }

  /** `a->hook = b->hook`. */
  #copiesHook(text: string, file: SourceFile): boolean {
    const { snapshot } = this.#expressions;
    for (const [, to = '', value = ''] of text.matchAll(COPY)) {
      const from = memberIn(value);
      if (from !== '' && this.#names.mayBeHook(snapshot, to, file) && this.#names.mayBeHook(snapshot, from, file))
        return true;
    }
    return false;
  }

  /** Whether a text has a member as an argument that may be a hook, of a function that takes one. */
  #handsHook(text: string, file: SourceFile): boolean {
    for (const { 1: name = '', index } of text.matchAll(MEMBER_ARGUMENT)) {
      const callee = this.#names.mayBeHook(this.#expressions.snapshot, name, file) ? calleeBefore(text, index) : '';
      if (callee !== '' && this.#takesFunction(callee, file)) return true;
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

  /** Whether a text has a function's name as an argument. */
  #handsFunction(text: string, file: SourceFile): boolean {
    const met = new Set<string>();
    for (const { 1: name = '', index } of text.matchAll(ARGUMENT)) {
      if (met.has(name)) continue;
      met.add(name);
      if (file.symbols(name).some(({ kind }) => kind === 'function' || kind === 'prototype')) return true;
      if (!isDeclaredBefore(text, name, index) && this.#names.isFunction(this.#expressions, name, file)) return true;
    }
    return false;
  }
}

const COPY = /(?:->|\.)\s*(\w+)\s*=([^;=(){}]+);/g;

/** The last member that a value names; empty where it names none. */
function memberIn(value: string): string {
  const name = wordBefore(value, solidBefore(value, value.length));
  const at = value.lastIndexOf(name);
  return name !== '' && isMember(value, at) ? name : '';
}

/** A name by itself among arguments. */
const ARGUMENT = /[(,?:]\s*(?:&\s*)?([A-Za-z_]\w*)\s*(?=[,):])/g;

/** A member by itself among arguments. */
const MEMBER_ARGUMENT = /,\s*\w+(?:(?:->|\.)\w+)*(?:->|\.)(\w+)\s*(?=[,)])/g;

/** The name in front of the parenthesis that an argument is in. */
function calleeBefore(text: string, argument: number): string {
  let open = 1;
  for (let at = argument; at >= 0; at--) {
    const char = text.charAt(at);
    if (char === ')') open++;
    else if (char === '(' && --open === 0) return wordBefore(text, solidBefore(text, at));
    else if (char === ';' || char === '{') return '';
  }
  return '';
}

/** The declaration of a variable as a pointer to a function, or its call. */
const POINTER = /\(\s*\*\s*(?:const\s+)?\w+\s*\)\s*\(/;

/** A variable that is set. */
const SET = /\b([a-z_]\w*)\s*=(?!=)/g;

/** Whether a text calls a name that it sets: a variable's, then. */
function callsVariable(text: string): boolean {
  if (POINTER.test(text)) return true;
  const set = new Set<string>();
  for (const { 1: name = '', index } of text.matchAll(SET)) if (!isMember(text, index)) set.add(name);
  return [...set].some((name) => callAt(text, name));
}

/** Whether a text sets a variable to a function of its file. */
function keepsFunction(text: string, file: SourceFile): boolean {
  for (const { 1: name = '', index } of text.matchAll(SET_TO_NAME)) {
    if (!isMember(text, index) && file.symbols(name).some(({ kind }) => kind === 'function')) return true;
  }
  return false;
}

/** A variable that is set to what a name stands for. */
const SET_TO_NAME = /\b[a-z_]\w*\s*=\s*(?:&\s*)?([A-Za-z_]\w*)\s*;/g;

function callAt(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (text.charAt(at + name.length) === '(' && !/\w/.test(text.charAt(at - 1)) && !isMember(text, at)) return true;
  }
  return false;
}

function isMember(text: string, at: number): boolean {
  return /[.>]/.test(text.charAt(at - 1));
}

/** Whether a name first stands where variables are declared: behind a word or an asterisk. */
function isDeclaredBefore(text: string, name: string, use: number): boolean {
  for (let at = text.indexOf(name); at >= 0 && at < use; at = text.indexOf(name, at + 1)) {
    if (!/^\s*[;,=)[]/.test(text.slice(at + name.length, at + name.length + 4)) || /\w/.test(text.charAt(at - 1)))
      continue;
    const end = solidBefore(text, at);
    const before = wordBefore(text, end);
    return text.charAt(end - 1) === '*' || (before !== '' && !NO_TYPES.has(before));
  }
  return false;
}

const NO_TYPES: ReadonlySet<string> = new Set(['return', 'else', 'do']);

/** What the functions of a file do with functions; `wanted` says of which of them it is asked. */
export function flowsIn(
  { snapshot }: Expressions,
  file: SourceFile,
  reader: FlowReader,
  wanted: (file: SourceFile, region: Region) => boolean,
): Flows {
  const found: Flows = { flows: [], calls: [] };
  for (const region of file.regions) {
    if (region.kind !== 'function') continue;
    const read = (): void => {
      if (!wanted(file, region)) return;
      for (const fn of file.lower(region).functions) {
        const { flows, calls } = reader.read({ fn, place: placeIn(file, new Scope(fn, file)), macro: null });
        addTo(found.flows, flows);
        addTo(found.calls, calls);
      }
    };
    losing(snapshot.gaps, () => file.costs(region), read, undefined);
  }
  return found;
}
