/** Findings and lists, taken by editors as the output of a compiler: each line leads where it says. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { answer, rows } from '../harness/command.ts';
import { projectRoot } from '../harness/root.ts';
import { makeHome, sampleTree } from './setup.ts';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type Places = Readonly<Record<string, readonly string[]>>;

const home = makeHome();
after(() => home.remove());

const tree = ['--tree', sampleTree];
const script = (name: string): string => join(projectRoot, 'test/editors', name);
const placeOf = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** The places in the command's JSON, by what was asked. */
async function expected(): Promise<Places> {
  const listed = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await rows<Place>([...args, ...tree])).map(placeOf);
  return {
    tables: await listed('tables'),
    dispatch: await listed('dispatch'),
    'calls mm/shmem.c': await listed('calls', 'mm/shmem.c'),
  };
}

/** A finding has its column; what it stands on has none, and editors say 0 or nothing. */
async function findings(): Promise<readonly string[]> {
  const { findings: all } = await answer<{
    findings: readonly (Place & { evidence: readonly Omit<Place, 'column'>[] })[];
  }>(['check', ...tree], [0, 1]);
  return all.flatMap((each) => [placeOf(each), ...each.evidence.map(({ file, line }) => `${file}:${line}`)]);
}

for (const [editor, args] of [
  ['nvim', ['--headless', '--clean', '-S', script('output.lua')]],
  ['emacs', ['--batch', '-l', script('output.el')]],
] as const)
  describe(editor, async () => {
    const { check = [], ...lists } = await home.run<Places>(editor, args);

    test('finds the places of lists', async () => assert.deepEqual(lists, await expected()));

    test('finds those of findings', async () =>
      assert.deepEqual(
        check.map((place) => place.replace(/:(?:0|nil)$/, '')),
        await findings(),
      ));
  });
