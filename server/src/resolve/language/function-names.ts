/**
 * Names that are known by text to have to do with functions: types, members and functions. What a text says without them is not
 * parsed. A name that only another file gives such a meaning costs a look, never an answer.
 */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { TypeExpr } from '../../model/ir.ts';
import { type ArgumentOf, argumentOf, solidBefore, wordBefore } from '../../syntax/sheet.ts';
import type { Expressions } from './expressions.ts';
import { madeFunction } from './macros/declared-names.ts';
import { functionOfTemplate } from './macros/instances.ts';

/** `(*name)(`, `(*name[3])(`, and with a marker or a type in front. */
const POINTER = /\(\s*(?:\w+\s+)?\*\s*(?:const\s+)?(\w+)\s*(?:\[[^\]]*\]\s*)*\)\s*\(/g;

/** A member or a parameter by a type of one word. */
const OF_TYPE =
  /(?<!\b(?:struct|union|enum)\s)\b([A-Za-z_]\w*)\s+(?:\*\s*)?(?:const\s+)?(\w+)\s*(?:\[[^\]]*\]\s*)?(?=[,;)])/g;

/** Words that are no names of types of functions. */
const PLAIN = new Set(
  (
    'extern inline __init __initdata __read_mostly __ro_after_init __rcu __percpu __user __iomem ' +
    'int unsigned signed long short char void bool float double struct union enum const volatile static return else goto ' +
    'u8 u16 u32 u64 s8 s16 s32 s64 __u8 __u16 __u32 __u64 __le16 __le32 __le64 __be16 __be32 __be64 size_t ssize_t loff_t gfp_t ' +
    'pgoff_t sector_t pte_t pmd_t pud_t p4d_t pgd_t pgprot_t spinlock_t atomic_t atomic_long_t dma_addr_t phys_addr_t umode_t'
  ).split(' '),
);

/** What the texts of some files say, grown by each file that is seen. */
export class FunctionNames {
  readonly #taken = new WeakSet<SourceFile>();
  readonly #whole = new WeakSet<SourceFile>();
  /** Names of types that may be those of functions, or of pointers to them. */
  readonly #types = new Set<string>();
  /** Names of types that stand for others of one word. */
  readonly #aliases = new Map<string, Set<string>>();
  /** Types of members of one word, by the member; an empty one for a pointer that is written out. */
  readonly #members = new Map<string, Set<string>>();
  /** Words in front of the names of variables of no function; an empty one for a pointer that is written out. */
  readonly #variables = new Map<string, Set<string>>();
  /** By the macro, what it hands over by itself. */
  readonly #handed = new Map<string, Handed[]>();
  /** By the unit that looks. */
  readonly #functions = new WeakMap<SourceFile, Map<string, boolean>>();

