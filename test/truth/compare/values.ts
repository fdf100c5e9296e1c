import type { TrueDispatch, TrueElement, TrueIndirect, TrueSlot, TrueValue } from '../facts.ts';
import type { AnsweredDispatch, AnsweredTable } from './answers.ts';
import { Flows } from './flows.ts';
import { distinct, Groups } from './groups.ts';
import type { Scope } from './scope.ts';
import { Score } from './score.ts';

/** A call of a value: through a member, an element, a variable or a parameter. */
interface Site {
  readonly form: 'member' | TrueIndirect['form'];
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly spellingFile: string;
  readonly spellingLine: number;
  readonly name: string;
  readonly function: string;
  /** The member that is called, or what else is. */
  readonly member: string | null;
  readonly fact: TrueIndirect | null;
}

/** What is compared of functions that are values. */
export interface Values {
  readonly slots: readonly TrueSlot[];
  readonly dispatch: readonly TrueDispatch[];
  readonly values: readonly TrueValue[];
  readonly tables: readonly AnsweredTable[];
  readonly sites: readonly AnsweredDispatch[];
  /** Sites of a larger part of the tree, where what is handed over runs in the end. */
  readonly wider: readonly AnsweredDispatch[];
}

/** Compares elements of arrays, which calls of values have an answer, their targets, and where functions that are handed over end. */
export function compareValues(what: Values, scope: Scope): Score[] {
  const sites = distinct(sitesOf(what), (site) => `${site.file}:${site.to} ${site.name} ${site.form}`);
  return [arrays(what, scope), ...calls(sites, what, scope), later(what, scope)];
}

