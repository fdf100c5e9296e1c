/** Lenses and hints: what they say, each kind switched off by its setting, and fresh after every edit. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { CodeLensRequest, ImplementationRequest, InlayHintRequest, type Location } from 'vscode-languageserver/node';
import type { TestServer } from '../harness/lsp-client.ts';
import { cursor, lined, named, offsetOf, positionAt, sampleText, sampleTree, serve, textIn, treeOf } from './sample.ts';

const shmem = 'mm/shmem.c';
const header = 'include/linux/userfaultfd_k.h';

/** Every lens of a file as `name: title`, with the name that it stands above. */
async function lensesOf(server: TestServer, path: string, text = sampleText(path)): Promise<string[]> {
  const found = await server.request(CodeLensRequest.type, { textDocument: server.document(path) });
  return (found ?? []).map((each) => `${textIn(text, each.range)}: ${each.command?.title}`);
}

async function hintsOf(server: TestServer, path: string): Promise<string[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };
  const found = await server.request(InlayHintRequest.type, { textDocument: server.document(path), range });
  const lines = sampleText(path).split('\n');
  return (found ?? []).map(({ position, label }) => {
    const before = lines[position.line]?.slice(0, position.character) ?? '';
    // It stands behind the arguments.
    return `${/(\w+)\((?:[^()]|\([^()]*\))*\)$/.exec(before)?.[1]} ${label}`;
  });
}

describe('lenses', () => {
  test('above every function that fills a hook, and every table', async (t) => {
    const server = await serve(t);
    assert.deepEqual(await lensesOf(server, shmem), [
      'shmem_can_userfault: vm_uffd_ops.can_userfault for shmem · also hugetlb, anon, kvm_gmem',
      'shmem_get_folio_noalloc: vm_uffd_ops.get_folio_noalloc for shmem · also kvm_gmem',
      'shmem_mfill_folio_alloc: vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem',
      'shmem_mfill_filemap_add: vm_uffd_ops.filemap_add for shmem · also kvm_gmem',
      'shmem_mfill_filemap_remove: vm_uffd_ops.filemap_remove for shmem · no other memory type',
      'shmem_uffd_ops: shmem: 5 of 5 hooks · installed in shmem_vm_ops, shmem_anon_vm_ops',
    ]);
  });

  test('that lead to the first of very many functions say so', async (t) => {
    const server = await serve(t);
    const functions = Array.from(
      { length: 210 },
      (_, i) => `static bool can${i}(struct vm_area_struct *v, vm_flags_t f)
{ return true; }\nstatic const struct vm_uffd_ops d${i}_uffd_ops = { .can_userfault = can${i} };\n`,
    );
    const text = `#include <linux/userfaultfd_k.h>\n${functions.join('')}`;
    await server.open('mm/many.c', text);
    const found = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/many.c') });
    const lens = found?.find((each) => textIn(text, each.range) === 'can7');
    assert.equal(
      lens?.command?.title,
      'vm_uffd_ops.can_userfault for d7 · also hugetlb, d0, d1, d2, d3 and 208 more · the first 100 are listed',
    );
    const [, , places] = (lens?.command?.arguments ?? []) as [string, unknown, Location[]];
    assert.equal(places.length, 100);
  });

  test('above every field, once', async (t) => {
    const server = await serve(t);
    assert.deepEqual(await lensesOf(server, header), [
      'can_userfault: can_userfault: hugetlb, shmem, anon, kvm_gmem · 1 call',
      'get_folio_noalloc: get_folio_noalloc: shmem, kvm_gmem · 1 call',
      'alloc_folio: alloc_folio: shmem, anon, kvm_gmem · 1 call',
      'filemap_add: filemap_add: shmem, kvm_gmem · 1 call',
      'filemap_remove: filemap_remove: shmem · 1 call',
    ]);
  });

  test('offer the other places on a click', async (t) => {
    const server = await serve(t);
    const found = await server.request(CodeLensRequest.type, { textDocument: server.document(shmem) });
    const lens = found?.find((each) => each.command?.title.includes('alloc_folio'));
    assert.equal(lens?.command?.command, 'opscope.showLocations');
    const [uri, position, places] = lens?.command?.arguments ?? [];
    assert.equal(uri, server.document(shmem).uri);
    assert.deepEqual(position, lens?.range.start);
    assert.deepEqual(named(sampleTree, places as Location[]), [
      'mm/userfaultfd.c anon_alloc_folio',
      'virt/kvm/guest_memfd.c kvm_gmem_folio_alloc',
    ]);
  });

  const kinds = [
    { kind: 'fields', file: header, left: 0 },
    { kind: 'tables', file: shmem, left: 5 },
    { kind: 'functions', file: shmem, left: 1 },
  ];
  for (const { kind, file, left } of kinds) {
    test(`on ${kind} are switched off by opscope.lens.${kind}`, async (t) => {
      const server = await serve(t, { settings: { lens: { [kind]: false } } });
      assert.equal((await lensesOf(server, file)).length, left);
      await server.configure({ lens: { [kind]: true } });
      await server.waitFor('opscope/changed');
      assert.ok((await lensesOf(server, file)).length > left);
    });
  }

  test('are none in a file without ops', async (t) => {
    const server = await serve(t);
    assert.deepEqual(await lensesOf(server, 'fs/ripplefs/file.c'), []);
  });
});

