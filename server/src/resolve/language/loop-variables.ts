/** Variables that macros in the form of a loop declare: `#define for_each_lamp(l, h) for (struct lamp *l = (h); l; l = l->next)`. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Stmt, Variable } from '../../model/ir.ts';
import { Macros } from './macros/macros.ts';
import { MacroUses } from './macros/substitution.ts';
import type { Place } from './place.ts';
import type { Loop } from './scope.ts';
import type { Typed } from './types.ts';

/** What stands for the body of the loop in the text that is looked at; no name of the kernel's. */
const BODY = 'opscope_body();';

/** The type of a variable that the macro of a loop around `at` declares; null where none declares that name. */
export function loopVariable(snapshot: Snapshot, name: string, at: number, place: Place): Typed | null {
  // In an expansion there are no loops of macros: all is expanded.
  if (!place.scope || place.text !== place.file.text) return null;
  for (const loop of place.scope.macroLoops(name, at)) {
    const { text, variables } = snapshot.get(DECLARED, loop, place.file);
    const found = variables.find((each) => each.name === name);
    const inside: Place = { ...place, scope: null, text, outer: { place, at: loop.at } };
    if (found) return { type: found.type, file: place.file, place: inside };
  }
  return null;
}

/** The text of an expanded loop, and the variables that it declares. */
interface Declared {
  readonly text: string;
  readonly variables: readonly Variable[];
}

const NONE: Declared = { text: '', variables: [] };

const DECLARED = query(
  'variables that the macro of a loop declares',
  (snapshot: Snapshot, loop: Loop, file: SourceFile): Declared => {
    const macros = new Macros(snapshot);
    const macro = macros.find(loop.keyword, file);
    if (!macro?.params) return NONE;
    const head = file.text.slice(loop.at, loop.body?.at ?? loop.end).trim();
    const expanded = macros.expandAll(head, file, macros.works.of(macro.name, file, loop.at));
    const text = `({ ${expanded} ${BODY} })`;
    const made = new MacroUses(snapshot, macros).parse(text);
    const variables: Variable[] = [];
    if (made.k === 'block') for (const each of made.body) collect(each, variables);
    return { text, variables };
  },
  () => NONE,
);

/** The variables of loops in each other, and of tests and blocks around them. */
function collect(stmt: Stmt, into: Variable[]): void {
  if (stmt.k === 'var') addTo(into, stmt.vars);
  else if (stmt.k === 'block') for (const each of stmt.body) collect(each, into);
  else if (stmt.k === 'if') for (const each of [stmt.yes, stmt.no]) each && collect(each, into);
  else if (stmt.k === 'loop') for (const each of [stmt.init, stmt.body]) each && collect(each, into);
}
