/** What agents are answered about the sample tree: the same as the command, in the shapes that are promised, in parts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inside } from '../harness/inside.ts';
import { projectRoot } from '../harness/root.ts';
import { mailboxOf } from '../harness/sample-series.ts';
import { Agent, isRecord, rowsIn } from './agent.ts';

const sample = join(projectRoot, 'test/trees/sample');
let agent: Agent;
before(async () => {
  agent = await Agent.on(sample);
});
after(() => agent.client.close());

/** A question to each tool that has an answer. */
const QUESTIONS: readonly (readonly [tool: string, given: Readonly<Record<string, unknown>>])[] = [
  ['explain', { symbol: 'alloc_folio' }],
  ['implementations', { hook: 'vm_operations_struct.fault' }],
  ['dispatch_sites', {}],
  ['callers', { symbol: 'alloc_folio' }],
  ['callees', { symbol: 'UFFDIO_COPY' }],
  ['matrix', {}],
  ['reach', {}],
  ['check', { paths: ['drivers', 'mm'] }],
  ['compare', { a: '.', b: '.' }],
  ['modules', { paths: ['mm', 'drivers'] }],
];

describe('the tools', () => {
  test('are those, change nothing, and promise a shape', async () => {
    const { tools } = await agent.client.listTools();
    assert.deepEqual(new Set(tools.map(({ name }) => name)), new Set(QUESTIONS.map(([name]) => name)));
    for (const { name, annotations, outputSchema, inputSchema, description } of tools) {
      assert.equal(annotations?.readOnlyHint, true, name);
      assert.equal(annotations?.openWorldHint, false, name);
      assert.equal(inputSchema['additionalProperties'], false, name);
      assert.equal(outputSchema?.['type'], 'object', name);
      assert.ok(description && description.length > 40, name);
    }
  });

  for (const [tool, given] of QUESTIONS) {
    test(`${tool} answers in its shape, with text that says it too`, async () => {
      const { tools } = await agent.client.listTools();
      const { $schema: _, ...shape } = tools.find(({ name }) => name === tool)?.outputSchema ?? assert.fail(tool);
      const { structured, text } = await agent.ask(tool, given);
      const ajv = new Ajv2020({ allErrors: true, strict: false });
      assert.ok(ajv.validate(shape, structured), ajv.errorsText());
      assert.ok(isRecord(structured['page']) && Number(structured['page']['total']) > 0);
      assert.ok(text.length > 20);
    });
  }

  for (const [tool, list, given, args] of [
    ['matrix', 'tables', {}, ['matrix']],
    ['reach', 'ioctls', {}, ['reach']],
    ['check', 'findings', {}, ['check']],
    ['modules', 'files', { paths: ['mm'] }, ['modules', 'mm']],
    ['explain', 'answers', { symbol: 'shmem_uffd_ops' }, ['explain', 'shmem_uffd_ops']],
  ] as const) {
    test(`${tool} says what the command says`, async () => {
      const { out } = await inside([...args, '--tree', sample, '--format', 'json']);
      const said: unknown = JSON.parse(out);
      const { page: _, ...structured } = (await agent.ask(tool, given)).structured;
      assert.deepEqual(structured, said, list);
    });
  }

  test('dispatch_sites says what the command says', async () => {
    const { out } = await inside(['dispatch', '--tree', sample, '--format', 'json']);
    const said = out.split('\n').filter(Boolean);
    assert.deepEqual(
      rowsIn(await agent.ask('dispatch_sites')),
      said.map((line) => JSON.parse(line)),
    );
    const one = rowsIn(await agent.ask('dispatch_sites', { hook: 'alloc_folio' }));
    assert.ok(one.length > 0 && one.every(({ field }) => field === 'alloc_folio'));
  });

  test('implementations have their places and conditions', async () => {
    const rows = rowsIn(await agent.ask('implementations', { hook: 'alloc_folio' }));
    const [shmem] = rows.filter(({ memoryType }) => memoryType === 'shmem');
    assert.equal(shmem?.['function'], 'shmem_mfill_folio_alloc');
    assert.equal(shmem['file'], 'mm/shmem.c');
    assert.equal(shmem['condition'], 'CONFIG_USERFAULTFD');
    const text = readFileSync(join(sample, 'mm/shmem.c'), 'utf8').split('\n');
    assert.match(text[Number(shmem['line']) - 1] ?? '', /shmem_mfill_folio_alloc/);
    const { slot } = shmem;
    assert.ok(isRecord(slot));
    assert.match(text[Number(slot['line']) - 1] ?? '', /\.alloc_folio/);
  });

  test('calls go through hooks, both ways', async () => {
    const down = rowsIn(await agent.ask('callees', { symbol: '__mfill_atomic_pte' }));
    assert.ok(
      down.some(({ name, detail }) => name === 'shmem_mfill_folio_alloc' && /via vm_uffd_ops/.test(`${detail}`)),
    );
    const up = rowsIn(await agent.ask('callers', { symbol: 'shmem_mfill_folio_alloc' }));
    assert.ok(up.some(({ name }) => name === '__mfill_atomic_pte'));
  });
});

