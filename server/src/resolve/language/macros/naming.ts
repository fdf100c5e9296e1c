/** Which macros name what a template defines: those that are expanded to say what it is at an inclusion. */
import type { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { closing } from '../../../syntax/sheet.ts';
import { blankComments } from '../../../syntax/skip.ts';
import type { MacroWork } from './budget.ts';
import type { Macro } from './definition.ts';
import { directivesOf } from './directives.ts';
import type { Environment } from './environment.ts';
import { expandText, opening } from './expand-text.ts';
import type { Expander } from './inclusions.ts';
import type { Rendering } from './rendering.ts';

type Find = (name: string) => Macro | null;

/** The macros of a header and of those that include it. */
export class Naming {
  readonly #header: SourceFile;
  /** Those that its inclusions are told apart by, and those that are in a name. */
  readonly #given: ReadonlySet<string>;
  /** Whether one of them is in a name that the header defines. */
  readonly isTold: boolean;
  /** Names that the header and its includers define or not. */
  readonly decided: ReadonlySet<string>;

  /** `find` finds macros as the header by itself sees them. */
  constructor(snapshot: Snapshot, header: SourceFile, includers: readonly SourceFile[], find: Find) {
    this.#header = header;
    const outside = includers.flatMap((file) => definedIn(snapshot, file));
    const own = definedIn(snapshot, header);
    const inNames = wordsOfNames(header, own, find);
    const varies = varying([...outside, ...own.filter(({ word }) => word === 'undef')]);
    const given = outside.flatMap(({ name }) => (varies.has(name) || inNames.has(name) ? [name] : []));
    // What is given may choose between macros of its own.
    this.#given = new Set([...given, ...varying(own)]);
    this.isTold = [...inNames].some((word) => this.#given.has(word));
    this.decided = new Set([...outside, ...own].map(({ name }) => name));
  }

  /** What expands them with the macros in force; `elsewhere` finds others. */
  expander(macros: Environment, elsewhere: Find, work: MacroWork): Expander {
    const find: Find = (name) => macros.find(name) ?? elsewhere(name);
    return {
      expand: (rendering, from, to) => {
        const known = new Map<string, boolean>();
        const isNaming = (name: string): boolean => {
          const before = known.get(name);
          if (before !== undefined) return before;
          const found = this.#names(name, macros);
          known.set(name, found);
          return found;
        };
        const inside: Find = (name) => {
          const macro = find(name);
          return macro && (isNaming(name) || pastes(macro, find)) ? macro : null;
        };
        this.#expand({ rendering, from, to }, isNaming, inside, work);
      },
    };
  }

  #expand(
    { rendering, from, to }: { readonly rendering: Rendering; readonly from: number; readonly to: number },
    isNaming: (name: string) => boolean,
    find: Find,
    work: MacroWork,
  ): void {
    const text = blankComments(this.#header.text.slice(from, to));
    const words = /"(?:\\.|[^"\\\n])*"|\b[A-Za-z_]\w*\b/g;
    for (let word = words.exec(text); word; word = words.exec(text)) {
      const open = opening(text, words.lastIndex);
      const isWanted = isNaming(word[0]) || (open >= 0 && argumentWords(text, open).some(isNaming));
      const macro = isWanted ? find(word[0]) : null;
      if (!macro || (macro.params && open < 0)) continue;
      const end = macro.params ? closing(text, open) + 1 : words.lastIndex;
      // What nothing closes goes on to the end: looked through once, not for each use in it.
      if (end > text.length) return;
      rendering.replace(from + word.index, from + end, expandText(text.slice(word.index, end), find, work));
      words.lastIndex = end;
    }
  }

  /** Whether a macro in force is one that is given, or has one in its text. */
  #names(name: string, macros: Environment): boolean {
    const macro = macros.find(name);
    if (!macro) return false;
    return this.#given.has(name) || this.#inText(macro, macros, new Set([name]));
  }

  #inText(macro: Macro, macros: Environment, met: Set<string>): boolean {
    return wordsOf(macro.body).some((word) => {
      if (met.has(word) || macro.params?.includes(word)) return false;
      if (this.#given.has(word) && macros.find(word)) return true;
      met.add(word);
      const inner = macros.find(word);
      return inner !== null && this.#inText(inner, macros, met);
    });
  }
}

/** A directive that defines a macro, or ends that. */
interface Definition {
  readonly word: string;
  readonly name: string;
  readonly body: string;
}

function definedIn(snapshot: Snapshot, file: SourceFile): readonly Definition[] {
  return directivesOf(snapshot, file).flatMap(({ word, rest }) => {
    const [name = ''] = /^\w*/.exec(rest) ?? [];
    return word === 'define' || word === 'undef' ? [{ word, name, body: rest.slice(name.length) }] : [];
  });
}

/** The names that are defined more than once, or undefined again. */
function varying(all: readonly Definition[]): ReadonlySet<string> {
  const met = new Set<string>();
  const found = new Set<string>();
  for (const { word, name } of all) {
    if (word === 'undef' || met.has(name)) found.add(name);
    met.add(name);
  }
  return found;
}

/** The words in the heads of what a header defines, and in the macros that these are made by. */
function wordsOfNames(header: SourceFile, own: readonly Definition[], find: Find): ReadonlySet<string> {
  const heads = header.regions.flatMap(({ kind, start, brace }) =>
    kind !== 'define' && brace >= 0 ? [header.text.slice(start, brace)] : [],
  );
  const found = new Set(heads.flatMap(wordsOf));
  const used = new Set(heads.flatMap((head) => Array.from(head.matchAll(USED), ([, name = '']) => name)));
  // A set is walked in the order of insertion, while it grows.
  for (const word of found) {
    const bodies = own.flatMap(({ name, body }) => (name === word ? [body] : []));
    const other = bodies.length === 0 && used.has(word) ? find(word) : null;
    for (const each of [...bodies, other?.body ?? ''].flatMap(wordsOf)) found.add(each);
    if (other) for (const each of wordsOf(other.body)) used.add(each);
  }
  return found;
}

/** What may be the use of a macro. */
const USED = /\b([A-Za-z_]\w*)\s*\(/g;

function wordsOf(text: string): readonly string[] {
  return text.match(/\b[A-Za-z_]\w*/g) ?? [];
}

/** How much of a call's arguments is looked through. */
const ARGUMENTS = 1000;

function argumentWords(text: string, open: number): readonly string[] {
  const args = text.slice(open, open + ARGUMENTS);
  return wordsOf(args.slice(0, closing(args, 0)));
}

/** Whether a macro pastes, or does nothing but hand its arguments to one that does. */
function pastes({ body, params }: Macro, find: Find, depth = 0): boolean {
  if (params === null) return false;
  if (body.includes('##')) return true;
  const name = /^(\w+)\s*\([^()]*\)$/.exec(body)?.[1];
  const inner = name !== undefined && depth < 4 ? find(name) : null;
  return inner !== null && pastes(inner, find, depth + 1);
}
