/** Completion in ops tables: the hooks that a table does not set yet, with the functions for them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CompletionItem, CompletionRequest, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TestServer } from '../harness/lsp-client.ts';
import { positionAt, sampleText, serve, treeOf } from './sample.ts';

const shmem = 'mm/shmem.c';
const SET = '	.alloc_folio		= shmem_mfill_folio_alloc,\n';

/** The text of a file of the sample tree with one line as another, and the offset of `|` in that. */
function typedOver(line: string, typed: string): readonly [text: string, offset: number] {
  const text = sampleText(shmem);
  assert.equal(text.split(line).length, 2);
  return [text.replace(line, typed.replace('|', '')), text.indexOf(line) + typed.indexOf('|')];
}

/** What is offered at an offset of a text that is open. */
async function offeredAt(server: TestServer, text: string, offset: number): Promise<CompletionItem[]> {
  await server.change(shmem, text);
  const params = { textDocument: server.document(shmem), position: positionAt(text, offset) };
  const found = await server.request(CompletionRequest.type, params);
  assert.ok(found === null || Array.isArray(found));
  return found ?? [];
}

/** The text once an item is accepted. */
function accepted(text: string, item: CompletionItem | undefined): string {
  const edit = item?.textEdit;
  assert.ok(edit && 'range' in edit);
  const edits: TextEdit[] = [edit, ...(item.additionalTextEdits ?? [])];
  return TextDocument.applyEdits(TextDocument.create('file:///a.c', 'c', 1, text), edits);
}

function news(before: string, after: string): string {
  const old = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .join('\n');
}

const labels = (items: readonly CompletionItem[]): string[] => items.map((each) => each.label);

describe('completion in an ops table', () => {
  test('offers what the table leaves unset, at half-typed names, and nothing anywhere else', async (t) => {
    const server = await serve(t);
    await server.open(shmem);
    const places: readonly (readonly [line: string, typed: string, expected: readonly string[]])[] = [
      [SET, '	.|\n', ['alloc_folio']],
      [SET, '	.al|\n', ['alloc_folio']],
      [SET, '	.al|lo\n', ['alloc_folio']],
      [SET, '	.al|,\n', ['alloc_folio']],
      [SET, '#ifdef CONFIG_SHMEM\n	/* .can_userfault = x, */\n	.|\n#endif\n', ['alloc_folio']],
      [SET, '	.alloc_folio = shmem.|,\n', []],
      [SET, '	.alloc_folio = MADE(a, .|),\n', []],
      [SET, '	/* .| */\n', []],
      [SET, '	|\n', []],
      [SET, `${SET}	.|\n`, []],
      ['	vma->vm_ops = &shmem_vm_ops;\n', '	vma.|\n', []],
      [
        '	vma->vm_ops = &shmem_vm_ops;\n',
        '	static const struct vm_uffd_ops own[] = { [1] = { .can_userfault = f, .| } };\n',
        ['get_folio_noalloc', 'alloc_folio', 'filemap_add', 'filemap_remove'],
      ],
      [
        '	vma->vm_ops = &shmem_vm_ops;\n',
        '	use(&(struct vm_uffd_ops) { .can_userfault = f, .fi| });\n',
        ['get_folio_noalloc', 'alloc_folio', 'filemap_add', 'filemap_remove'],
      ],
      ['	vma->vm_ops = &shmem_vm_ops;\n', '	struct vm_area_struct own = { .| };\n', []],
    ];
    for (const [line, typed, expected] of places) {
      assert.deepEqual(labels(await offeredAt(server, ...typedOver(line, typed))), expected, typed);
    }
  });

  test('says what a hook is, and writes its slot and a stub above the table', async (t) => {
    const server = await serve(t);
    await server.open(shmem);
    const [text, offset] = typedOver(SET, '	.al|\n');
    const [item] = await offeredAt(server, text, offset);
    assert.equal(item?.detail, 'struct folio *(*alloc_folio)(struct vm_area_struct *vma, unsigned long addr)');
    assert.match(`${item.documentation}`, /^Used by UFFDIO_COPY and UFFDIO_ZEROPAGE\./);
    const after = accepted(text, item);
    assert.equal(
      news(text, after),
      `static struct folio *shmem_alloc_folio(struct vm_area_struct *vma,
				       unsigned long addr)
	/* TODO: alloc_folio of shmem */
	return NULL;
	.alloc_folio		= shmem_alloc_folio,`,
    );
    assert.ok(after.indexOf('TODO: alloc_folio') < after.indexOf('vm_uffd_ops shmem_uffd_ops = {'));
  });

  test('takes a function that is there, and leaves the value of a slot that has one', async (t) => {
    const server = await serve(t);
    await server.open(shmem);
    const can = '	.can_userfault		= shmem_can_userfault,\n';
    const [text, offset] = typedOver(can, '	.|,\n');
    const [there] = await offeredAt(server, text, offset);
    assert.equal(accepted(text, there), text.replace('	.,\n', can));
    assert.equal(there?.additionalTextEdits, undefined);
    // One of the same name and another type is somebody else's.
    const other = text.replace('shmem_can_userfault(struct vm_area_struct *vma, ', 'shmem_can_userfault(');
    const [own] = await offeredAt(server, other, offset - text.length + other.length);
    assert.match(`${news(other, accepted(other, own))}`, /= shmem_mfill_can_userfault,/);
    const [named, at] = typedOver(can, can.replace('can_userfault', 'ca|n'));
    const [renamed] = await offeredAt(server, named, at);
    assert.equal(accepted(named, renamed), sampleText(shmem));
  });
});

