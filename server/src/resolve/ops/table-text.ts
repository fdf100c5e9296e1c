/** Where a struct's tables can be, by text: which files, and which regions of them are worth parsing. */
import { pattern } from '../../base/patterns.ts';
import { listed, WordSet } from '../../base/words.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { RegionKind } from '../../syntax/region.ts';
import { NAMES, SETTING_MACROS } from './struct-names.ts';

/** The words of a struct's tables, as plain data. */
export interface TableWords {
  /** Names that stand for the struct. */
  readonly names: readonly string[];
  /** Macros that make tables. */
  readonly macros: readonly string[];
  /** The hooks whose designators tell a table; null where the names do. */
  readonly hooks: readonly string[] | null;
}

/** The text that a struct's tables are known by. */
export interface TableText {
  /** The files that can have one, by path. */
  readonly files: readonly string[];
  readonly words: TableWords;
  readonly mayHold: MayHold;
}

/** Whether a region can have a table. Most functions that name the struct have no more than a pointer. */
export type MayHold = (text: string, kind: RegionKind) => boolean;

/**
 * The text of a struct's tables: a name that stands for it. A struct that very many hold by value is known there by the designators
 * of its hooks, in the text or in a macro that it uses, and what goes without is told. The hooks are a list with blanks.
 */
export const TABLE_TEXT = query(
  'text of a struct’s tables',
  (snapshot: Snapshot, name: string, hookNames: string): TableText => {
    const hooks = listed(hookNames);
    const names = snapshot.get(NAMES, name);
    const macros = names.hasHolders ? names.macros : [...names.macros, ...snapshot.get(SETTING_MACROS, hookNames)];
    const words = { names: [...names.words], macros: [...macros], hooks: names.hasHolders ? null : hooks };
    const byName = snapshot.search([...new Set([...words.names, ...words.macros])]);
    if (names.hasHolders) return { files: byName, words, mayHold: mayHoldBy(words) };
    snapshot.gaps.add({
      k: 'cut',
      what: `the search for tables of ${name} in objects of the structs that hold one`,
      file: null,
      line: null,
      bound: 'those that name a hook',
    });
    const files = new Set([...byName, ...snapshot.searchPattern(designatorOf(hooks), hooks)]);
    return { files: [...files].sort(), words, mayHold: mayHoldBy(words) };
  },
);

/** Tells regions that can have a table by their words. */
export function mayHoldBy({ names, macros, hooks }: TableWords): MayHold {
  const words = new WordSet([...names, ...macros]);
  const makers = new WordSet(macros);
  const designator = hooks && designatorOf(hooks);
  return (text, kind) =>
    designator?.test(text) || (words.isIn(text) && (kind !== 'function' || makers.isIn(text) || initialises(text)));
}

function designatorOf(hooks: readonly string[]): RegExp {
  return pattern`(?:^|[{,\s])\.${hooks}\s*=(?!=)`;
}

/** A list behind `=`, and a literal: a type in parentheses where no name is in front of it, as in a call or a loop. */
const LIST =
  /=(?:\s|\\)*\{|(?:[=(),&?:|]|\breturn)\s*\(\s*(?:const\s+)?(?:struct\s+|union\s+)?\w+\s*(?:\[[^[\]]*\]\s*)?\)(?:\s|\\)*\{/;

/** Two words in front of `=`, as where an object is declared: a pointer has a star there. */
const SET_BY_VALUE = /\w\s+\w+\s*(?:\[[^\]]{0,99}\]\s*)*=(?!=)/;

/** Whether a function may declare an object with a value, or have a literal. */
function initialises(text: string): boolean {
  const body = text.slice(text.indexOf('{') + 1);
  return LIST.test(body) || SET_BY_VALUE.test(body);
}