/** The functions in arrays: in members that are arrays, and in arrays by themselves. */
function arrays({ slots, values, tables }: Values, scope: Scope): Score {
  const score = new Score('array slots');
  const answered = new Groups<{ readonly line: number }>();
  for (const { file, hooks } of tables) {
    for (const [field, hook] of Object.entries(hooks)) {
      const plain = (field.split('.').at(-1) ?? field).replace(/\[.*$/, '');
      if (hook?.function !== undefined) answered.add(`${file} ${plain} ${hook.function}`, { line: hook.slotLine });
    }
  }
  const near = (key: string, lines: readonly number[]): boolean =>
    answered.of(key).some(({ line }) => lines.some((each) => Math.abs(each - line) <= 1));
  const expect = (fact: TrueSlot | TrueElement, field: string, what: string): void => {
    if (!scope.covers(fact.file)) return;
    const written = near(`${fact.file} ${field} ${fact.function}`, [fact.line, fact.expansionLine]);
    const found = written || near(`${fact.spellingFile} ${field} ${fact.function}`, [fact.spellingLine]);
    score.expect(found ? null : what, `${fact.file}:${fact.line} ${fact.object} = ${fact.function}`);
  };
  for (const fact of distinct(
    slots.filter((each) => each.kind === 'slot' && each.array),
    JSON.stringify,
  )) {
    expect(fact, fact.field, 'an element of a member');
  }
  for (const fact of values) if (fact.kind === 'element') expect(fact, '', 'an element of an array');
  return score;
}

function sitesOf({ dispatch, values }: Values): Site[] {
  const members = dispatch.map(
    (fact): Site => ({
      ...fact,
      ...span(fact),
      form: 'member',
      name: fact.field,
      member: `${fact.struct}.${fact.field}`,
      fact: null,
    }),
  );
  const others = values.flatMap((fact): Site[] =>
    fact.kind === 'indirect' ? [{ ...fact, ...span(fact), member: null, fact }] : [],
  );
  return [...members, ...others];
}

function span({ line, beginLine, expansionLine }: TrueDispatch | TrueIndirect): { from: number; to: number } {
  return { from: Math.min(line, beginLine, expansionLine), to: Math.max(line, beginLine, expansionLine) };
}

/** Which calls have an answer, and of those whose targets clang can tell, how many of the targets are answered, and right. */
function calls(sites: readonly Site[], what: Values, scope: Scope): Score[] {
  const answered = byFile(what.sites);
  const wider = byFile(what.wider);
  const flows = new Flows(what.values, new Set(what.slots.map((slot) => slot.function)));
  const filled = filledMembers(what, flows);
  const all = new Score('calls of values answered, with what is beside');
  const shown = new Score('  where these folders say what gets there');
  const targets = new Score('  their targets');
  for (const site of sites) {
    if (!scope.covers(site.file) || TRACE.test(site.function)) continue;
    const own = answersTo(site, answered);
    const said = targetsOf(own);
    const example = `${site.file}:${site.to} ${site.name} in ${site.function}`;
    const lacks = own.length === 0 ? `no site, ${site.form}` : `no targets, ${site.form}`;
    all.expect(targetsOf(answersTo(site, wider)).size > 0 ? null : lacks, example);
    const into = site.fact ? flows.into(site.fact) : null;
    const isShown = site.member === null ? (into?.functions.size ?? 0) > 0 : filled.has(site.member);
    if (isShown) shown.expect(said.size > 0 ? null : lacks, example);
    const known = own.length > 0 ? into : null;
    for (const name of known?.functions ?? []) {
      targets.expect(said.has(name) ? null : `a target of a ${site.form}`, `${example}: ${name}`);
    }
    if (known?.isAll !== true || known.functions.size === 0) continue;
    for (const name of said) {
      targets.judge(known.functions.has(name) ? null : `another target of a ${site.form}`, `${example}: ${name}`);
    }
  }
  return [all, shown, targets];
}

function byFile(sites: readonly AnsweredDispatch[]): Groups<AnsweredDispatch> {
  const answered = new Groups<AnsweredDispatch>();
  for (const answer of sites) answered.add(answer.file, answer);
  return answered;
}

function answersTo(site: Site, answered: Groups<AnsweredDispatch>): readonly AnsweredDispatch[] {
  const here = [...answered.of(site.file), ...answered.of(site.spellingFile)].filter((each) => isAt(site, each));
  return here.filter((each) => each.field === site.name || each.kind !== 'member');
}

function targetsOf(sites: readonly AnsweredDispatch[]): ReadonlySet<string> {
  return new Set(sites.flatMap(({ targets }) => targets ?? []));
}

/** The members that functions are put into, by initialisers and assignments or by what they are handed to. */
function filledMembers({ slots, values }: Values, flows: Flows): ReadonlySet<string> {
  const filled = new Set(slots.map(({ struct, field }) => `${struct}.${field}`));
  for (const fact of values) {
    if (fact.kind === 'handed' && fact.functions.length > 0) for (const member of flows.ends(fact)) filled.add(member);
  }
  return filled;
}

/** What tracepoints call, by tables that nobody writes. */
const TRACE = /^__traceiter_/;

function isAt(site: Site, answer: AnsweredDispatch): boolean {
  if (site.file === answer.file && site.from <= answer.line && answer.line <= site.to) return true;
  return site.spellingFile === answer.file && site.spellingLine === answer.line;
}

/** The members in which work, timers and callbacks of RCU keep their functions, and the calls that run them: of a copy, for the first two. */
const LATER: ReadonlyMap<string, (site: AnsweredDispatch) => boolean> = new Map([
  ['work_struct.func', ({ struct, field }) => struct === 'worker' && field === 'current_func'],
  ['timer_list.function', ({ function: name, field }) => name === 'call_timer_fn' && field === 'fn'],
  ['callback_head.func', ({ struct, field }) => struct === 'callback_head' && field === 'func'],
]);

/** Functions that run later: what is assigned, initialised or handed over to these members, and is a target of their calls. */
function later({ slots, values, wider }: Values, scope: Scope): Score {
  const score = new Score('work, timers and RCU');
  const flows = new Flows(values);
  const called = new Map(
    [...LATER].map(([member, runs]) => [member, new Set(wider.filter(runs).flatMap(({ targets }) => targets ?? []))]),
  );
  const wanted = new Set<string>();
  for (const fact of slots) {
    const member = `${fact.struct}.${fact.field}`;
    if (LATER.has(member) && scope.covers(fact.file)) wanted.add(`${member} ${fact.function}`);
  }
  for (const fact of values) {
    if (fact.kind !== 'handed' || !scope.covers(fact.lineFile)) continue;
    for (const member of flows.ends(fact)) {
      for (const name of LATER.has(member) ? fact.functions : []) wanted.add(`${member} ${name}`);
    }
  }
  for (const each of wanted) {
    const [member = '', name = ''] = each.split(' ');
    score.expect(called.get(member)?.has(name) ? null : member, each);
  }
  return score;
}