  /** Whether a member of the name may be a hook in what a file sees. */
  mayBeHook(snapshot: Snapshot, name: string, file: SourceFile): boolean {
    this.#see(snapshot, file);
    const types = this.#members.get(name);
    if (!types) return false;
    if (types.has('')) return true;
    for (const each of types) if (this.#isType(each)) return true;
    return false;
  }

  /** Whether a head may have a parameter that is a function. */
  hasParameter(snapshot: Snapshot, head: string, file: SourceFile): boolean {
    if (head.slice(head.indexOf('(') + 1).includes('(')) return true;
    const types = Array.from(head.matchAll(OF_TYPE), ([, type = '']) => type).filter((type) => !PLAIN.has(type));
    if (types.length === 0) return false;
    // A header may leave what its types are to those who include it.
    if (file.path.endsWith('.h')) return true;
    this.#see(snapshot, file);
    return types.some((type) => this.#isType(type));
  }

  /** Whether a head may be that of a function which returns a pointer to one. */
  mayReturnFunction(snapshot: Snapshot, head: string, file: SourceFile): boolean {
    const type = returnedType(head);
    if (type === '' || PLAIN.has(type)) return false;
    this.#see(snapshot, file);
    return this.#isType(type);
  }

  /** Whether a variable of no function may hold a function, or several. */
  mayBeVariable(snapshot: Snapshot, name: string, file: SourceFile): boolean {
    this.#see(snapshot, file);
    const words = this.#variables.get(name);
    if (!words) return false;
    for (const each of words) if (each === '' || this.#isType(each)) return true;
    return false;
  }

  /** Whether a macro hands over a function that its body names. */
  handsFunction(expressions: Expressions, macro: string, file: SourceFile): boolean {
    this.#see(expressions.snapshot, file);
    for (const { name, to } of this.#handed.get(macro) ?? [])
      if (this.isFunction(expressions, name, file) && !isOnlyCalled(expressions, to, file)) return true;
    return false;
  }

  /** Whether a word may name the type of a function, or of a pointer to one, in what a file sees. */
  isType(snapshot: Snapshot, word: string, file: SourceFile): boolean {
    if (PLAIN.has(word)) return false;
    this.#see(snapshot, file);
    return this.#isType(word);
  }

  /** Whether what declares an array may say that it is one of functions. */
  mayHoldFunctions(snapshot: Snapshot, declaration: string, file: SourceFile): boolean {
    if (declaration.includes('(')) return true;
    this.#see(snapshot, file);
    return (declaration.match(/\w+/g) ?? []).some((word) => this.#isType(word));
  }

  /** Whether a type may be that of a function, or of a pointer to one. */
  mayBeFunction(snapshot: Snapshot, type: TypeExpr, file: SourceFile): boolean {
    switch (type.k) {
      case 'pointer':
        return this.mayBeFunction(snapshot, type.to, file);
      case 'name':
        if (PLAIN.has(type.name)) return false;
        this.#see(snapshot, file);
        // What a header leaves to those who include it is looked for elsewhere.
        return file.path.endsWith('.h') || this.#isType(type.name);
      case 'array':
        return this.mayBeFunction(snapshot, type.of, file);
      default:
        return type.k === 'function' || type.k === 'typeof';
    }
  }

  #isType(name: string): boolean {
    const met = new Set([name]);
    for (const each of met) {
      if (this.#types.has(each)) return true;
      for (const alias of this.#aliases.get(each) ?? []) met.add(alias);
    }
    return false;
  }

  /** Whether a name is a function in what a file sees. */
  isFunction(expressions: Expressions, name: string, file: SourceFile): boolean {
    // What a header sees is up to the unit that includes it.
    const unit = expressions.snapshot.unit ?? file;
    const known = this.#functions.get(unit) ?? new Map<string, boolean>();
    this.#functions.set(unit, known);
    const key = file === unit ? name : `${name} ${file.path}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const own = file.symbols(name).some(({ kind }) => kind === 'function' || kind === 'prototype');
    const found = own || expressions.isFunction(name, file) || isMade(expressions.snapshot, name, file);
    known.set(key, found);
    return found;
  }

  #see(snapshot: Snapshot, file: SourceFile): void {
    this.#seeAll(snapshot, file);
    if (snapshot.unit) this.#seeAll(snapshot, snapshot.unit);
  }

  #seeAll(snapshot: Snapshot, file: SourceFile): void {
    if (this.#whole.has(file)) return;
    this.#whole.add(file);
    for (const each of snapshot.closure(file)) this.#take(snapshot, each);
  }

  #take(snapshot: Snapshot, file: SourceFile): void {
    if (this.#taken.has(file)) return;
    this.#taken.add(file);
    const { types, members, aliases, variables, handed } = snapshot.get(NAMES_IN, file);
    for (const each of types) this.#types.add(each);
    for (const [name, type] of aliases) noted(this.#aliases, name, type);
    for (const [name, type] of members) noted(this.#members, name, type);
    for (const [name, words] of variables) for (const word of words) noted(this.#variables, name, word);
    for (const each of handed) {
      const known = this.#handed.get(each.macro);
      if (known) known.push(each);
      else this.#handed.set(each.macro, [each]);
    }
  }
}

/** Whether a name that a file declares nowhere is that of a function which a macro makes there, or a template. */
function isMade(snapshot: Snapshot, name: string, file: SourceFile): boolean {
  if (!file.path.endsWith('.c') || snapshot.declares(name, ['object', 'define'], file)) return false;
  return madeFunction(snapshot, name, file) !== null || functionOfTemplate(snapshot, name, file) !== null;
}

/** The word for what the head of a function says that it returns; empty where that is a struct, or no word. */
function returnedType(head: string): string {
  const named = solidBefore(head, head.indexOf('('));
  let end = solidBefore(head, named - wordBefore(head, named).length);
  while (head.charAt(end - 1) === '*') end = solidBefore(head, end - 1);
  const type = wordBefore(head, end);
  return TAG_KINDS.has(wordBefore(head, solidBefore(head, end - type.length))) ? '' : type;
}

const TAG_KINDS: ReadonlySet<string> = new Set(['struct', 'union', 'enum']);

function noted(all: Map<string, Set<string>>, name: string, type: string): void {
  const known = all.get(name);
  if (known) known.add(type);
  else all.set(name, new Set([type]));
}

interface NamesIn {
  readonly types: readonly string[];
  readonly aliases: readonly (readonly [name: string, type: string])[];
  readonly members: readonly (readonly [name: string, type: string])[];
  readonly variables: readonly (readonly [name: string, words: readonly string[]])[];
  readonly handed: readonly Handed[];
}

/** A name that the body of a macro has among arguments. */
interface Handed {
  readonly macro: string;
  readonly name: string;
  readonly to: ArgumentOf | null;
}

/** Whether what is handed over goes to a macro that does nothing but call it: `test_bit(...)` is `bitop(_test_bit, ...)`. */
function isOnlyCalled({ macros }: Expressions, to: ArgumentOf | null, file: SourceFile): boolean {
  const macro = to && macros.find(to.callee, file);
  return macro?.params != null && to !== null && macros.onlyCalled(macro).has(to.index);
}

const NAMES_IN = query('names of functions in a text', (_: Snapshot, file: SourceFile): NamesIn => {
  const types: string[] = [];
  const members: [string, string][] = [];
  const aliases: [string, string][] = [];
  const variables: [string, readonly string[]][] = [];
  const handed: Handed[] = [];
  for (const { kind, name, start, end } of file.regions) {
    if (kind !== 'typedef' && kind !== 'type' && kind !== 'object' && kind !== 'define') continue;
    const text = file.text.slice(start, end);
    if (kind === 'object') addTo(variables, variableIn(name, text));
    if (kind === 'define') addTo(handed, handedBy(name, text));
    if (kind === 'typedef' && text.includes('{')) {
      if (text.includes('(')) membersOf(text, members);
      continue;
    }
    if (kind === 'typedef' && text.includes('(')) addTo(types, typedefNames(text));
    else if (kind === 'typedef')
      for (const [, type = '', name = ''] of text.matchAll(OF_TYPE)) aliases.push([name, type]);
    if (kind !== 'typedef' && (text.includes('{') || kind === 'define')) membersOf(text, members);
  }
  return { types, members, aliases, variables, handed };
});

/** A variable with the words that may name its type; none for one that cannot hold functions. */
function variableIn(name: string, text: string): [string, readonly string[]][] {
  const [head = ''] = text.split(/[={]/, 1);
  if (head.search(POINTER) >= 0) return [[name, ['']]];
  const words = (head.match(/\b[A-Za-z_]\w*/g) ?? []).filter((word) => word !== name && !PLAIN.has(word));
  return words.length > 0 && !/\b(?:struct|union|enum)\b/.test(head) ? [[name, words]] : [];
}

/** A name by itself among arguments. */
const ARGUMENT = /[(,?:]\s*(?:&\s*)?([a-z_]\w*)\s*(?=[,):])/g;

/** What the body of a macro with parameters has among arguments that is none of them, once for each argument of a call. */
function handedBy(macro: string, text: string): readonly Handed[] {
  const behind = text.slice(text.indexOf(macro, text.indexOf('define')) + macro.length);
  const list = /^\(([^)]*)\)/.exec(behind);
  if (!list) return [];
  const params = new Set((list[1] ?? '').split(',').map((each) => each.replace('...', '').trim()));
  const body = behind.slice(list[0].length);
  const found = new Map<string, Handed>();
  for (const { 0: argument, 1: name = '', index } of body.matchAll(ARGUMENT)) {
    if (params.has(name) || PLAIN.has(name)) continue;
    const to = argumentOf(body, index + argument.length - name.length);
    found.set(`${name} ${to?.callee} ${to?.index}`, { macro, name, to });
  }
  return [...found.values()];
}

/** The names that a typedef gives to functions' types, as its text lets them be told: `typedef void (*f)(int)`, `typedef void f(int)`. */
function typedefNames(text: string): readonly string[] {
  const named = Array.from(text.matchAll(POINTER), ([, name = '']) => name);
  if (named.length > 0) return named;
  const behind = text.slice(text.indexOf('typedef') + 'typedef'.length);
  const names = Array.from(behind.matchAll(/\b(\w+)\s*(?:\)\s*)?\(/g), ([, name = '']) => name);
  return names.filter((name) => !PLAIN.has(name) && !name.startsWith('__attribute')).slice(0, 1);
}

function membersOf(text: string, found: [string, string][]): void {
  for (const [, name = ''] of text.matchAll(POINTER)) found.push([name, '']);
  for (const [, type = '', name = ''] of text.matchAll(OF_TYPE)) if (!PLAIN.has(type)) found.push([name, type]);
}

/** Those of a snapshot. */
export function namesOf(snapshot: Snapshot): FunctionNames {
  return snapshot.get(NAMES);
}

const NAMES = query('names of functions', (snapshot: Snapshot): FunctionNames => {
  snapshot.pin();
  return new FunctionNames();
});
