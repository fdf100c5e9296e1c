/** What `opscope explain` says of arrays of pointers to functions, and of functions in them. */
import { pushTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { elementCalls, elementsOf, elementsWith } from '../../resolve/ops/arrays.ts';
import { type Body, ownFile } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { functionsNamed } from '../cursor/named.ts';
import { code, type Prose, place, say } from '../prose.ts';
import type { Explanation } from './hover.ts';

/** The functions of a name that are elements of arrays, and the arrays of that name; empty where there are none. */
export function explainArrays(resolver: Resolver, symbol: string): readonly Explanation[] {
  const functions = toldApart(functionsNamed(resolver, symbol)).flatMap((body) => functionExplained(resolver, body));
  const arrays = /^\w+$/.test(symbol) ? arraysOf(elementsOf(resolver, symbol)) : [];
  return [...functions, ...arrays.map((elements) => arrayExplained(resolver, elements))];
}

/** One of the functions for each set of arrays that can have them: those of the branches of an `#if` are the same there. */
function toldApart(bodies: readonly Body[]): readonly Body[] {
  const found = new Map<SourceFile | null, Body>();
  for (const body of bodies) if (!found.has(ownFile(body))) found.set(ownFile(body), body);
  return [...found.values()];
}

function functionExplained(resolver: Resolver, body: Body): readonly Explanation[] {
  const elements = elementsWith(resolver, body);
  if (elements.length === 0) return [];
  const { file, fn, name } = body;
  const region = file.regionAt(fn.nameAt);
  const head = region ? file.text.slice(region.start, region.brace).replace(/\s+/g, ' ').trim() : name;
  const points = arraysOf(elements).flatMap((own) => [
    ...own.map((each) => say`is ${code(each.name + each.path)} (${place(each.file, each.at)}${under(each)})`),
    ...callPoints(resolver, own),
  ]);
  return [{ title: name, code: `${head};`, doc: '', points }];
}

function arrayExplained(resolver: Resolver, elements: readonly OpsTable[]): Explanation {
  const [first] = elements;
  const held = elements.filter(({ slots }) => slots.some(({ value }) => value.k === 'function'));
  const points = held.map((each) => {
    const names = each.slots.flatMap(({ value }) => (value.k === 'function' ? [value.name] : []));
    return say`${code(each.path)}: ${code(names.join(', '))} (${place(each.file, each.at)}${under(each)})`;
  });
  const title = `${first?.name}[]`;
  return {
    title,
    code: `/* an array of pointers to functions, ${held.length} of them set */`,
    doc: '',
    points: [...callPoints(resolver, elements), ...points],
  };
}

/** From where an array's elements are called. */
function callPoints(resolver: Resolver, [first]: readonly OpsTable[]): Prose[] {
  if (!first) return [];
  const calls = elementCalls(resolver, first);
  if (calls.length === 0) return [say`no call of an element of ${code(`${first.name}[]`)} was found`];
  return calls.map(({ inFunction, file, at, through }) => {
    const by = through === null ? [] : say`, by the variable ${code(through)}`;
    return say`called through ${code(`${first.name}[]`)} in ${code(`${inFunction}()`)} (${place(file, at)}${by})`;
  });
}

function under({ condition }: OpsTable): Prose {
  return condition === null ? [] : say`, ${code(condition)}`;
}

/** Elements by their array. */
function arraysOf(elements: readonly OpsTable[]): readonly (readonly OpsTable[])[] {
  const found = new Map<string, OpsTable[]>();
  for (const each of elements) {
    pushTo(found, each.struct.array ?? '', each);
  }
  return [...found.values()];
}
