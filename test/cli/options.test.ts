/** docs/cli.md and `--help` say of the options what the one table of them says. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMAND_NAMES } from '../../server/src/cli/main.ts';
import { manual } from '../../server/src/cli/manual.ts';
import {
  commonOptions,
  FORMS,
  flagOf,
  type NamedOption,
  OPTIONS,
  ownOptions,
  strangeOption,
} from '../../server/src/cli/options.ts';
import { projectRoot } from '../harness/root.ts';

const page = readFileSync(join(projectRoot, 'docs/cli.md'), 'utf8');

/** The text under a heading, up to the next. */
function section(name: string): string {
  const [, text = ''] = page.split(`\n## ${name}\n`);
  return text.split('\n## ')[0] ?? '';
}

/** The flags that a section has a row for. */
function rows(name: string): readonly string[] {
  return [...section(name).matchAll(/^\| `(--[^`]+)` \|/gm)].map(([, flag = '']) => flag);
}

function flags(options: readonly NamedOption[]): readonly string[] {
  return options.map(([name]) => flagOf(name));
}

test('the page has a row for each option that every command takes', () => {
  const told = rows('Options').filter((flag) => flag !== '--ops all');
  assert.deepEqual(told, flags(commonOptions()));
  const [, synopsis = ''] = /^ {4}opscope COMMAND (.*)$/m.exec(page) ?? [];
  for (const flag of told) assert.ok(synopsis.includes(flag), `${flag} in ${synopsis}`);
});

test('the page has a row for each option of check', () => {
  assert.deepEqual(rows('check'), [...flags(ownOptions('check')), flagOf('format')]);
});

for (const command of [...COMMAND_NAMES, 'mcp', 'lsp']) {
  test(`the options of ${command} are told where the command is`, () => {
    const help = manual(command);
    const own = flags(ownOptions(command));
    for (const flag of own) assert.ok(section(command).includes(flag), `${flag} on the page`);
    for (const flag of own) assert.match(help, new RegExp(`^  ${flag} +\\S`, 'm'));
  });
}

for (const [command, forms] of Object.entries(FORMS)) {
  test(`the forms of ${command} are told where the command is`, () => {
    for (const form of forms) assert.match(section(command), new RegExp(`\\b${form}\\b`));
    for (const form of forms) assert.match(manual(command), new RegExp(`--format FORM .*\\b${form}\\b`));
  });
}

test('the page names no option that there is not', () => {
  const named = [...page.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)].map(([, name = '']) => name);
  assert.ok(named.length > 30, 'it names options');
  assert.deepEqual(
    named.filter((name) => !Object.hasOwn(OPTIONS, name)),
    [],
  );
});

test('each command line in the documentation has options that its command takes', () => {
  const docs = join(projectRoot, 'docs');
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const texts = [join(projectRoot, 'README.md'), ...pages.map((name) => join(docs, name))].map((path) =>
    readFileSync(path, 'utf8'),
  );
  const lines = texts.flatMap((text) => [...text.matchAll(/\bopscope ([a-z]+) ([^\n`]*)/g)]);
  const strange = lines.flatMap(([line, command = '', rest = '']) =>
    [...rest.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)]
      .filter(([, name = '']) => strangeOption(command, { [name]: true }) !== null)
      .map(([flag]) => `${flag} in ${line}`),
  );
  assert.ok(lines.length > 30, 'there are command lines');
  assert.deepEqual(strange, []);
});

test('each option is taken by commands that there are', () => {
  const commands = new Set([...COMMAND_NAMES, 'mcp', 'lsp']);
  for (const [name, { of }] of Object.entries(OPTIONS))
    if (of !== 'every' && of !== 'any')
      assert.ok(
        of.every((each) => commands.has(each)),
        name,
      );
});
