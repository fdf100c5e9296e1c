/** Positions on a line with letters outside ASCII in front of the name, in both encodings, into the server and out of it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import {
  CodeLensRequest,
  HoverRequest,
  ImplementationRequest,
  type Location,
  PositionEncodingKind,
} from 'vscode-languageserver/node';
import { offsetOf, sampleCopy, sampleText, serve } from './sample.ts';

/** Latin, Greek, a symbol beyond the basic plane, and a combining accent: 2, 2, 4 and 3 bytes; 1, 1, 2 and 2 units. */
const wide = '/* é λ 🐧 é */ ';
const text = sampleText('mm/shmem.c')
  .replace('\t.alloc_folio\t\t= ', `\t${wide}.alloc_folio = `)
  .replace('static struct folio *shmem_mfill_folio_alloc', `${wide}static struct folio *shmem_mfill_folio_alloc`);

const lengths = {
  [PositionEncodingKind.UTF8]: (part: string) => Buffer.byteLength(part, 'utf8'),
  [PositionEncodingKind.UTF16]: (part: string) => part.length,
};

function positionOf(pattern: string, length: (part: string) => number) {
  const before = text.slice(0, offsetOf(text, pattern)).split('\n');
  return { line: before.length - 1, character: length(before.at(-1) ?? '') };
}

for (const [encoding, length] of Object.entries(lengths)) {
  describe(`positions in ${encoding}`, () => {
    const start = async (t: TestContext) => {
      const root = sampleCopy(t);
      writeFileSync(join(root, 'mm/shmem.c'), text);
      return serve(t, { root, encodings: [encoding] });
    };
    const slot = '.alloc_folio = |shmem_mfill_folio_alloc';
    const name = 'static struct folio *|shmem_mfill_folio_alloc(';

    test('come in behind the wide letters', async (t) => {
      const server = await start(t);
      const params = { textDocument: server.document('mm/shmem.c'), position: positionOf(slot, length) };
      const hover = await server.request(HoverRequest.type, params);
      assert.deepEqual(hover?.range?.start, positionOf(slot, length));
      assert.deepEqual(hover?.range?.end.character, params.position.character + 'shmem_mfill_folio_alloc'.length);
    });

    test('go out behind the wide letters', async (t) => {
      const server = await start(t);
      const params = { textDocument: server.document('mm/shmem.c'), position: positionOf(slot, length) };
      const found = (await server.request(ImplementationRequest.type, params)) as Location[];
      assert.deepEqual(found[0]?.range.start, positionOf(name, length));
      const lenses = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/shmem.c') });
      const lens = lenses?.find((each) => each.command?.title.includes('alloc_folio'));
      assert.deepEqual(lens?.range.start, positionOf(name, length));
    });

    test('hold in an open file that is edited', async (t) => {
      const server = await start(t);
      await server.open('mm/shmem.c', text);
      const params = { textDocument: server.document('mm/shmem.c'), position: positionOf(slot, length) };
      assert.ok(await server.request(HoverRequest.type, params));
      await server.change('mm/shmem.c', `\n${text}`);
      const { line, character } = params.position;
      const moved = { ...params, position: { line: line + 1, character } };
      assert.equal((await server.request(HoverRequest.type, moved))?.range?.start.line, line + 1);
      // Beyond the end of a line is its end: nothing is there.
      const beyond = { ...params, position: { line: line + 1, character: 10_000 } };
      assert.equal(await server.request(HoverRequest.type, beyond), null);
    });
  });
}