describe('inlay hints', () => {
  test('name the memory types that a call reaches', async (t) => {
    const server = await serve(t);
    assert.deepEqual(await hintsOf(server, 'mm/userfaultfd.c'), [
      'alloc_folio → shmem, anon, kvm_gmem',
      'filemap_add → shmem, kvm_gmem',
      'filemap_remove → shmem',
      'get_folio_noalloc → shmem, kvm_gmem',
      'can_userfault → hugetlb, shmem, anon, kvm_gmem',
    ]);
  });

  test('count memory types that are many, and part no name from its arguments', async (t) => {
    const tables = ['a', 'b', 'c', 'd', 'e'].map(
      (name) =>
        `static int ${name}_go(int n) { return n; }\nstatic const struct x_ops ${name}_ops = { .go = ${name}_go };\n`,
    );
    const calls =
      'int f(struct x_ops *ops)\n{\n\tint n = ops->go(g(1,\n\t\t\t  ")"));\n\treturn (*ops->go)(n) + ops->go(\n';
    const text = `struct x_ops { int (*go)(int n); };\n${tables.join('')}${calls}}\n`;
    const root = treeOf(t, { Makefile: 'VERSION = 7\nPATCHLEVEL = 3\n', Kconfig: '', 'mm/a.c': text });
    const server = await serve(t, { root, settings: { ops: ['x_ops'] } });
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const found = await server.request(InlayHintRequest.type, { textDocument: server.document('mm/a.c'), range });
    const lines = text.split('\n');
    const told = found?.map(
      ({ label, position: { line, character } }) =>
        `${lines[line]?.slice(0, character)}|${label}|${lines[line]?.slice(character)}`,
    );
    assert.deepEqual(told?.slice(0, 2), [
      '\t\t\t  "))|→ 5 memory types|;'.replace('"))', '")"))'),
      '\treturn (*ops->go)(n)|→ 5 memory types| + ops->go(',
    ]);
  });

  test('keep to the range that is asked for', async (t) => {
    const server = await serve(t);
    const path = 'mm/userfaultfd.c';
    const start = cursor(path, 'if (ops->|filemap_add) {');
    const range = { start, end: { line: start.line + 2, character: 0 } };
    const found = await server.request(InlayHintRequest.type, { textDocument: server.document(path), range });
    assert.deepEqual(
      found?.map((each) => each.label),
      ['→ shmem, kvm_gmem'],
    );
  });

  test('are switched off by opscope.inlayHints.dispatch', async (t) => {
    const server = await serve(t, { settings: { inlayHints: { dispatch: false } } });
    assert.deepEqual(await hintsOf(server, 'mm/userfaultfd.c'), []);
  });
});

/** An opened mm/shmem.c with one piece of its text replaced. */
async function edited(t: TestContext, from: string, to: string) {
  const server = await serve(t);
  const text = sampleText(shmem);
  assert.ok(text.includes(from));
  await server.open(shmem);
  await server.change(shmem, text.replace(from, to));
  return { server, text: text.replace(from, to) };
}

const slot = '.alloc_folio\t\t= shmem_mfill_folio_alloc';

