/** The line that says on a terminal what is being done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressLine } from '../../server/src/host/progress-line.ts';

/** A line on a terminal, or what is none, whose clock the test sets. */
function lineOn(isTTY: boolean, columns = 40, takesControls = true) {
  const written: string[] = [];
  const clock = { now: 0 };
  const line = new ProgressLine(
    { isTTY, columns, write: (text) => written.push(text) },
    takesControls,
    () => clock.now,
  );
  return { line, written, clock };
}

const erase = '\r\x1b[2K';

test('says nothing for a second, and then what is being done, a few times a second', () => {
  const { line, written, clock } = lineOn(true);
  for (; clock.now < 1000; clock.now += 10) line.say(() => 'too soon');
  assert.deepEqual(written, []);
  for (; clock.now < 1200; clock.now += 10) line.say(() => `reading ${clock.now}`);
  assert.deepEqual(written, [`${erase}opscope: reading 1000`, `${erase}opscope: reading 1100`]);
});

test('is taken away once', () => {
  const { line, written, clock } = lineOn(true);
  line.clear();
  clock.now = 2000;
  line.say(() => 'reading');
  line.clear();
  line.clear();
  assert.deepEqual(written, [`${erase}opscope: reading`, erase]);
});

test('fits into one line, and obeys nothing that a name has in it', () => {
  const { line, written, clock } = lineOn(true, 24);
  clock.now = 2000;
  line.say(() => 'reading \x1b[31m/a/long/name.c');
  assert.deepEqual(written, [`${erase}opscope: reading \\x1b[…`]);
});

test('says nothing where there is no terminal, or one that would show how it is taken away', () => {
  for (const { line, written, clock } of [lineOn(false), lineOn(true, 40, false)]) {
    clock.now = 5000;
    line.say(() => assert.fail('nobody reads it'));
    line.clear();
    assert.deepEqual(written, []);
  }
});
