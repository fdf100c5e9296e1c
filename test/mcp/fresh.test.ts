/** Agents are answered of the tree as it is when they ask, and nothing is written to it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { describe, type TestContext, test } from 'node:test';
import { command, opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { sampleCopy, sampleTree } from '../protocol/sample.ts';
import { Agent, rowsIn } from './agent.ts';

async function serveApart(t: TestContext): Promise<{ readonly root: string; readonly agent: Agent }> {
  const root = sampleCopy(t);
  const agent = await Agent.on(root);
  t.after(() => agent.client.close());
  return { root, agent };
}

async function tables(agent: Agent): Promise<readonly unknown[]> {
  const rows = rowsIn(await agent.ask('matrix'), 'tables').map(({ name, file }) => `${name} in ${file}`);
  return rows.filter((each) => /^fresh/.test(each)).sort();
}

const table = (name: string): string =>
  `#include <linux/userfaultfd_k.h>\nconst struct vm_uffd_ops ${name}_uffd_ops = {\n};\n`;

describe('what changes on disk', () => {
  test('counts at the next question, in files and folders that come, change, move and go', async (t) => {
    const { root, agent } = await serveApart(t);
    assert.deepEqual(await tables(agent), []);
    writeFileSync(join(root, 'mm/fresh.c'), table('fresh'));
    assert.deepEqual(await tables(agent), ['fresh_uffd_ops in mm/fresh.c']);
    writeFileSync(join(root, 'mm/fresh.c'), table('fresher'));
    assert.deepEqual(await tables(agent), ['fresher_uffd_ops in mm/fresh.c']);
    mkdirSync(join(root, 'mm/new/newer'), { recursive: true });
    writeFileSync(join(root, 'mm/new/newer/fresh.c'), table('fresh'));
    assert.deepEqual(await tables(agent), ['fresh_uffd_ops in mm/new/newer/fresh.c', 'fresher_uffd_ops in mm/fresh.c']);
    writeFileSync(join(root, 'mm/new/newer/fresh.c'), table('freshest'));
    assert.ok((await tables(agent)).includes('freshest_uffd_ops in mm/new/newer/fresh.c'));
    renameSync(join(root, 'mm/new'), join(root, 'mm/old'));
    assert.ok((await tables(agent)).includes('freshest_uffd_ops in mm/old/newer/fresh.c'));
    rmSync(join(root, 'mm/old'), { recursive: true });
    rmSync(join(root, 'mm/fresh.c'));
    assert.deepEqual(await tables(agent), []);
  });

  test('counts in what Kbuild reads', async (t) => {
    const { root, agent } = await serveApart(t);
    const status = async (): Promise<unknown> =>
      rowsIn(await agent.ask('modules', { paths: ['mm/shmem.c'] }), 'files')[0]?.['status'];
    assert.equal(await status(), 'built-in');
    const makefile = join(root, 'mm/Makefile');
    writeFileSync(makefile, readFileSync(makefile, 'utf8').replace(/^.*shmem\.o.*$/m, ''));
    assert.equal(await status(), 'unbuilt');
  });

  test('counts for what is compared with a commit', async (t) => {
    const { root, agent } = await serveApart(t);
    git(root, 'init', '--quiet');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'base');
    assert.deepEqual(rowsIn(await agent.ask('check', { base: 'HEAD' }), 'findings'), []);
    appendFileSync(join(root, 'mm/shmem.c'), 'struct vm_uffd_ops bare_uffd_ops = {\n};\n');
    assert.ok(rowsIn(await agent.ask('check', { base: 'HEAD' }), 'findings').length > 0);
    assert.match(await agent.refusal('check', { base: '--output=/tmp/x' }), /base/);
    const differs = async (): Promise<unknown> => {
      const { structured } = await agent.ask('compare', { a: 'HEAD', b: '.', only: ['hooks'] });
      return structured['same'] === false;
    };
    assert.equal(await differs(), true);
    // No file changes, but what HEAD is.
    git(root, 'commit', '--quiet', '--all', '-m', 'bare');
    assert.deepEqual(rowsIn(await agent.ask('check', { base: 'HEAD' }), 'findings'), []);
    assert.equal(await differs(), false);
    const { text } = await agent.ask('compare', { a: 'HEAD', b: '.', only: ['hooks'] });
    assert.match(text, /HEAD/);
    // What git is to ignore is no part of a change.
    writeFileSync(join(root, 'mm/fresh.c'), 'struct vm_uffd_ops fresh_uffd_ops = {\n};\n');
    assert.ok(rowsIn(await agent.ask('check', { base: 'HEAD' }), 'findings').length > 0);
    writeFileSync(join(root, 'mm/.gitignore'), 'fresh.c\n');
    assert.deepEqual(rowsIn(await agent.ask('check', { base: 'HEAD' }), 'findings'), []);
  });
});

/** Everything below a folder, with what tells that it was touched. */
function state(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => {
      const { mtimeMs, ctimeMs, size } = statSync(join(root, path));
      return `${path} ${mtimeMs} ${ctimeMs} ${size}`;
    })
    .sort();
}

