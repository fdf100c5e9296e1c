import type { TrueSlot } from '../facts.ts';
import type { AnsweredTable } from './answers.ts';
import { distinct, Groups, sameStruct } from './groups.ts';
import type { Scope } from './scope.ts';
import { Score } from './score.ts';

/** A function in a slot, as answered. */
interface AnsweredSlot {
  readonly file: string;
  readonly line: number;
  readonly struct: string;
  readonly field: string;
  /** Null when the answer holds a value, and no function. */
  readonly function: string | null;
  readonly table: string;
  readonly condition: string | null;
}

/** The tables that trace events expand to, thousands of them: written by nobody, and read by nobody in the source. */
const TRACE_STRUCTS = /^(trace_event_|tracepoint|bpf_raw_event_map)/;

/** How far apart the lines of a slot may be: the value may stand on the line after its designator. */
const NEAR = 1;

/** Compares the slots of initialised objects: those that the source spells, those that macros make, and both. */
export function compareSlots(truth: readonly TrueSlot[], tables: readonly AnsweredTable[], scope: Scope): Score[] {
  const answers = flatten(tables);
  const byPlace = new Groups<AnsweredSlot>();
  for (const answer of answers) byPlace.add(`${answer.file} ${answer.field}`, answer);
  const facts = new Groups<TrueSlot>();
  for (const fact of truth) for (const file of filesOf(fact)) facts.add(`${file} ${fact.function}`, fact);

  const all = new Score('slots');
  const written = new Score('  spelled in the file');
  const made = new Score('  made by macros');
  const counted = distinct(truth.filter(counts), slotKey);
  const alternatives = new Groups<TrueSlot>();
  for (const fact of counted) alternatives.add(alternativeKey(fact), fact);
  for (const fact of counted) {
    if (!scope.covers(fact.file)) continue;
    const differs = (each: TrueSlot): string | null => missing(each, byPlace.of(`${each.file} ${each.field}`));
    const difference = alternatives.of(alternativeKey(fact)).some((each) => differs(each) === null)
      ? null
      : differs(fact);
    const example = `${fact.file}:${fact.line} ${fact.struct}.${fact.field} = ${fact.function} (${fact.object})`;
    all.expect(difference, example);
    (madeByMacro(fact) ? made : written).expect(difference, example);
  }
  for (const answer of answers) {
    if (answer.function === null || !scope.judges(answer.file, answer.line)) continue;
    if (scope.excludes(answer.file, answer.condition)) continue;
    const difference = extra(answer, facts.of(`${answer.file} ${answer.function}`));
    const place = `${answer.file}:${answer.line}`;
    all.judge(difference, `${place} ${answer.struct}.${answer.field} = ${answer.function} (${answer.table})`);
  }
  return [all, written, made];
}

function flatten(tables: readonly AnsweredTable[]): AnsweredSlot[] {
  const slots = tables.flatMap((table) =>
    Object.entries(table.hooks).flatMap(([name, hook]) => {
      if (hook === null) return [];
      const field = (name.split('.').at(-1) ?? name).replace(/\[.*$/, '');
      const { file, struct, name: owner } = table;
      const condition = table.condition ?? null;
      return [{ file, line: hook.slotLine, struct, field, function: hook.function ?? null, table: owner, condition }];
    }),
  );
  return distinct(slots, (slot) => JSON.stringify(slot));
}

/** Arrays of function pointers are no slots of a table, but an answer that has them is not wrong. */
function counts(fact: TrueSlot): boolean {
  return fact.kind === 'slot' && !fact.array && !TRACE_STRUCTS.test(fact.struct);
}

function madeByMacro(fact: TrueSlot): boolean {
  return fact.valueMacro !== '' || (fact.tableMacro ?? '') !== '';
}

function slotKey(fact: TrueSlot): string {
  return `${fact.file}:${fact.line} ${fact.struct}.${fact.field} ${fact.function} ${fact.object}`;
}

/**
 * The functions of one slot, as in `.write = false ? signed_write : plain_write`: the AST names both, the slot holds one, and
 * that one is the answer.
 */
function alternativeKey(fact: TrueSlot): string {
  return `${fact.file}:${fact.line}:${fact.expansionLine} ${fact.struct}.${fact.field} ${fact.object}`;
}

/** A slot that a macro's body spells may be answered where the macro is used or where it is defined. */
function filesOf(fact: TrueSlot): Set<string> {
  return new Set([fact.file, fact.spellingFile]);
}

function missing(fact: TrueSlot, sameField: readonly AnsweredSlot[]): string | null {
  const named = sameField.filter((answer) => answer.function === fact.function);
  const here = named.filter((answer) => near(fact, answer));
  if (here.some((answer) => sameStruct(fact, answer.struct))) return null;
  if (here.length > 0) return `the struct is called ${here[0]?.struct}`;
  if (named.length > 0) return 'answered on another line';
  const other = sameField.find((answer) => near(fact, answer));
  if (other !== undefined) return other.function === null ? 'a value is answered' : 'another function is answered';
  const macro = fact.tableMacro || fact.valueMacro;
  return macro === '' ? `not answered (${fact.literal ? 'compound literal' : whereabouts(fact)})` : `made by ${macro}`;
}

function whereabouts(fact: TrueSlot): string {
  return fact.in ? 'local object' : 'object of the file';
}

function extra(answer: AnsweredSlot, facts: readonly TrueSlot[]): string | null {
  const here = facts.filter((fact) => near(fact, answer));
  const named = here.filter((fact) => fact.field === answer.field);
  if (named.some((fact) => sameStruct(fact, answer.struct))) return null;
  if (named.length > 0) return `the struct is ${named[0]?.struct || 'nameless'}`;
  if (here.length > 0) return `the field is ${here[0]?.field}`;
  return facts.length > 0 ? 'clang has this function in slots of other lines' : 'clang has this function in no slot';
}

function near(fact: TrueSlot, answer: AnsweredSlot): boolean {
  const lines =
    fact.file === answer.file ? [fact.line, fact.expansionLine, fact.designatorLine ?? 0] : [fact.spellingLine];
  if (fact.spellingFile === answer.file) lines.push(fact.spellingLine);
  return lines.some((line) => Math.abs(line - answer.line) <= NEAR);
}