/** Tables whose type is a typedef, whose head a macro writes, or that are a macro's body. */
const lamps = (typed: string) => ({
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
  Kconfig: '',
  'include/lamp.h':
    'struct lamp_ops {\n\tint (*on)(int n);\n\tint (*off)(int n);\n\tint (*dim)(int n);\n};\ntypedef struct lamp_ops lamp_t;\n' +
    'typedef struct { int (*glow)(int n); int hue; } bulb_t;\n#define DEFINE_LAMP(n) struct lamp_ops n##_ops\n' +
    '#define COMMON .on = desk_on\n#define DIMMED(f) COMMON, .dim = f\n',
  'mm/lamp.c': `#include "../include/lamp.h"\nint desk_on(int n)\n{\n\treturn n;\n}\n${typed}\n`,
});

test('tables of a typedef, tables that macros declare, and the bodies of macros have it, too', async (t) => {
  const places: readonly (readonly [typed: string, expected: readonly string[]])[] = [
    ['static const lamp_t desk = {\n\t.on = desk_on,\n\t.|\n};', ['off', 'dim']],
    ['static lamp_t __read_mostly desk[2] = { { .on = desk_on, .d| } };', ['off', 'dim']],
    ['bulb_t bulb = { .| };', ['glow']],
    ['int f(void)\n{\n\treturn use(&(lamp_t){ .off = f, .| });\n}', ['on', 'dim']],
    ['static DEFINE_LAMP(desk) = {\n\t.on = desk_on,\n\t.|\n};', ['off', 'dim']],
    ['#define LAMP(n) struct lamp_ops n##_ops = { \\\n\t.on = n##_on, \\\n\t.| \\\n}', ['off', 'dim']],
    ['#define LAMP(n) static const lamp_t n = { .on = n##_on, .of| }', ['off', 'dim']],
    ['struct lamp_ops desk = { COMMON, .| };', ['off', 'dim']],
    ['struct lamp_ops desk = { .|, DIMMED(desk_on) };', ['off']],
    ['#define LAMP .|', []],
    ['int f(int lamp_t)\n{\n\tif (lamp_t) { .| }\n}', []],
    ['static const other_t desk = { .| };', []],
  ];
  const server = await serve(t, { root: treeOf(t, lamps('')), settings: { ops: ['lamp_ops'] } });
  await server.open('mm/lamp.c');
  for (const [typed, expected] of places) {
    const text = lamps(typed)['mm/lamp.c'];
    await server.change('mm/lamp.c', text.replace('|', ''));
    const params = { textDocument: server.document('mm/lamp.c'), position: positionAt(text, text.indexOf('|')) };
    const found = await server.request(CompletionRequest.type, params);
    assert.ok(found === null || Array.isArray(found));
    assert.deepEqual(labels(found ?? []), expected, typed);
    const [first] = found ?? [];
    if (typed.startsWith('#')) assert.equal(first?.additionalTextEdits, undefined);
  }
});