test('nothing is written to the tree', async (t) => {
  const { root, agent } = await serveApart(t);
  const before = state(root);
  for (const [tool, given] of [
    ['matrix', {}],
    ['reach', {}],
    ['check', {}],
    ['explain', { symbol: 'alloc_folio' }],
    ['compare', { a: '.', b: '.' }],
  ] as const)
    await agent.ask(tool, given);
  assert.deepEqual(state(root), before);
});

describe('another tree', () => {
  test('is compared only where whoever started the server says so', async (t) => {
    const [one, other] = [sampleCopy(t), sampleCopy(t)];
    writeFileSync(join(other, 'mm/fresh.c'), table('fresh'));
    const closed = await Agent.on(one);
    t.after(() => closed.client.close());
    assert.match(await closed.refusal('compare', { a: '.', b: other }), /no folder/);
    const open = await Agent.on(one, ['--also', other]);
    t.after(() => open.client.close());
    const { structured } = await open.ask('compare', { a: '.', b: other, only: ['hooks'] });
    assert.equal(structured['same'], false);
    rmSync(join(other, 'mm/fresh.c'));
    const again = await open.ask('compare', { a: '.', b: other, only: ['hooks'] });
    assert.equal(again.structured['same'], true);
  });
});

describe('a server that cannot start', () => {
  for (const [args, why] of [
    [['--tree', '/nowhere'], /\/nowhere: no such folder/],
    [['--tree', '/'], /is no kernel tree/],
    [['--ops', 'file_operations'], /mcp has no option --ops/],
    [['--also', '/nowhere'], /no such folder/],
    [['--base', 'HEAD'], /mcp has no option --base/],
  ] as const) {
    test(`opscope mcp ${args.join(' ')}`, async (t) => {
      const tree = args[0] === '--tree' ? [] : ['--tree', sampleCopy(t)];
      const { code, out, err } = await opscope(['mcp', ...tree, ...args]);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, why);
    });
  }
});

describe('what is no message of the protocol', () => {
  /** How a server ends that is sent some text, and what it says. */
  async function sent(...texts: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
    const server = spawn('node', [command, 'mcp', '--tree', sampleTree], { stdio: 'pipe' });
    const [out, err]: readonly [string[], string[]] = [[], []];
    server.stdout.on('data', (chunk) => void out.push(`${chunk}`));
    server.stderr.on('data', (chunk) => void err.push(`${chunk}`));
    // A server that has ended takes no more.
    server.stdin.on('error', () => {});
    const closed = once(server, 'close');
    for (const text of texts) server.stdin.write(text);
    server.stdin.end();
    const [code] = await closed;
    return { code, out: out.join(''), err: err.join('') };
  }

  test('is told in a line, and the next one is answered', async () => {
    const { code, out, err } = await sent('{"nonsense":1}\n', '{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
    assert.equal(code, 0);
    assert.equal(err, 'opscope: a message of the client was left out: it is none of the protocol\n');
    assert.match(out, /^\{.*"id":1.*\}\n$/);
  });

  test('ends the server with an error where it is too large', async () => {
    const { code, out, err } = await sent(`{"jsonrpc":"2.0","id":1,"method":"${'x'.repeat(11 << 20)}"}\n`);
    assert.deepEqual([code, out], [70, '']);
    assert.match(err, /^opscope: a message of the client was left out: [^\n]* exceeded [^\n]+\n$/);
  });
});

test('a server whose client was killed stops at the next step of what it was asked', async () => {
  const started = 'exec 4<&0; node "$@" <&4 & read _ <&3';
  const args = ['-c', started, 'sh', command, 'mcp', '--tree', sampleTree];
  const client = spawn('sh', args, { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
  const { stdin, stdout, stdio } = client;
  assert.ok(stdin && stdout);
  const told: string[] = [];
  stdout.on('data', (chunk) => void told.push(`${chunk}`));
  const ended = once(stdout, 'end');
  const send = (message: object): void => void stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'test', version: '1' };
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
  await once(stdout, 'data');
  const killed = once(client, 'exit');
  const [, , , held] = stdio;
  if (held instanceof Duplex) held.end();
  await killed;
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/call', params: { name: 'matrix', arguments: {} } });
  await ended;
  assert.equal(told.join('').includes('"id":2'), false);
});
