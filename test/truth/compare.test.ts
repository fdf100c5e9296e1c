/** The comparison itself, on small truths and answers made by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnsweredCall, AnsweredDispatch, AnsweredTable } from './compare/answers.ts';
import { compareCalls } from './compare/calls.ts';
import { holds } from './compare/conditions.ts';
import { compareDispatch, staticCallSites } from './compare/dispatch.ts';
import { Scope } from './compare/scope.ts';
import type { Score } from './compare/score.ts';
import { compareSlots } from './compare/slots.ts';
import { compareValues } from './compare/values.ts';
import type { TrueCall, TrueDispatch, TrueHanded, TrueIndirect, TrueSlot } from './facts.ts';
import { intersection, union } from './lines.ts';
import { Part } from './part.ts';

/** mm/a.c: lines 50 to 60 are left out by #if, 70 to 72 define a macro; the file uses the macro WRAP on line 30. */
function scope(): Scope {
  const made = new Scope(['mm'], []);
  made.add({ kind: 'file', file: 'mm/a.c', skipped: [[50, 60]], defines: [[70, 72]] });
  made.add({ kind: 'macro', file: 'mm/a.c', line: 30, name: 'WRAP' });
  made.add({ kind: 'function', name: 'outer', file: 'mm/b.c', line: 9, static: false, macro: '' });
  return made;
}

function slot(line: number, field: string, name: string, more: Partial<TrueSlot> = {}): TrueSlot {
  const place = { file: 'mm/a.c', line, expansionLine: line, spellingFile: 'mm/a.c', spellingLine: line };
  const plain = { struct: 'some_ops', nameless: false, array: false, valueMacro: '', object: 'table' };
  return { kind: 'slot', ...place, ...plain, field, function: name, ...more };
}

function table(struct: string, hooks: AnsweredTable['hooks']): AnsweredTable {
  return { struct, name: 'table', file: 'mm/a.c', line: 9, hooks };
}

function differences(score: Score | undefined): Record<string, string[]> {
  return Object.fromEntries(score?.differences ?? []);
}

function figures(score: Score | undefined): number[] {
  return score === undefined ? [] : [score.expected, score.found, score.judged, score.right];
}

test('slots: found, missing, extra, and answers that cannot be judged', () => {
  const truth = [slot(10, 'open', 'a_open'), slot(11, 'close', 'a_close'), slot(12, 'poll', 'a_poll')];
  const hooks = {
    open: { function: 'a_open', slotLine: 10 },
    close: { value: 'PICK(a_close)', slotLine: 11 },
    read: { function: 'a_read', slotLine: 13 },
    write: { function: 'a_write', slotLine: 55 },
    sync: null,
  };
  const [all] = compareSlots(truth, [table('some_ops', hooks)], scope());
  assert.deepEqual(figures(all), [3, 1, 2, 1]);
  assert.deepEqual(differences(all), {
    'missing: a value is answered': ['mm/a.c:11 some_ops.close = a_close (table)'],
    'missing: not answered (object of the file)': ['mm/a.c:12 some_ops.poll = a_poll (table)'],
    'extra: clang has this function in no slot': ['mm/a.c:13 some_ops.read = a_read (table)'],
  });
});

test('slots: another struct, a nameless struct, a value on the next line, trace tables left out', () => {
  const truth = [
    slot(10, 'open', 'a_open'),
    slot(21, 'walk', 'a_walk', { struct: '', nameless: true, designatorLine: 20 }),
    slot(30, 'trace', 'raw_output', { struct: 'trace_event_functions', valueMacro: 'TRACE_EVENT' }),
  ];
  const answers = [
    table('other_ops', { open: { function: 'a_open', slotLine: 10 } }),
    table('<nameless>', { 'inner.walk': { function: 'a_walk', slotLine: 20 } }),
  ];
  const [all, written, made] = compareSlots(truth, answers, scope());
  assert.deepEqual(figures(all), [2, 1, 2, 1]);
  assert.deepEqual([written?.expected, made?.expected], [2, 0]);
  assert.deepEqual(Object.keys(differences(all)), [
    'missing: the struct is called other_ops',
    'extra: the struct is some_ops',
  ]);
});

test('slots: what a run-time assignment puts into a slot is a true answer but not a slot of the truth', () => {
  const truth = [slot(40, 'open', 'a_open', { kind: 'assign' })];
  const [all] = compareSlots(truth, [table('some_ops', { open: { function: 'a_open', slotLine: 40 } })], scope());
  assert.deepEqual(figures(all), [0, 0, 1, 1]);
});

