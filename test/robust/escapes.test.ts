/** A hostile tree, through every command in every form: its text is shown, and never obeyed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { IndexSchema } from '@c4312/scip/scip_pb.js';
import { instance } from '@viz-js/viz';
import { lexer, type Token, walkTokens } from 'marked';
import { Database } from 'node-sqlite3-wasm';
import { SaxesParser } from 'saxes';
import { visible } from '../../server/src/base/visible.ts';
import { COMMAND_NAMES } from '../../server/src/cli/main.ts';
import { FORMS } from '../../server/src/cli/options.ts';
import { opscope } from '../harness/command.ts';
import { inside } from '../harness/inside.ts';
import { RAW } from '../harness/nasty.ts';
import { BRANCH, makeSeries, type NastySeries } from '../harness/nasty-series.ts';
import { makeNasty, NAME } from '../harness/nasty-tree.ts';
import { sampleTree } from '../protocol/sample.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-nasty-'));
const root = join(scratch, 'linux');
let series: NastySeries;
before(() => {
  makeNasty(sampleTree, root);
  series = makeSeries(root);
});
after(() => rmSync(scratch, { recursive: true, force: true }));

/** How a part of the hostile name is shown. */
const SHOWN = String.raw`\x1b[31m`;

const json = (text: string): void => void JSON.parse(text);
const jsonLines = (text: string): void => text.trimEnd().split('\n').forEach(json);
const plain = (text: string): void => assert.doesNotMatch(text, /^[^\S\n]*::/m);
const xml = (text: string): void => {
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(error));
  parser.write(text).close();
};
const dot = async (text: string): Promise<void> => {
  const { status, errors } = (await instance()).render(text, { format: 'dot' });
  assert.equal(status, 'success', JSON.stringify(errors));
};
const annotations = (text: string): void => {
  for (const line of text.trimEnd().split('\n')) assert.match(line, /^::(?:notice|warning|error) file=[^:]*::./);
};
/** No element, picture or link, and no lines but those that we make. */
const markdown = (text: string): void => {
  plain(text);
  for (const type of marksIn(text)) assert.match(type, /^(?:heading|table)$/);
  for (const line of text.split('\n')) assert.match(line, /^(?:$|##? |\| |- |.*\.$)/);
};
/** What is more than text, code and lists in Markdown. */
const marksIn = (text: string): readonly string[] => {
  const marks: string[] = [];
  walkTokens(lexer(text), ({ type }: Token) => {
    if (!/^(?:paragraph|text|escape|codespan|list|list_item|space|strong|br)$/.test(type)) marks.push(type);
  });
  return marks;
};
/** A mail has the name of a file in the line where it is quoted. */
const reply = (text: string): void => {
  plain(text);
  assert.ok(text.includes(`\n> +++ b/mm/${visible(NAME)}\n`));
};
/** No message has a link in it. */
const sarif = (text: string): void => {
  const messages = [...text.matchAll(/"message": \{\s*"text": "((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message);
  assert.ok(messages.length > 0);
  for (const message of messages) assert.doesNotMatch(message ?? '', /\]\(/);
  json(text);
};
/** What `b4` prints of its checks. */
const checks = (text: string): void => {
  for (const each of JSON.parse(text) as Readonly<Record<string, string>>[])
    for (const value of Object.values(each)) assert.doesNotMatch(value.replaceAll('\n', ''), RAW);
};

/** Stand for the files beside the tree. */
const MAILBOX = 'MAILBOX';
const CONFIG = 'CONFIG';

/** Commands, and what their answer must be. */
const commands: readonly (readonly [args: readonly string[], check: (text: string) => unknown])[] = [
  [['matrix'], plain],
  [['matrix', '--format', 'json'], json],
  [['tables', '--format', 'text'], plain],
  [['tables', '--format', 'json'], jsonLines],
  [['tables', '--ops', 'all', '--format', 'text'], plain],
  [['dispatch', '--format', 'text'], plain],
  [['dispatch', '--ops', 'all', '--format', 'json'], jsonLines],
  [['reach'], plain],
  [['reach', '--format', 'json'], json],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio'], plain],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'json'], json],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'dot'], dot],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'mermaid'], plain],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'svg'], xml],
  [['calls', 'mm', '--format', 'text'], plain],
  [['calls', 'mm', '--format', 'json'], jsonLines],
  [['check', 'mm', 'drivers'], plain],
  [['check', 'mm', 'drivers', '--format', 'json'], json],
  [['check', 'mm', 'drivers', '--format', 'sarif'], sarif],
  [['check', 'mm', 'drivers', '--format', 'github'], annotations],
  [['check', 'mm', '--list-suppressed'], plain],
  [['modules', 'mm', 'drivers'], plain],
  [['modules', 'mm', '--format', 'json'], json],
  [['modules', 'mm', 'drivers', '--config', CONFIG], plain],
  [['check', 'drivers', '--config', CONFIG, '--format', 'json'], json],
  [['compare', sampleTree, '.', '--format', 'text'], plain],
  [['compare', 'master', BRANCH, '--format', 'text'], plain],
  [['compare', 'master', BRANCH, '--format', 'markdown'], markdown],
  [['compare', BRANCH, BRANCH, '--format', 'markdown'], markdown],
  [['compare', 'master', BRANCH, '--format', 'json'], json],
  [['compare', 'master', BRANCH, '--format', 'sarif'], sarif],
  [['compare', 'master', `${BRANCH}x`, '--format', 'text'], plain],
  [['compare', 'master', BRANCH, '--evidence', 'hooks.tables'], plain],
  [['review', MAILBOX, '--format', 'text'], plain],
  [['review', MAILBOX, '--format', 'reply'], reply],
  [['review', MAILBOX, '--format', 'markdown'], markdown],
  [['review', MAILBOX, '--format', 'json'], json],
  [['review', MAILBOX, '--format', 'sarif'], sarif],
  [['review', MAILBOX, '--format', 'github'], annotations],
  [['review', MAILBOX, '--format', 'b4'], checks],
  [['review', `master..${BRANCH}`, '--format', 'text'], plain],
  [['export', '--format', 'jsonl'], jsonLines],
  [['explain', 'alloc_folio'], plain],
  [['explain', 'filemap_add'], plain],
  [['explain', 'nasty_uffd_ops'], plain],
  [['explain', 'nasty_alloc'], plain],
  [['explain', 'nasty_alloc', '--format', 'json'], json],
  [['explain', `x\x1b[31m\n::error::y`], plain],
  [['modules', `mm/${NAME}x`], plain],
  [['graph', '--from', `f\u202e\n`], plain],
  [['matrix', '--config', `\x1b[31m`], plain],
];

describe('the command', () => {
  let told = '';
  for (const [args, check] of commands) {
    test(JSON.stringify(args.join(' ')), async () => {
      const given = args.map((each) => (each === MAILBOX ? series.mailbox : each === CONFIG ? series.config : each));
      const { code, out, err } = await inside([...given, '--tree', root, '--no-cache']);
      assert.ok(code === 0 || code === 1 || code === 2, `${code}: ${err}`);
      for (const text of [out, err]) {
        assert.doesNotMatch(text.replaceAll(/[\n\t]/g, ''), RAW);
        assert.doesNotMatch(text, /##(?:vso|teamcity)?\[/);
      }
      plain(err);
      if (out !== '') await check(out);
      told += out;
    });
  }
  test('has told of the hostile file', () => assert.ok(told.includes(SHOWN)));

  test('is asked in each of its forms', () => {
    const asked = new Set(commands.map(([args]) => `${args[0]} ${formOf(args)}`));
    // Those of files are read below.
    const files = ['export sqlite', 'export scip'];
    const all = [...COMMAND_NAMES].flatMap((name) => formsOf(name).map((form) => `${name} ${form}`));
    assert.deepEqual(
      all.filter((each) => !asked.has(each) && !files.includes(each)),
      [],
    );
  });
});

describe('a file of facts', () => {
  const exported = async (form: string): Promise<string> => {
    const path = join(scratch, `facts.${form}`);
    const { code, err } = await opscope(['export', '--tree', root, '--format', form, '-o', path]);
    assert.equal(code, 0, err);
    return path;
  };

  test('has in SQLite the values that it has as JSON', async () => {
    const base = new Database(await exported('sqlite'), { readOnly: true });
    const lines = readFileSync(await exported('jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const facts = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    for (const [fact, table, fields] of [
      ['slot', 'slots', ['value', 'condition']],
      ['field', 'fields', ['signature']],
      ['finding', 'findings', ['message']],
      ['module', 'modules', ['config']],
    ] as const) {
      const columns = fields.map((field) => `t.${field}`).join();
      const sql = `SELECT f.path, ${columns} FROM ${table} t JOIN files f ON f.id = t.file ORDER BY t.rowid`;
      const told = facts.filter((each) => each['fact'] === fact);
      const wanted = told.map((each) => ['file', ...fields].map((field) => each[field]));
      const rows = base.all(sql).map((row) => Object.values(row));
      assert.deepEqual(rows.map(key).toSorted(), wanted.map(key).toSorted());
      assert.ok(rows.length > 0);
    }
    base.close();
  });

  test('has text and code in the Markdown of SCIP, and nothing else', async () => {
    const { documents } = fromBinary(IndexSchema, readFileSync(await exported('scip')));
    const said = documents.flatMap(({ symbols, occurrences }) => [
      ...symbols.flatMap(({ documentation }) => documentation),
      ...occurrences.flatMap(({ overrideDocumentation }) => overrideDocumentation),
    ]);
    assert.ok(said.some((each) => each.includes('workbench.action.quit')));
    for (const each of said) {
      assert.deepEqual(marksIn(each), [], each);
      assert.doesNotMatch(each.replaceAll('\n', ''), RAW);
    }
    assert.ok(documents.some(({ relativePath }) => relativePath === `mm/${NAME}`));
  });
});

const key = (row: readonly unknown[]): string => JSON.stringify(row);

function formsOf(command: string): readonly string[] {
  return Object.entries(FORMS).find(([name]) => name === command)?.[1] ?? ['text', 'json'];
}

function formOf(args: readonly string[]): string {
  const at = args.indexOf('--format');
  return at < 0 ? 'text' : (args[at + 1] ?? '');
}
