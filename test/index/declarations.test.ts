/** Who declares a name: the same as a map of names says, whatever is read, edited and forked, in any order. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Declarations } from '../../server/src/index/declarations.ts';
import { SourceFile } from '../../server/src/index/file.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

function file(path: string, text: string): SourceFile {
  return new SourceFile(path, text, lowerer);
}

function told(declared: Declarations, name: string): readonly string[] {
  return declared.of(name).map(({ kind, file: { path }, region }) => `${path} ${kind} ${region.start}`);
}

describe('the declarations of a name', () => {
  test('are in the order of their paths, whatever was read first', () => {
    const declared = new Declarations();
    for (const path of ['c.h', 'a.h', 'b.h']) declared.add(file(path, 'int f(void);\nint f(void)\n{\n}\n'));
    assert.deepEqual(
      told(declared, 'f'),
      ['a.h', 'b.h', 'c.h'].flatMap((path) => [`${path} prototype 0`, `${path} function 13`]),
    );
    assert.deepEqual(told(declared, 'g'), []);
  });

  test('are one for the uses of a macro, however many there are, and all for what is declared', () => {
    const list = file(
      'list.h',
      `${'ITEM(a)\n'.repeat(3)}ITEM(struct tag { int x; });\n#define ITEM(x) x\n#define ITEM(x)\n`,
    );
    assert.deepEqual(
      list.symbols('ITEM').map(({ kind, region }) => `${kind} ${region.start}`),
      ['invocation 0', 'define 53', 'define 71'],
    );
    assert.deepEqual(
      list.symbols('tag').map(({ kind }) => kind),
      ['tag'],
    );
  });

  test('are found when files are read between two questions', () => {
    const declared = new Declarations();
    const isDeclaring = declared.declaring('f', ['prototype']);
    const [first, second, third] = [
      file('b.h', 'int f(void);\n'),
      file('a.h', 'int f(void);\n'),
      file('c.h', 'int f;\n'),
    ];
    for (const [each, answer] of [
      [first, true],
      [second, true],
      [third, false],
    ] as const) {
      assert.equal(isDeclaring(each), false, each.path);
      declared.add(each);
      assert.equal(isDeclaring(each), answer, each.path);
    }
    assert.deepEqual(told(declared, 'f'), ['a.h prototype 0', 'b.h prototype 0', 'c.h object 0']);
  });

  test('are those of one state: neither does it see what the next one reads, nor the next what it reads on', () => {
    const old = file('a.h', 'int f(void);\n');
    const first = new Declarations();
    first.add(old);
    first.add(file('b.h', 'int f(void);\n'));
    const second = new Declarations(first);
    second.forget(old);
    second.add(file('a.h', '\nint f(void);\n'));
    first.add(file('c.h', 'int f(void);\n'));
    assert.deepEqual(told(first, 'f'), ['a.h prototype 0', 'b.h prototype 0', 'c.h prototype 0']);
    assert.deepEqual(told(second, 'f'), ['a.h prototype 1', 'b.h prototype 0']);
  });
});

/** Numbers that look random and are the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let at = seed; ; ) {
    at = (Math.imul(at, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    yield at >> 8;
  }
}

test('long lines of states, with files that change, come and go, say what a map of names would', () => {
  const random = numbers(7);
  const below = (most: number): number => random.next().value % most;
  const states: { declared: Declarations; files: Map<string, SourceFile> }[] = [
    { declared: new Declarations(), files: new Map() },
  ];
  const check = ({ declared, files }: (typeof states)[number], name: string): void => {
    const wanted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).flatMap((each) => each.symbols(name));
    assert.deepEqual(declared.of(name), wanted);
  };
  for (let step = 0; step < 400; step++) {
    const last = states.at(-1) ?? assert.fail();
    const path = `f${below(40)}.h`;
    const known = last.files.get(path);
    const names = Array.from({ length: below(60) }, () => `name_${below(500)}`);
    const fresh = file(path, names.map((name) => `extern int ${name};\n`).join(''));
    if (known) {
      const next = { declared: new Declarations(last.declared), files: new Map(last.files) };
      next.declared.forget(known);
      next.files.delete(path);
      states.push(next);
    }
    const now = states.at(-1) ?? assert.fail();
    if (!known || below(3) > 0) {
      now.declared.add(fresh);
      now.files.set(path, fresh);
    }
    for (let count = 0; count < 5; count++) check(states[below(states.length)] ?? now, `name_${below(500)}`);
  }
  for (let name = 0; name < 500; name++) check(states.at(-1) ?? assert.fail(), `name_${name}`);
});