describe('unsaved edits', () => {
  test('of a slot move the lens to the function that is there now', async (t) => {
    const { server, text } = await edited(t, slot, '.alloc_folio\t\t= shmem_fresh_folio');
    const before = (await lensesOf(server, shmem, text)).filter((each) => each.includes('alloc_folio'));
    assert.deepEqual(before, []);
    const renamed = text.replace('shmem_mfill_folio_alloc(', 'shmem_fresh_folio(');
    await server.change(shmem, renamed);
    const after = (await lensesOf(server, shmem, renamed)).filter((each) => each.includes('alloc_folio'));
    assert.deepEqual(after, ['shmem_fresh_folio: vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem']);
  });

  test('of one file change the answers in another', async (t) => {
    const { server, text } = await edited(t, slot, '.alloc_folio\t\t= shmem_fresh_folio');
    const params = {
      textDocument: server.document('mm/userfaultfd.c'),
      position: cursor('mm/userfaultfd.c', 'ops->alloc|_folio(vma, state->addr)'),
    };
    const unknown = await server.request(ImplementationRequest.type, params);
    const at = positionAt(text, text.indexOf('shmem_fresh_folio')).line + 1;
    const lines = lined(sampleTree, unknown as Location[]);
    assert.ok(lines.includes(`mm/shmem.c:${at}`), lines.join());
    await server.change(shmem, text.replace(slot, ''));
    await server.change(shmem, text.replace('.alloc_folio\t\t= shmem_fresh_folio,', ''));
    const without = await server.request(ImplementationRequest.type, params);
    assert.deepEqual(named(sampleTree, without as Location[]), [
      'mm/userfaultfd.c anon_alloc_folio',
      'virt/kvm/guest_memfd.c kvm_gmem_folio_alloc',
    ]);
  });

  test('by range, letter by letter, come out as the whole text would', async (t) => {
    const server = await serve(t);
    let text = sampleText(shmem);
    await server.open(shmem);
    const at = offsetOf(text, '.alloc_folio = shmem_mfill_folio_alloc|,');
    for (const [index, letter] of [...'_now'].entries()) {
      const position = positionAt(text, at + index);
      await server.change(shmem, [{ range: { start: position, end: position }, text: letter }]);
      text = text.slice(0, at + index) + letter + text.slice(at + index);
    }
    const typed = await lensesOf(server, shmem, text);
    await server.change(shmem, text);
    assert.deepEqual(await lensesOf(server, shmem, text), typed);
    assert.equal(typed.filter((each) => each.includes('alloc_folio')).length, 0);
  });

  for (const half of ['.alloc_folio\t\t= ', '.alloc_folio', '.', '.alloc_folio = shmem_mfill_folio_alloc(']) {
    test(`of a table half typed as \`${half}\` leave the rest of it standing`, async (t) => {
      const { server, text } = await edited(t, `${slot},`, half);
      const found = await lensesOf(server, shmem, text);
      assert.ok(found.some((each) => each.startsWith('shmem_can_userfault: ')));
      assert.ok(found.some((each) => each.startsWith('shmem_uffd_ops: shmem: ')));
      assert.equal((await lensesOf(server, header)).length, 5);
    });
  }

  test('go with the file when it is closed', async (t) => {
    const { server } = await edited(t, slot, '.alloc_folio\t\t= shmem_fresh_folio');
    await server.notify('textDocument/didClose', { textDocument: server.document(shmem) });
    const found = (await lensesOf(server, shmem)).filter((each) => each.includes('alloc_folio'));
    assert.deepEqual(found, ['shmem_mfill_folio_alloc: vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem']);
  });

  test('of a file that is not on disk yet count', async (t) => {
    const server = await serve(t);
    const text =
      '#include <linux/userfaultfd_k.h>\nstatic bool new_can(struct vm_area_struct *vma, vm_flags_t f)\n{\n\treturn 1;\n}\n' +
      'static const struct vm_uffd_ops new_uffd_ops = {\n\t.can_userfault = new_can,\n};\n';
    await server.open('mm/new.c', text);
    assert.deepEqual(await lensesOf(server, 'mm/new.c', text), [
      'new_can: vm_uffd_ops.can_userfault for new · also hugetlb, shmem, anon, kvm_gmem',
      'new_uffd_ops: new: 1 of 5 hooks',
    ]);
    const fields = await lensesOf(server, header);
    assert.match(fields[0] ?? '', /\bnew\b/);
  });
});
