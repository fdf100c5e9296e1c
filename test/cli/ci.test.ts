/** The recipes of docs/ci.md: their commands, run in a shell on a branch of the sample tree. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { command } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { scratch } from '../protocol/sample.ts';
import { blocks, branch, FINDING } from './ci-page.ts';

const recipes = blocks('sh test');

/** Runs a recipe as a person would: every command has to end with 0. */
function run(t: TestContext, root: string, recipe: string): { status: number | null; said: string } {
  const program = `opscope() { "${process.execPath}" "${command}" "$@"; }\nset -e\n${recipe}`;
  const env = { ...process.env, OPSCOPE_CACHE: scratch(t) };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', program], { cwd: root, env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('there are recipes to test', () => {
  assert.ok(recipes.length >= 5);
});

for (const recipe of recipes) {
  const name =
    recipe
      .trim()
      .split('\n')
      .find((line) => line.includes('opscope')) ?? recipe;
  test(`a branch that is in order passes: ${name}`, (t) => {
    const { status, said } = run(t, branch(t), recipe);
    assert.equal(status, 0, said);
  });
}

for (const recipe of recipes.filter((each) => /--base\s/.test(each))) {
  const name =
    recipe
      .trim()
      .split('\n')
      .find((line) => line.includes('opscope')) ?? recipe;
  test(`a branch with a finding fails: ${name}`, (t) => {
    const root = branch(t);
    appendFileSync(join(root, FINDING.file), FINDING.code);
    git(root, 'commit', '--quiet', '-a', '-m', 'a finding');
    const { status, said } = run(t, root, recipe);
    assert.equal(status, 1, said);
    assert.match(said, /fresh\(\) handles page-table types/);
  });
}
