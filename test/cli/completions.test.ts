/** The page for man and the completions of shells say what the one table of options says, and shells take them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { manPage } from '../../server/src/cli/man-page.ts';
import { SHELLS, toldCommands } from '../../server/src/cli/manual.ts';
import { programOptions } from '../../server/src/cli/options.ts';
import { opscope } from '../harness/command.ts';
import { projectRoot } from '../harness/root.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-completions-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
mkdirSync(join(scratch, 'linux tree'));
writeFileSync(join(scratch, 'series.mbox'), '');

function run(program: string, ...args: readonly string[]): string {
  const { stdout, stderr, status, error } = spawnSync(program, args, {
    cwd: scratch,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, HOME: scratch, TERM: 'dumb' },
  });
  if (error) throw error;
  assert.deepEqual([status, stderr], [0, ''], program);
  return stdout;
}

/** What drives a shell: the words that it offers at the end of a line. */
type Driver = (script: string, lines: readonly string[]) => ReadonlyMap<string, readonly string[]>;

/** The words by line, as the drivers of bash and zsh print them. */
const printed =
  (...command: readonly [string, ...string[]]): Driver =>
  (script, lines) => {
    const [program, ...args] = command;
    const rows = run(program, ...args, script, ...lines).split('\n');
    return new Map(rows.map((row) => row.split('\t')).map(([line = '', words = '']) => [line, words.split(',')]));
  };

const fish: Driver = (script, lines) => {
  const asked = lines.map((line) => `echo "@$(printf %s '${line}')"; complete -C '${line}'`);
  const text = run('fish', '--no-config', '-c', [`source ${script}`, ...asked].join('\n'));
  const blocks = text.split(/^@/m).slice(1);
  return new Map(
    blocks.map((block) => {
      const [line = '', ...words] = block.trimEnd().split('\n');
      return [line, words.map((word) => word.split('\t')[0] ?? '')];
    }),
  );
};

const DRIVERS: Readonly<Record<(typeof SHELLS)[number], Driver>> = {
  bash: printed('bash', join(projectRoot, 'test/cli/offered.bash')),
  zsh: printed('zsh', '-f', join(projectRoot, 'test/cli/offered.zsh')),
  fish,
};

const names = toldCommands().map(({ name }) => name);

/** Lines, and all that is offered at the end of each. */
const WANTED: readonly (readonly [string, readonly string[]])[] = [
  ['opscope ', [...names, 'help']],
  ['opscope ma', ['matrix']],
  ['opscope help ex', ['export', 'explain']],
  ['opscope matrix --fo', ['--folders', '--format']],
  ['opscope matrix --format ', ['text', 'json']],
  ['opscope graph --format m', ['mermaid']],
  ['opscope review --format g', ['github']],
  ['opscope compare --only p', ['page-tables']],
  ['opscope compare --only h', ['hooks']],
  ['opscope check --severity hook-pa', ['hook-pair']],
  ['opscope check --severity=hook-unr', ['hook-unreached']],
  ['opscope check --severity hook-pair=w', ['warning']],
  ['opscope check --severity=pgtable-in-module/types=', ['off', 'hint', 'info', 'warning', 'error']],
  ['opscope completions ', SHELLS],
  ['opscope explain --ops x --de', []],
  ['opscope graph --ops x --de', ['--depth']],
  ...toldCommands().map(({ name, options }) => {
    const flags = [...options, ...programOptions()].map(([each]) => `--${each}`);
    return [`opscope ${name} --`, flags] as const;
  }),
];

for (const shell of SHELLS) {
  test(`${shell} completes commands, options and their values`, async () => {
    const { code, out } = await opscope(['completions', shell]);
    assert.equal(code, 0);
    const script = join(scratch, `opscope.${shell}`);
    writeFileSync(script, out);
    const paths = [
      'opscope review ser',
      'opscope compare lin',
      'opscope matrix --tree lin',
      'opscope matrix --tree ser',
    ];
    const offered = DRIVERS[shell](script, [...WANTED.map(([line]) => line), ...paths]);
    /** As far as they differ by shell: signs for a folder, quotes, what stands for a repeated option. */
    const plain = (line: string): readonly string[] =>
      [
        ...new Set(
          (offered.get(line) ?? ['nothing was told']).map((word) =>
            word.replace(/[/=]$|^\S+=(?=.)/g, '').replace('\\', ''),
          ),
        ),
      ].filter(Boolean);
    for (const [line, words] of WANTED) assert.deepEqual([...plain(line)].sort(), [...words].sort(), line);
    assert.deepEqual(plain('opscope review ser'), ['series.mbox']);
    for (const line of ['opscope compare lin', 'opscope matrix --tree lin'])
      assert.deepEqual(plain(line), ['linux tree']);
  });
}

test('only folders are trees', async () => {
  const script = join(scratch, 'opscope.only');
  writeFileSync(script, (await opscope(['completions', 'bash'])).out);
  const lines = [
    'opscope matrix --tree ser',
    'opscope matrix --tree=lin',
    'opscope mcp --also lin',
    'opscope compare --as new=lin',
  ];
  const offered = DRIVERS.bash(script, lines);
  assert.deepEqual(
    lines.map((line) => offered.get(line)),
    [[''], ['linux tree'], ['linux tree'], ['linux tree']],
  );
});

test('completions are for shells that there are', async () => {
  for (const args of [['completions'], ['completions', 'csh'], ['completions', 'bash', 'zsh']]) {
    const { code, out, err } = await opscope(args);
    assert.deepEqual([code, out, err], [2, '', 'opscope: completions are for one shell: bash, zsh, fish\n']);
  }
});

/** Text without the letters that were struck over to make them bold. */
function unstruck(text: string): string {
  const parts = text.split('\b');
  return parts.map((part, i) => (i < parts.length - 1 ? part.slice(0, -1) : part)).join('');
}

describe('the page for man', () => {
  const path = join(projectRoot, 'man/opscope.1');
  const page = readFileSync(path, 'utf8');

  test('is what the table of options makes: node scripts/man.mjs', () => {
    const { version, man } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    assert.equal(page, manPage(version ?? ''));
    assert.equal(man, './man/opscope.1', 'and npm installs it');
  });

  test('has nothing that mandoc warns of', () => {
    assert.equal(run('mandoc', '-Tlint', path), '');
  });

  test('has every command with its options', () => {
    const text = unstruck(run('mandoc', '-Tascii', '-Owidth=200', path));
    for (const { synopsis, options } of toldCommands()) {
      assert.ok(text.includes(`   ${synopsis}\n`), synopsis);
      for (const [name] of options) assert.match(text, new RegExp(`^ +(?:-\\w, )?--${name}\\b`, 'm'), name);
    }
  });
});
