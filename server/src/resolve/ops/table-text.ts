/** Where a struct's tables can be, by text: which files, and which regions of them are worth parsing. */
import { pattern } from '../../base/patterns.ts';
import { WordSet } from '../../base/words.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { RegionKind } from '../../syntax/region.ts';
import { NAMES, SETTING_MACROS } from './struct-names.ts';

/** The text that a struct's tables are known by. */
export interface TableText {
  /** The files that can have one, by path. */
  readonly files: readonly string[];
  /** Whether a region can have one. Most functions that name the struct have no more than a pointer. */
  readonly mayHold: (text: string, kind: RegionKind) => boolean;
}

/**
 * The text of a struct's tables: a name that stands for it. A struct that very many hold by value is known there by the designators
 * of its hooks, in the text or in a macro that it uses, and what goes without is told.
 */
export const TABLE_TEXT = query(
  'text of a struct’s tables',
  (snapshot: Snapshot, name: string, ...hooks: readonly string[]): TableText => {
    const names = snapshot.get(NAMES, name);
    const macros = names.hasHolders ? names.macros : [...names.macros, ...snapshot.get(SETTING_MACROS, ...hooks)];
    const words = new WordSet([...names.words, ...macros]);
    const makers = new WordSet(macros);
    const byName = snapshot.search([...words.words]);
    const mayHold = (text: string, kind: RegionKind): boolean =>
      words.isIn(text) && (kind !== 'function' || makers.isIn(text) || initialises(text));
    if (names.hasHolders) return { files: byName, mayHold };
    snapshot.gaps.add({
      k: 'cut',
      what: `the search for tables of ${name} in objects of the structs that hold one`,
      file: null,
      line: null,
      bound: 'those that name a hook',
    });
    const designator = pattern`(?:^|[{,\s])\.${hooks}\s*=(?!=)`;
    const files = new Set([...byName, ...snapshot.searchPattern(designator, hooks)]);
    return { files: [...files].sort(), mayHold: (text, kind) => designator.test(text) || mayHold(text, kind) };
  },
);

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