describe('parts', () => {
  test('come one after the other, and are all there is', async () => {
    const whole = rowsIn(await agent.ask('reach'), 'ioctls');
    const found: unknown[] = [];
    for (let offset: unknown = 0; offset !== null; ) {
      const part = await agent.ask('reach', { offset, limit: 2 });
      found.push(...rowsIn(part, 'ioctls'));
      const { page } = part.structured;
      assert.ok(isRecord(page) && page['total'] === whole.length);
      offset = page['next'];
      assert.match(part.text, /Rows \d+ to \d+ of \d+/);
    }
    assert.deepEqual(found, whole);
  });

  test('are not behind the last', async () => {
    assert.match(await agent.refusal('matrix', { offset: 99 }), /offset 99: there are 4 rows/);
  });
});

describe('what is asked wrongly is told, with what may be meant', () => {
  for (const [tool, given, why] of [
    ['explain', { symbol: 'alloc_foilo' }, /did you mean alloc_folio\?/],
    ['explain', { symbol: 'vm_uffd_ops.aloc_folio' }, /did you mean vm_uffd_ops\.alloc_folio\?/],
    ['explain', {}, /symbol/],
    ['implementations', { hook: 'vm_uffd_ops.aloc_folio' }, /no hook aloc_folio; did you mean alloc_folio\?/],
    ['dispatch_sites', { hok: 'x' }, /no argument hok; did you mean hook\?/],
    ['callers', { symbol: 'shmem_falt' }, /no function, hook or ioctl shmem_falt; did you mean shmem_fault\?/],
    ['matrix', { ops: 'vm_ufd_ops' }, /no struct vm_ufd_ops.*did you mean vm_uffd_ops\?/],
    ['matrix', { ops: '.*' }, /name a struct/],
    ['reach', { ioctl: 'UFFDIO_COPPY' }, /did you mean UFFDIO_COPY\?/],
    ['modules', { paths: ['../sample'] }, /no file or folder \.\.\/sample/],
    ['modules', { paths: ['mm/shmen.c'] }, /did you mean mm\/shmem\.c\?/],
    ['modules', { paths: ['/etc'] }, /no file or folder \/etc/],
    ['compare', { a: '.', b: '.', evidence: 'hook.slot' }, /did you mean hook\.slots/],
    ['compare', { a: '.', b: '/' }, /no folder/],
    ['check', { patch: 'nothing' }, /no patch/],
    ['matrix', { limit: 0 }, /limit/],
  ] as const) {
    test(`${tool} ${JSON.stringify(given)}`, async () => {
      assert.match(await agent.refusal(tool, given), why);
    });
  }

  test('a tool that there is not', async () => {
    await assert.rejects(agent.client.callTool({ name: 'explian' }), /explian/);
  });
});

test('rules are explained by resources', async () => {
  const { resources } = await agent.client.listResources();
  assert.ok(resources.length > 10);
  for (const { uri, name } of resources) {
    const { contents } = await agent.client.readResource({ uri });
    const [page] = contents;
    assert.ok(page && 'text' in page);
    assert.equal(page.text, readFileSync(join(projectRoot, 'docs/rules', `${name}.md`), 'utf8'));
  }
  await assert.rejects(agent.client.readResource({ uri: 'opscope://rules/../../package.json' }));
});

describe('series of patches', () => {
  const bare = {
    subject: 'mm: a bare table',
    file: 'mm/shmem.c',
    lines: ['', 'struct vm_uffd_ops bare_uffd_ops = {', '};'],
  };
  const patch = mailboxOf(sample, 'Bare tables', [bare]);

  test('are checked patch by patch', async () => {
    const patches = rowsIn(await agent.ask('check', { patch }), 'patches');
    assert.equal(patches.length, 1);
    assert.ok(rowsIn({ structured: patches[0] ?? {}, text: '', isError: false }, 'introduced').length > 0);
  });

  test('are compared by the names that they are given', async () => {
    const { structured, text } = await agent.ask('compare', { a: '.', b: 'bare@.', patches: { bare: patch } });
    assert.equal(structured['same'], false);
    assert.match(text, /bare@\./);
    const row = await agent.ask('compare', { a: '.', b: 'bare@.', patches: { bare: patch }, evidence: 'hook.slots' });
    assert.equal(rowsIn(row, 'metrics').length, 1);
  });

  test('are no files, whatever their names', async () => {
    const path = join(sample, 'mm');
    assert.match(await agent.refusal('compare', { a: '.', b: `${path}@.` }), /no folder/);
    assert.match(await agent.refusal('compare', { a: '.', b: '-@.' }), /no folder/);
  });
});