test('slots: an answer about another configuration is not judged', () => {
  const known = (name: string): boolean | null => (name === 'MODULE' ? true : name === 'CONFIG_BIG' ? true : null);
  const made = new Scope(['mm'], [], known);
  made.add({ kind: 'file', file: 'mm/a.c', skipped: [], defines: [] });
  const hooks = { open: { function: 'a_open', slotLine: 10 } };
  const [all] = compareSlots(
    [],
    ['!MODULE', 'CONFIG_BIG', null].map((each) => ({ ...table('some_ops', hooks), condition: each })),
    made,
  );
  assert.deepEqual(figures(all), [0, 0, 2, 0]);
});

test('conditions: what is known decides, and what is not understood decides nothing', () => {
  const known = (name: string): boolean | null => ({ YES: true, NO: false })[name] ?? null;
  const cases: readonly (readonly [string, boolean | null])[] = [
    ['YES', true],
    ['!YES', false],
    ['!YES && MAYBE', false],
    ['YES && MAYBE', null],
    ['NO || YES && !NO', true],
    ['!(YES || MAYBE)', false],
    ['!(NO || MAYBE) && YES', null],
    ['SIZE > 4', null],
    ['(YES', null],
  ];
  for (const [condition, expected] of cases) assert.equal(holds(condition, known), expected, condition);
});

function dispatch(line: number, field: string, more: Partial<TrueDispatch> = {}): TrueDispatch {
  const place = { file: 'mm/a.c', line, beginLine: line, expansionLine: line };
  const spelling = { spellingFile: 'mm/a.c', spellingLine: line };
  const plain = { nameless: false, subscript: false, conditional: false, inMacroBody: false, macro: '' };
  return { kind: 'dispatch', ...place, ...spelling, ...plain, struct: 'some_ops', function: 'f', field, ...more };
}

function answer(line: number, struct: string, field: string): AnsweredDispatch {
  return { struct, field, file: 'mm/a.c', line, function: 'f' };
}

test('dispatch: calls over several lines, macro bodies, wrong structs, other members', () => {
  const truth = [
    dispatch(12, 'open', { beginLine: 10 }),
    dispatch(30, 'poll', { inMacroBody: true, macro: 'WRAP', spellingLine: 71 }),
    dispatch(33, 'read'),
    dispatch(34, 'close'),
  ];
  const answers = [
    answer(11, 'some_ops', 'open'),
    answer(71, 'some_ops', 'poll'),
    answer(33, 'other_ops', 'read'),
    answer(34, 'some_ops', 'release'),
    answer(52, 'some_ops', 'open'),
  ];
  const [all, written, macro] = compareDispatch(truth, [], answers, scope());
  assert.deepEqual(figures(all), [4, 2, 3, 1]);
  assert.deepEqual([written?.found, macro?.found], [1, 1]);
  assert.deepEqual(Object.keys(differences(all)).sort(), [
    'extra: the call goes through another member',
    'extra: the struct is some_ops',
    'missing: not answered',
    'missing: the struct is called other_ops',
  ]);
});

function call(line: number, callee: string, more: Partial<TrueCall> = {}): TrueCall {
  const place = { file: 'mm/a.c', line, expansionLine: line, caller: 'f', callee };
  const target = { calleeFile: 'mm/a.c', calleeLine: 5, calleeDefined: true, calleeStatic: true };
  return { kind: 'call', ...place, ...target, fromMacroBody: false, macro: '', ...more };
}

