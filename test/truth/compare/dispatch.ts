import type { TrueCall, TrueDispatch, TrueStaticCall } from '../facts.ts';
import type { AnsweredDispatch } from './answers.ts';
import { distinct, Groups, sameStruct } from './groups.ts';
import type { Scope } from './scope.ts';
import { Score } from './score.ts';

/** A dispatch site of the truth: a call through a member, or a static call that a member of an ops struct fills. */
interface TrueSite {
  readonly file: string;
  /** The lines of the call, from its first token to the member's name. */
  readonly from: number;
  readonly to: number;
  readonly spellingFile: string;
  readonly spellingLine: number;
  readonly struct: string;
  readonly nameless: boolean;
  readonly field: string;
  readonly function: string;
  /** Of a static call that clang does not show the filling member of, `field` is the static call's name. */
  readonly made: 'written' | 'macro' | 'static' | 'unknown' | 'not counted';
  readonly macro: string;
}

/** Compares the dispatch sites: those that the source spells, those in macro bodies, static calls, and all. */
export function compareDispatch(
  truth: readonly TrueDispatch[],
  staticCalls: readonly TrueSite[],
  answers: readonly AnsweredDispatch[],
  scope: Scope,
): Score[] {
  const sites = distinct([...truth.map(site), ...staticCalls], siteKey);
  const distinctAnswers = distinct(answers, (a) => `${a.file}:${a.line} ${a.struct}.${a.field}`);
  const answered = new Groups<AnsweredDispatch>();
  for (const answer of distinctAnswers) answered.add(answer.file, answer);
  const facts = new Groups<TrueSite>();
  for (const one of sites) for (const file of new Set([one.file, one.spellingFile])) facts.add(file, one);

  const all = new Score('dispatch');
  const scores = {
    written: new Score('  spelled in the file'),
    macro: new Score('  in macro bodies'),
    static: new Score('  static calls'),
  };
  for (const one of sites) {
    if (!scope.covers(one.file) || one.made === 'not counted' || one.made === 'unknown') continue;
    const difference = missing(one, [...answered.of(one.file), ...answered.of(one.spellingFile)]);
    const example = `${one.file}:${one.to} ${one.struct}.${one.field} in ${one.function}`;
    if (one.made !== 'static') all.expect(difference, example);
    scores[one.made].expect(difference, example);
  }
  for (const answer of distinctAnswers) {
    if (!scope.judges(answer.file, answer.line)) continue;
    const example = `${answer.file}:${answer.line} ${answer.struct}.${answer.field} in ${answer.function}`;
    const difference = extra(answer, facts.of(answer.file), all);
    if (difference !== null && facts.of(answer.file).some((one) => mayFill(one, answer))) {
      all.note('not counted: clang does not show what fills the static call', example);
    } else all.judge(difference, example);
  }
  return [all, scores.written, scores.macro, scores.static];
}

/** Calls of `__SCT__NAME` are dispatch sites of the member that fills `__SCK__NAME`, where an assignment of one is seen. */
export function staticCallSites(calls: readonly TrueCall[], fills: readonly TrueStaticCall[]): TrueSite[] {
  const members = new Groups<TrueStaticCall>();
  for (const fill of fills) members.add(fill.key.replace(/^__SCK__/, ''), fill);
  return calls.flatMap((call): TrueSite[] => {
    if (!call.callee.startsWith('__SCT__')) return [];
    const name = call.callee.replace(/^__SCT__/, '');
    const site = {
      file: call.file,
      from: call.expansionLine,
      to: call.line,
      spellingFile: call.file,
      spellingLine: call.line,
      nameless: false,
      function: call.caller,
      macro: call.macro,
    };
    const known = members.of(name);
    if (known.length === 0) return [{ ...site, struct: '', field: name, made: 'unknown' }];
    return known.map(({ struct, field }) => ({ ...site, struct, field, made: 'static' }));
  });
}

/** Whether an answer is about a static call that is filled with `member ? : default`, of which clang's record has no member. */
function mayFill(one: TrueSite, answer: AnsweredDispatch): boolean {
  return one.made === 'unknown' && covers(one, answer) && one.field.endsWith(`_${answer.field}`);
}

function site(fact: TrueDispatch): TrueSite {
  const lines = [fact.beginLine, fact.line, fact.expansionLine];
  const counted = fact.inMacroBody ? 'macro' : 'written';
  return {
    ...fact,
    from: Math.min(...lines),
    to: Math.max(...lines),
    made: fact.subscript || fact.conditional ? 'not counted' : counted,
  };
}

function siteKey(one: TrueSite): string {
  return `${one.file}:${one.to} ${one.struct}.${one.field} ${one.made}`;
}

function missing(one: TrueSite, answers: readonly AnsweredDispatch[]): string | null {
  const here = answers.filter((answer) => covers(one, answer));
  const named = here.filter((answer) => answer.field === one.field);
  if (named.some((answer) => sameStruct(one, answer.struct))) return null;
  if (named.length > 0) return `the struct is called ${named[0]?.struct || 'nothing'}`;
  if (one.made === 'macro') return `in the body of ${one.macro}`;
  return 'not answered';
}

function extra(answer: AnsweredDispatch, facts: readonly TrueSite[], score: Score): string | null {
  const here = facts.filter((one) => one.made !== 'unknown' && covers(one, answer));
  const named = here.filter((one) => one.field === answer.field);
  const right = named.filter((one) => sameStruct(one, answer.struct));
  const example = `${answer.file}:${answer.line} ${answer.struct}.${answer.field} in ${answer.function}`;
  if (right.length > 0) {
    if (right.every((one) => one.function !== answer.function)) score.note('not counted: other function', example);
    return null;
  }
  if (named.length > 0) return `the struct is ${named[0]?.struct || 'nameless'}`;
  return here.length > 0 ? 'the call goes through another member' : 'clang has no such call';
}

function covers(one: TrueSite, answer: AnsweredDispatch): boolean {
  if (one.file === answer.file && one.from <= answer.line && answer.line <= one.to) return true;
  return one.spellingFile === answer.file && one.spellingLine === answer.line;
}