test('dispatch: a static call is a site of the member that fills it', () => {
  const key = { key: '__SCK__kvm_run', struct: 'some_ops', field: 'run' };
  const sites = staticCallSites([call(20, '__SCT__kvm_run')], [{ kind: 'static-call', ...key }]);
  const scores = compareDispatch([], sites, [answer(20, 'some_ops', 'run')], scope());
  assert.deepEqual(scores.map(figures), [
    [0, 0, 1, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [1, 1, 0, 0],
  ]);
});

test('dispatch: a static call that clang does not show the member of is not judged', () => {
  const sites = staticCallSites([call(20, '__SCT__kvm_run'), call(21, '__SCT__resched')], []);
  const answers = [answer(20, 'some_ops', 'run'), answer(21, 'some_ops', 'stop')];
  const [all] = compareDispatch([], sites, answers, scope());
  assert.deepEqual(figures(all), [0, 0, 1, 0]);
});

test('calls: macros are no functions, what their bodies call is neutral, the callee is the right one of its name', () => {
  const truth = [
    call(10, 'inner'),
    call(11, 'outer', { calleeFile: 'include/b.h', calleeDefined: false, calleeStatic: false }),
    call(30, 'wrapped', { fromMacroBody: true }),
    call(31, 'lost'),
  ];
  const given = (line: number, callee: string, calleeFile: string, calleeLine: number): AnsweredCall => {
    return { caller: 'f', callee, file: 'mm/a.c', line, calleeFile, calleeLine };
  };
  const answers = [
    given(10, 'inner', 'mm/z.c', 5),
    given(11, 'outer', 'mm/b.c', 9),
    given(30, 'wrapped', 'mm/a.c', 5),
    given(30, 'WRAP', 'mm/a.c', 70),
  ];
  const [calls, places] = compareCalls(truth, answers, scope());
  assert.deepEqual(figures(calls), [3, 2, 4, 3]);
  assert.deepEqual(figures(places), [2, 1, 0, 0]);
  assert.deepEqual(Object.keys(differences(calls)), ['missing: not answered', 'extra: a macro, not a function']);
});

test('lines that every compiled file leaves out', () => {
  assert.deepEqual(
    union([
      [4, 6],
      [1, 2],
      [5, 9],
      [10, 11],
    ]),
    [
      [1, 2],
      [4, 11],
    ],
  );
  assert.deepEqual(
    intersection(
      [
        [1, 5],
        [8, 12],
      ],
      [[4, 9]],
    ),
    [
      [4, 5],
      [8, 9],
    ],
  );
  const part = new Part();
  part.addFile({ kind: 'file', file: 'mm/a.h', skipped: [[1, 9]], defines: [] });
  part.addFile({ kind: 'file', file: 'mm/a.h', skipped: [[5, 12]], defines: [[20, 21]] });
  const [line = ''] = [...part.output()];
  assert.deepEqual(JSON.parse(line), { kind: 'file', file: 'mm/a.h', skipped: [[5, 9]], defines: [[20, 21]] });
});

function indirect(line: number, name: string, more: Partial<TrueIndirect> = {}): TrueIndirect {
  const place = {
    file: 'mm/a.c',
    line,
    beginLine: line,
    expansionLine: line,
    spellingFile: 'mm/a.c',
    spellingLine: line,
  };
  const plain = {
    form: 'parameter',
    index: 0,
    local: true,
    macro: '',
    function: 'run',
    functionFile: 'mm/a.c',
  } as const;
  return { kind: 'indirect', ...place, ...plain, name, ...more };
}

function handed(callee: string, functions: readonly string[], more: Partial<TrueHanded> = {}): TrueHanded {
  const plain = { calleeFile: 'mm/a.c', index: 0, from: -1, others: false, in: 'f', inFile: '' };
  return { kind: 'handed', callee, functions, lineFile: 'mm/a.c', line: 9, ...plain, ...more };
}

test('values: calls that have an answer, targets that clang can tell, and where functions end that run later', () => {
  const values = [
    indirect(10, 'fn'),
    indirect(11, 'step', { form: 'variable' }),
    indirect(12, 'it_func', { form: 'variable', function: '__traceiter_some' }),
    handed('run', ['one', 'two']),
    handed('set_up', ['timed'], { calleeFile: '', index: 1 }),
    handed('init_it', [], { calleeFile: '', index: 2, from: 1, in: 'set_up' }),
    { kind: 'keeps', callee: 'init_it', calleeFile: '', index: 2, struct: 'timer_list', field: 'function' },
  ] as const;
  const element = { kind: 'element', object: 'steps', in: '', function: 'one', macro: '' } as const;
  const at = { file: 'mm/a.c', line: 20, expansionLine: 20, spellingFile: 'mm/a.c', spellingLine: 20 };
  const site = { struct: 'some_ops', file: 'mm/a.c', function: 'run' };
  const sites = [
    { ...site, kind: 'parameter', field: 'fn', line: 10, targets: ['one', 'three'] },
    { ...site, kind: 'variable', field: 'step', line: 11, targets: [] },
  ] as const;
  const wider = [
    ...sites,
    { ...site, kind: 'parameter', field: 'fn', function: 'call_timer_fn', line: 1, targets: ['timed'] },
  ] as const;
  const tables = [table('', { '': { function: 'one', slotLine: 20 } })];
  const given = { slots: [], dispatch: [], values: [...values, { ...element, ...at }], tables, sites, wider };
  const scores = compareValues(given, scope());
  assert.deepEqual(
    scores.map((score) => [score.name.trim(), ...figures(score)]),
    [
      ['array slots', 1, 1, 0, 0],
      ['calls of values answered, with what is beside', 2, 1, 0, 0],
      ['where these folders say what gets there', 1, 1, 0, 0],
      ['their targets', 2, 1, 2, 1],
      ['work, timers and RCU', 1, 1, 0, 0],
    ],
  );
});
